using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Certificates;

/// <summary>Why a trust entry is of no use.</summary>
public enum OrphanReason
{
    /// <summary>What is kept is no certificate.</summary>
    Unreadable,

    Expired,

    /// <summary>The peer no longer has the node that it is kept for.</summary>
    NodeGone,

    /// <summary>
    /// An authority that issued nothing which this cluster or its peers have now.
    /// </summary>
    VouchesForNothing,

    /// <summary>
    /// Uploaded, no authority, and presented by no node of this cluster or its peers.
    /// </summary>
    PresentedByNobody,
}

/// <summary>A trust entry of no use.</summary>
public sealed record Orphan(TrustedEntry Entry, OrphanReason Reason);

/// <summary>
/// Finds the trust entries of a cluster that can be removed without anybody missing them.
/// </summary>
public static class OrphanedTrust
{
    /// <param name="list">The cluster's certificates.</param>
    /// <param name="peers">Its peers, as they last told of themselves.</param>
    /// <param name="now">UTC.</param>
    /// <returns>In the order in which they are to be removed: certificates of nodes first, then
    /// authorities, those below others before those above.</returns>
    public static IReadOnlyList<Orphan> Find(
        CertificateList list,
        IReadOnlyList<PeerStatus> peers,
        DateTimeOffset now
    )
    {
        var needed = list
            .Trusted.Select(t => t.Store)
            .Distinct()
            .ToDictionary(
                store => store,
                store => Needed(store, list, peers),
                StringComparer.Ordinal
            );
        return
        [
            .. list
                .Trusted
                // What a peer tells of its authorities comes again with its next pass.
                .Where(t => t.Node is not null || t.PeerAddress is null)
                .Select(t => (Entry: t, Reason: ReasonOf(t, needed[t.Store], peers, now)))
                .Where(o => o.Reason is not null)
                .OrderBy(o => o.Entry.Node is null)
                .ThenBy(o => o.Entry.Certificate?.IsSelfIssued)
                .Select(o => new Orphan(o.Entry, o.Reason!.Value)),
        ];
    }

    private static OrphanReason? ReasonOf(
        TrustedEntry entry,
        HashSet<string> needed,
        IReadOnlyList<PeerStatus> peers,
        DateTimeOffset now
    )
    {
        if (entry.Certificate is not { } certificate)
            return OrphanReason.Unreadable;
        if (
            entry.Node is { } node
            && peers.FirstOrDefault(p => p.Peer.Address == entry.PeerAddress)
                is { RemoteNodes.Count: > 0 } peer
            && node != peer.Peer.Address
            && peer.RemoteNodes.All(n => n.Name != node)
        )
            return OrphanReason.NodeGone;
        if (certificate.NotAfter < now)
            return OrphanReason.Expired;
        return entry.Node is not null || needed.Contains(certificate.Sha256) ? null
            : certificate.IsAuthority ? OrphanReason.VouchesForNothing
            // Of a peer that has told nothing yet it may be.
            : peers.All(p => p.Certificates is not null) ? OrphanReason.PresentedByNobody
            : null;
    }

    /// <summary>
    /// Fingerprints of what nodes present with a store's services, here and at the peers, and of
    /// the store's authorities above that.
    /// </summary>
    private static HashSet<string> Needed(
        string store,
        CertificateList list,
        IReadOnlyList<PeerStatus> peers
    )
    {
        List<CertificateSummary?> own =
        [
            .. list
                .Identities.Where(i => CertificateServices.TrustOf(i.Service) == store)
                .SelectMany(i => new[] { i.Certificate, i.Next }),
            .. list
                .Trusted.Where(t => t.Store == store && t.Node is not null)
                .Select(t => t.Certificate),
        ];
        List<CertificateSummary> presented =
        [
            .. own.Concat(
                    peers
                        .SelectMany(p => p.Certificates?.Certificates ?? [])
                        .Where(c => CertificateServices.TrustOf(c.Service) == store)
                        .Select(c => c.Announced)
                )
                .OfType<CertificateSummary>(),
        ];
        return
        [
            .. presented.Select(c => c.Sha256),
            .. Above(
                presented,
                list.Trusted.Where(t => t.Store == store && t.Node is null)
                    .Select(t => t.Certificate)
                    .OfType<CertificateSummary>()
            ),
        ];
    }

    /// <summary>
    /// Fingerprints of those among some authorities that issued these certificates, or an authority
    /// above them.
    /// </summary>
    internal static HashSet<string> Above(
        IEnumerable<CertificateSummary> certificates,
        IEnumerable<CertificateSummary> authorities
    )
    {
        var bySubject = authorities.ToLookup(a => a.Subject, StringComparer.Ordinal);
        var above = new HashSet<string>();
        var open = new Queue<CertificateSummary>(certificates);
        while (open.TryDequeue(out var certificate))
        {
            foreach (
                var issuer in bySubject[certificate.Issuer]
                    .Where(a =>
                        a.Sha256 != certificate.Sha256
                        && certificate.IsIssuedBy(a)
                        && above.Add(a.Sha256)
                    )
            )
                open.Enqueue(issuer);
        }

        return above;
    }
}
