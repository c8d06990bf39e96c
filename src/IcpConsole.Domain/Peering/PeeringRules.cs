using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>What is known of a remote cluster once its AXL was asked.</summary>
public sealed record RemoteCluster(ClusterId Id);

/// <summary>Another peer entry of the same cluster; its Cluster ID is null until it was reached.</summary>
public sealed record OtherPeer(NodeName Address, ClusterId? RemoteId);

/// <summary>All that the rules look at.</summary>
/// <param name="Local">The cluster that owns the peer entry.</param>
/// <param name="LocalTopology">Its nodes.</param>
/// <param name="Address">The Peer Address in question.</param>
/// <param name="Remote">Null at Save, where it was not asked yet.</param>
/// <param name="Others">The cluster's other peer entries.</param>
public sealed record PeeringFacts(ClusterId Local, Topology LocalTopology, NodeName Address, RemoteCluster? Remote, IReadOnlyList<OtherPeer> Others);

/// <summary>
/// The rules of peering, in one place: asked at Save with what is known then, and again at every pass, because some need a login.
/// What Save could not know shows later as the peer's failure, in the same words.
/// </summary>
public static class PeeringRules
{
    public static IReadOnlyList<Problem> Check(PeeringFacts facts)
    {
        var problems = new List<Problem>();
        if (facts.LocalTopology.Has(facts.Address)) problems.Add(new("PeerIsOwnNode", nameof(PeerForm.Address)));
        else if (facts.Others.Any(o => o.Address == facts.Address)) problems.Add(new("PeerAlreadyThere", nameof(PeerForm.Address), facts.Address.Value));

        if (facts.Remote is { } remote)
        {
            if (remote.Id == facts.Local) problems.Add(new("PeerHasOwnClusterId", nameof(PeerForm.Address), remote.Id.Value));
            else if (facts.Others.FirstOrDefault(o => o.RemoteId == remote.Id) is { } other)
                problems.Add(new("PeerDuplicatesCluster", nameof(PeerForm.Address), remote.Id.Value, other.Address.Value));
        }

        return problems;
    }
}
