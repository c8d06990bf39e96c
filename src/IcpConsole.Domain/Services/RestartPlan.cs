using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Services;

/// <summary>One restart that is owed.</summary>
/// <param name="Cluster">Whose.</param>
/// <param name="Node">On which node.</param>
/// <param name="Service">Which service.</param>
/// <param name="Reasons">What waits for it.</param>
public sealed record RestartStep(
    ClusterId Cluster,
    NodeName Node,
    NodeService Service,
    IReadOnlyList<Problem> Reasons
)
{
    /// <summary>The same as a step of an operation.</summary>
    public OperationStep ToStep() => new(Cluster, Node, Service, Reasons);
}

/// <summary>
/// The restarts that are owed, in an order that keeps service up when they are done one after
/// another: cluster by cluster, the subscribers before the publisher, so that no two nodes are away
/// at once and the node that runs the passes goes last. Before all others the agent that tells
/// peers of an authority, so that they know it when they see what it issued.
/// </summary>
public static class RestartPlan
{
    public static IReadOnlyList<RestartStep> Steps(IEnumerable<ClusterSnapshot> clusters) =>
        [.. clusters.SelectMany(Steps)];

    /// <summary>
    /// Restarts that clusters of other consoles tell of, to be done there (the guide, "Restart the
    /// XCP Router Service": on all nodes of the local cluster and of the remote one).
    /// </summary>
    public static IReadOnlyList<RestartStep> Elsewhere(
        IReadOnlyList<ClusterSnapshot> clusters
    ) =>
        [
            .. (
                from cluster in clusters
                from peer in cluster.Peering?.Peers ?? []
                where peer.Reachable && clusters.All(c => !c.Topology.Has(peer.Peer.Address))
                from remote in peer.RemoteId is { } id ? [id] : Array.Empty<ClusterId>()
                from service in peer.PendingRestarts
                orderby remote.Value, service.Node
                select new RestartStep(
                    remote,
                    service.Node,
                    service.Service,
                    [service.Pending!]
                )
            ).DistinctBy(s => (s.Cluster, s.Node, s.Service)),
        ];

    private static IEnumerable<RestartStep> Steps(ClusterSnapshot cluster) =>
        from node in cluster.Topology.Nodes.OrderByDescending(n => n.Role)
        from owed in (cluster.Services?.PendingRestarts ?? [])
            .Where(n => n.Node == node.Name)
            .GroupBy(n => n.Service)
        let step = new RestartStep(
            cluster.Id,
            node.Name,
            owed.Key,
            [.. owed.Select(n => n.Reason)]
        )
        orderby step.Reasons.Any(r => r is TrustRestart) descending
        select step;
}
