using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>
/// The one restart plan that runs, whoever looks at it and whoever leaves its page: two at a time
/// could take both nodes of a pair away.
/// </summary>
internal sealed class RestartRunner(
    Operations operations,
    TimeProvider time,
    ILogger<RestartPlanRun> log
)
{
    private readonly AsyncLock _starting = new();

    /// <summary>Runs what is owed now, unless a run is under way.</summary>
    /// <param name="door">To the clusters.</param>
    /// <param name="who">Asked for it, and so for each restart.</param>
    public async Task<OperationId> StartAsync(IDoor door, Principal who)
    {
        using var turn = await _starting.EnterAsync(CancellationToken.None);
        if (
            operations.Recent.FirstOrDefault(o =>
                o is { Command: nameof(RunRestartPlan), EndedAt: null }
            ) is
            { } running
        )
            return running.Id;
        var steps = RestartPlan.Steps(door.Look(who).Clusters);
        var run = new RestartPlanRun(steps, door, who, time, log);
        return await operations.BeginAsync(
            who,
            null,
            nameof(RunRestartPlan),
            [.. steps.Select(s => s.ToStep())],
            run.RunAsync,
            canCancel: true
        );
    }
}
