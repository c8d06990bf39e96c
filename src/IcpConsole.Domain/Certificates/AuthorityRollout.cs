using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Certificates;

/// <summary>
/// The steps by which an authority takes the place of another, or of self-signed certificates, in
/// the order in which nothing is lost.
/// </summary>
public enum RolloutStep
{
    /// <summary>Every cluster has it in its trust store.</summary>
    Trust,

    /// <summary>
    /// Every cluster has told its peers, by a restart of its Intercluster Sync Agent.
    /// </summary>
    Spread,

    /// <summary>Every node has a certificate that it issued.</summary>
    Issue,

    /// <summary>Every node presents that one.</summary>
    Restart,

    /// <summary>No peer shows an X.</summary>
    Check,

    /// <summary>Authorities that vouch for nothing any more are gone.</summary>
    CleanUp,
}

/// <summary>What is still to be done at a step.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Node">Of which node or peer; null for the cluster as a whole.</param>
public sealed record RolloutTask(ClusterId Cluster, NodeName? Node);

/// <summary>A step of a roll-out: the next one waits until nothing is open.</summary>
public sealed record RolloutGate(RolloutStep Step, IReadOnlyList<RolloutTask> Open)
{
    public bool IsOpen => Open.Count == 0;
}

/// <summary>A cluster and its certificates at one moment.</summary>
public sealed record RolloutCluster(ClusterSnapshot Cluster, CertificateList Certificates);

/// <summary>
/// How far the roll-out of an authority has come over the clusters of this console.
/// </summary>
public static class AuthorityRollout
{
    /// <param name="clusters">All of them.</param>
    /// <param name="service">Whose certificates, one of <see
    /// cref="CertificateServices.Exchanged"/>.</param>
    /// <param name="authority">The new one.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<RolloutGate> Gates(
        IReadOnlyList<RolloutCluster> clusters,
        string service,
        CertificateSummary authority,
        DateTimeOffset now
    )
    {
        var store = CertificateServices.TrustOf(service);
        return
        [
            new(
                RolloutStep.Trust,
                [
                    .. clusters
                        .Where(c => !Holds(c, null))
                        .Select(c => new RolloutTask(c.Cluster.Id, null)),
                ]
            ),
            new(
                RolloutStep.Spread,
                [
                    .. clusters
                        .Where(c => !IsKnownToPeers(c))
                        .Select(c => new RolloutTask(
                            c.Cluster.Id,
                            c.Cluster.Topology.Publisher.Name
                        )),
                ]
            ),
            new(
                RolloutStep.Issue,
                [
                    .. Identities()
                        .Where(i =>
                            !IsIssued(i.Cluster, i.Entry.Certificate)
                            && !IsIssued(i.Cluster, i.Entry.Next)
                        )
                        .Select(i => new RolloutTask(i.Cluster.Cluster.Id, i.Entry.Node)),
                ]
            ),
            new(
                RolloutStep.Restart,
                [
                    .. Identities()
                        .Where(i => i.Entry.Next is not null)
                        .Select(i => new RolloutTask(i.Cluster.Cluster.Id, i.Entry.Node)),
                ]
            ),
            new(
                RolloutStep.Check,
                [
                    .. from c in clusters
                    from peer in c.Cluster.Peering?.Peers ?? []
                    where
                        peer.CertificatesMark == Mark.Cross
                        || peer.Certificates?.Certificates.Any(s =>
                            s.Service == service && s.Mark == Mark.Cross
                        ) == true
                    select new RolloutTask(c.Cluster.Id, peer.Peer.Address),
                ]
            ),
            new(
                RolloutStep.CleanUp,
                [
                    .. from c in clusters
                    where
                        OrphanedTrust
                            .Find(c.Certificates, c.Cluster.Peering?.Peers ?? [], now)
                            .Any(o =>
                                o.Entry.Store == store
                                && o.Entry.Node is null
                                && o.Entry.Certificate?.Sha256 != authority.Sha256
                            )
                    select new RolloutTask(c.Cluster.Id, null),
                ]
            ),
        ];

        bool Holds(RolloutCluster c, NodeName? peer) =>
            c.Certificates.Trusted.Any(t =>
                t.Store == store
                && t.Node is null
                && t.PeerAddress == peer
                && t.Certificate?.Sha256 == authority.Sha256
            );

        // Of clusters of other consoles nothing is known.
        bool IsKnownToPeers(RolloutCluster told) =>
            clusters.All(c =>
                (c.Cluster.Peering?.Peers ?? [])
                    .Where(p => p.RemoteId == told.Cluster.Id)
                    .All(p => Holds(c, p.Peer.Address))
            );

        IEnumerable<(RolloutCluster Cluster, IdentityEntry Entry)> Identities() =>
            from c in clusters
            from i in c.Certificates.Identities
            where i.Service == service
            select (c, i);

        // By it, or by one below it.
        bool IsIssued(RolloutCluster c, CertificateSummary? certificate) =>
            certificate is not null
            && OrphanedTrust
                .Above(
                    [certificate],
                    c.Certificates.Trusted.Where(t => t.Store == store)
                        .Select(t => t.Certificate)
                        .OfType<CertificateSummary>()
                )
                .Contains(authority.Sha256);
    }
}
