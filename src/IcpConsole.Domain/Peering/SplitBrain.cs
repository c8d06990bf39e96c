using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>A node that finds another by DNS alone.</summary>
/// <param name="From">The node.</param>
/// <param name="FromCluster">Its cluster.</param>
/// <param name="To">The node that it does not find without DNS.</param>
/// <param name="ToCluster">Its cluster; null where the peer has not told its Cluster ID.</param>
public sealed record LostReach(
    NodeName From,
    ClusterId? FromCluster,
    NodeName To,
    ClusterId? ToCluster
);

/// <summary>
/// What is lost between a cluster and a peer if DNS goes (the guide, before you begin: split
/// brain).
/// </summary>
/// <param name="Lost">Nodes of both clusters that stop reaching each other; none where all are
/// named by IP addresses.</param>
/// <param name="SyncStops">A name in the peer's tomcat certificate would not resolve, so that the
/// Intercluster Sync Agent does not connect (the guide, limitations).</param>
public sealed record SplitBrain(IReadOnlyList<LostReach> Lost, bool SyncStops)
{
    public static SplitBrain Between(ClusterId cluster, Topology topology, PeerStatus peer)
    {
        var (here, there) = (
            topology.Nodes.Select(n => n.Name).ToList(),
            peer.RemoteNodes.Select(n => n.Name).ToList()
        );
        return new SplitBrain(
            [
                .. from node in here
                from other in there
                where !other.IsAddress
                select new LostReach(node, cluster, other, peer.RemoteId),
                .. from node in there
                from other in here
                where !other.IsAddress
                select new LostReach(node, peer.RemoteId, other, cluster),
            ],
            !peer.Peer.Address.IsAddress
                || peer.Names?.Names.Any(n => !n.Name.IsAddress) == true
        );
    }
}
