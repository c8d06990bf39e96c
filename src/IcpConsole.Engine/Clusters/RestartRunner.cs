using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>
/// The one restart plan that runs, whoever looks at it and whoever leaves its page: two at a time
/// could take both nodes of a pair away.
/// </summary>
internal sealed class RestartRunner(TimeProvider time, ILogger<RestartPlanRun> log)
{
    private readonly Lock _lock = new();
    private RestartPlanRun? _run;

    /// <summary>The one that runs, or ran last; null when none ever did.</summary>
    public RestartRun? Current => _run?.Now;

    /// <summary>Runs what is owed now, unless a run is under way.</summary>
    /// <param name="door">To the clusters.</param>
    /// <param name="who">Asked for it, and so for each restart.</param>
    public void Start(IDoor door, Principal who)
    {
        lock (_lock)
        {
            if (_run is { Now.Ended: false })
                return;
            var run = new RestartPlanRun(
                RestartPlan.Steps(door.Look(who).Clusters),
                door,
                who,
                time,
                log
            );
            _run = run;
            _ = Task.Run(run.RunAsync);
        }
    }

    /// <summary>Begins no further step.</summary>
    public void Stop() => _run?.Stop();
}
