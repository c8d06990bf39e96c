using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Whether a service runs where it should.</summary>
internal static class ServiceCheck
{
    public static Fix FixOf(ClusterId cluster, NodeName node, NodeService service) =>
        new(cluster, FixPlace.Service, node.Value, service.Name);

    /// <summary>Nothing listens on a port that is another service's than 8443.</summary>
    public static Problem PortProblem(Problem problem) =>
        problem is TcpRefused refused ? new PortRefused(refused.Port) : problem;

    /// <summary>
    /// A port of an own node did not answer. That a name does not resolve is said where the node is
    /// asked, if it is.
    /// </summary>
    public static CheckResult JudgePort(
        ClusterContext cluster,
        CheckRun run,
        NodeName node,
        NodeService service,
        PeerFailure failure
    ) =>
        failure.Layer == PassLayer.Name
            ? run.IsAll
                ? CheckResult.Information(new NotTested())
                : CheckResult.Failed(
                    failure.Problem,
                    new Fix(cluster.Id, FixPlace.Topology, node.Value)
                )
            : CheckResult.Failed(
                PortProblem(failure.Problem),
                FixOf(cluster.Id, node, service)
            );

    /// <summary>On one node.</summary>
    public static CheckResult JudgeNode(
        ClusterContext cluster,
        NodeName node,
        NodeService service
    ) =>
        cluster.Services.Runs(node, service)
            ? CheckResult.Saw(new SawRunsOn(node.Value))
            : CheckResult.Failed(
                new TestServiceStopped(service, node.Value),
                FixOf(cluster.Id, node, service)
            );

    /// <summary>
    /// On several nodes: the first of those where it is stopped is where the fix leads.
    /// </summary>
    public static CheckResult JudgeNodes(
        ClusterContext cluster,
        IEnumerable<NodeName> nodes,
        NodeService service
    )
    {
        var all = nodes.ToList();
        var stopped = all.FindAll(n => !cluster.Services.Runs(n, service));
        return stopped.Count == 0
            ? CheckResult.Saw(new SawRunsOn(string.Join(", ", all)))
            : CheckResult.Failed(
                new TestServiceStopped(service, string.Join(", ", stopped)),
                FixOf(cluster.Id, stopped[0], service)
            );
    }
}
