using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;

namespace IcpConsole.Web.Services;

/// <summary>
/// The one restart plan that runs, whoever looks at it and whoever leaves its page: two at a time
/// could take both nodes of a pair away.
/// </summary>
internal sealed class RestartRunner(
    IClusterRegistry registry,
    TimeProvider time,
    ILogger<RestartRun> log
)
{
    private readonly Lock _lock = new();

    /// <summary>The one that runs, or ran last; null when none ever did.</summary>
    public RestartRun? Current { get; private set; }

    /// <summary>Runs what is owed now, unless a run is under way.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (Current is { Ended: false })
                return;
            var run = new RestartRun(
                RestartPlan.Steps(registry.Clusters),
                registry,
                time,
                log
            );
            Current = run;
            _ = Task.Run(run.RunAsync);
        }
    }
}
