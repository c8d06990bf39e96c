using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>What is known of a remote cluster once its AXL was asked.</summary>
/// <param name="Id">Its Cluster ID.</param>
/// <param name="Traits">What it says of itself.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Peers">Cluster IDs of its own peers.</param>
/// <param name="UsersSynchronized">Its Sync Agent has finished its user sync.</param>
public sealed record RemoteCluster(
    ClusterId Id,
    ClusterTraits Traits,
    IReadOnlyList<PeerNode> Nodes,
    IReadOnlyList<ClusterId> Peers,
    bool UsersSynchronized
);

/// <summary>Another peer entry of the same cluster.</summary>
/// <param name="Address">Its Peer Address.</param>
/// <param name="RemoteId">Null until it was reached.</param>
/// <param name="Nodes">Nodes that answered with its certificate and to its login. What it only says
/// is not enough: it could keep out the peer to which a node belongs.</param>
public sealed record OtherPeer(
    NodeName Address,
    ClusterId? RemoteId,
    IReadOnlyList<NodeName> Nodes
);

/// <summary>All that the rules look at.</summary>
/// <param name="Local">The cluster that owns the peer entry.</param>
/// <param name="LocalTraits">What its peers must match.</param>
/// <param name="LocalTopology">Its nodes.</param>
/// <param name="Address">The Peer Address in question.</param>
/// <param name="Remote">Null at Save, where it was not asked yet.</param>
/// <param name="Others">The cluster's other peer entries.</param>
/// <param name="UsersSynchronized">The local Sync Agent has finished its user sync.</param>
public sealed record PeeringFacts(
    ClusterId Local,
    ClusterTraits LocalTraits,
    Topology LocalTopology,
    NodeName Address,
    RemoteCluster? Remote,
    IReadOnlyList<OtherPeer> Others,
    bool UsersSynchronized
);

/// <summary>
/// The rules of peering, in one place: asked at Save with what is known then, and again at every
/// pass, because some need a login. What Save could not know shows later as the peer's failure, in
/// the same words.
/// </summary>
public static class PeeringRules
{
    /// <summary>The guide, limitations: at most 30 clusters in a mesh.</summary>
    public const int MaxMesh = 30;

    private const string Address = nameof(PeerForm.Address);

    /// <summary>Every rule that is broken, the most telling first.</summary>
    public static IReadOnlyList<Problem> Check(PeeringFacts facts) =>
        [
            .. AddressRules(facts),
            .. LocalRules(facts),
            .. facts.Remote is { } remote ? RemoteRules(facts, remote) : [],
        ];

    private static IEnumerable<Problem> AddressRules(PeeringFacts facts)
    {
        if (facts.LocalTopology.Has(facts.Address))
            yield return new PeerIsOwnNode().At(Address);
        else if (facts.Others.Any(o => o.Address == facts.Address))
            yield return new PeerAlreadyThere(facts.Address).At(Address);
    }

    private static IEnumerable<Problem> LocalRules(PeeringFacts facts)
    {
        if (facts.LocalTraits.Platform.ProblemHere() is { } platform)
            yield return platform;
        // At Save the newcomer's Cluster ID is not known: it counts as one more.
        var mesh = facts
            .Others.Select(o => o.RemoteId)
            .OfType<ClusterId>()
            .Append(facts.Local);
        var size =
            (facts.Remote is { } remote ? mesh.Append(remote.Id) : mesh).Distinct().Count()
            + (facts.Remote is null ? 1 : 0);
        if (size > MaxMesh)
            yield return new MeshFullHere(MaxMesh);
    }

    private static IEnumerable<Problem> RemoteRules(PeeringFacts facts, RemoteCluster remote)
    {
        if (remote.Id == facts.Local)
            yield return new PeerHasOwnClusterId(remote.Id).At(Address);
        else if (facts.Others.FirstOrDefault(o => o.RemoteId == remote.Id) is { } other)
            yield return new PeerDuplicatesCluster(remote.Id, other.Address).At(Address);
        // A node belongs to one cluster: what a peer says of another's must not count.
        else if (
            remote.Nodes.FirstOrDefault(n => Owner(n.Name) is not null) is
            { Name: var claimed }
        )
            yield return new PeerClaimsNode(claimed, Owner(claimed)!).At(Address);

        var publisher = remote
            .Nodes.FirstOrDefault(n => n.Role == NodeRole.Publisher)
            ?.Name.Value
            ?? "";
        var node = remote.Nodes.FirstOrDefault(n => n.Name == facts.Address);
        if (node is null)
            yield return new PeerAddressIsNoNodeName(facts.Address, publisher).At(Address);
        else if (node.Role == NodeRole.Subscriber)
            yield return new PeerIsSubscriber(facts.Address, publisher).At(Address);

        var (here, there) = (facts.LocalTraits, remote.Traits);
        if (there.Platform.ProblemThere() is { } platform)
            yield return platform;
        if (!string.Equals(here.Domain, there.Domain, StringComparison.OrdinalIgnoreCase))
            yield return new DomainDiffers(here.Domain, there.Domain);
        if (here.AddressScheme != there.AddressScheme)
            yield return new AddressSchemeDiffers();
        if (!here.Release.MayPeerWith(there.Release))
            yield return new ReleasesMayNotPeer(here.Release.Text(), there.Release.Text());
        if (remote.Peers.Append(remote.Id).Append(facts.Local).Distinct().Count() > MaxMesh)
            yield return new MeshFullThere(MaxMesh);
        // The guide, step 4, before you begin. Not asked at Save: it prevents no entry, and ends by
        // itself.
        if (!facts.UsersSynchronized)
            yield return new SyncAgentNotFinishedHere();
        if (!remote.UsersSynchronized)
            yield return new SyncAgentNotFinishedThere();

        string? Owner(NodeName node) =>
            facts.LocalTopology.Has(node)
                ? facts.Local.Value
                : facts
                    .Others.FirstOrDefault(o => o.Address == node || o.Nodes.Contains(node))
                    ?.Address.Value;
    }
}
