using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Hosting;

/// <summary>Does the same to several services, one after another.</summary>
/// <param name="command">What, and to which.</param>
/// <param name="door">To the clusters.</param>
/// <param name="who">Asked for it, and so for each service.</param>
/// <param name="time">For how long links are waited for.</param>
internal sealed class ServicesRun(
    ControlServices command,
    IDoor door,
    Principal who,
    TimeProvider time
)
{
    private readonly NodeLinks _links = new(door, who, time);

    public IReadOnlyList<OperationStep> Steps =>
        [.. command.Services.Select(s => new OperationStep(s.Cluster, s.Node, s.Service, []))];

    /// <returns>What was refused, each thing once.</returns>
    public async Task<IReadOnlyList<Problem>> RunAsync(
        IOperationProgress progress,
        CancellationToken cancel
    )
    {
        var problems = new HashSet<Problem>();
        foreach (var (i, service) in command.Services.Index())
        {
            if (cancel.IsCancellationRequested)
                break;
            var problem = await ControlAsync(service, state =>
                progress.SetAsync(i, state, null)
            );
            await progress.SetAsync(
                i,
                problem is null ? StepState.Done : StepState.Failed,
                problem
            );
            if (problem is not null)
                problems.Add(problem);
        }

        return [.. problems];
    }

    private async Task<Problem?> ControlAsync(
        ServiceOfNode service,
        Func<StepState, Task> tellAsync
    )
    {
        await tellAsync(StepState.Running);
        var before = _links.Up(service.Cluster, service.Node);
        var done = await door.SendAsync(
            who,
            service.Cluster,
            new ControlService(service.Node, service.Service, command.Action),
            CancellationToken.None
        );
        if (!done.Succeeded)
            return done.Problems[0];
        if (
            service.Service != ServiceCatalogue.XcpRouter
            || command.Action != ServiceAction.Restart
        )
            return null;
        await tellAsync(StepState.Settling);
        return await _links.BackAsync(service.Cluster, service.Node, before);
    }
}
