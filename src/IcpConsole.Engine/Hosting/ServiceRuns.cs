using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>Runs over services of this console, as operations.</summary>
internal sealed class ServiceRuns(
    Operations operations,
    TimeProvider time,
    ILogger<RestartPlanRun> log
)
{
    private readonly AsyncLock _starting = new();

    /// <summary>What two administrators ask of the same services does not interleave.</summary>
    private readonly AsyncLock _controlling = new();

    /// <summary>
    /// Runs the restarts that are owed now, unless a run is under way, whoever began it: two at a
    /// time could take both nodes of a pair away.
    /// </summary>
    /// <param name="door">To the clusters.</param>
    /// <param name="who">Asked for it, and so for each restart.</param>
    public async Task<OperationId> RestartAsync(IDoor door, Principal who)
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

    /// <summary>Does the same to several services.</summary>
    /// <param name="command">What, and to which.</param>
    /// <param name="door">To the clusters.</param>
    /// <param name="who">Asked for it, and so for each service.</param>
    public async Task<Result<OperationId>> ControlAsync(
        ControlServices command,
        IDoor door,
        Principal who
    )
    {
        var run = new ServicesRun(command, door, who, time);
        return await operations.BeginAsync(
            who,
            null,
            nameof(ControlServices),
            run.Steps,
            (progress, cancel) => InTurnAsync(run, progress, cancel),
            canCancel: true
        );
    }

    private async Task<IReadOnlyList<Problem>> InTurnAsync(
        ServicesRun run,
        IOperationProgress progress,
        CancellationToken cancel
    )
    {
        try
        {
            using var turn = await _controlling.EnterAsync(cancel);
            return await run.RunAsync(progress, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return [];
        }
    }
}
