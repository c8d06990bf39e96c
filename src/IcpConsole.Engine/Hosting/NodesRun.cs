using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Hosting;

/// <summary>Does the same to a service on several nodes, one after another.</summary>
/// <param name="command">What, and where.</param>
/// <param name="door">To the clusters.</param>
/// <param name="who">Asked for it, and so for each node.</param>
internal sealed class NodesRun(ControlServiceOnNodes command, IDoor door, Principal who)
{
    public IReadOnlyList<OperationStep> Steps =>
        [
            .. command.Nodes.Select(n => new OperationStep(
                n.Cluster,
                n.Node,
                command.Service,
                []
            )),
        ];

    /// <returns>What nodes refused, each thing once.</returns>
    public async Task<IReadOnlyList<Problem>> RunAsync(
        IOperationProgress progress,
        CancellationToken cancel
    )
    {
        var problems = new HashSet<Problem>();
        foreach (var (i, node) in command.Nodes.Index())
        {
            if (cancel.IsCancellationRequested)
                break;
            await progress.SetAsync(i, StepState.Running, null);
            var done = await door.SendAsync(
                who,
                node.Cluster,
                new ControlService(node.Node, command.Service, command.Action),
                CancellationToken.None
            );
            var problem = done.Succeeded ? null : done.Problems[0];
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
}
