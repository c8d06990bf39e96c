using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// What the trust stores say of one peer's certificates, held in memory for the moment of a
/// handshake. A certificate is trusted when it is valid today, its SAN covers the node's name, and
/// it is the very one that is kept for the node, or chains to an authority of the store.
/// </summary>
internal sealed class PeerTrust(TimeProvider time)
{
    private readonly AsyncLock _reading = new();
    private volatile Store _store = new([]);

    public static async Task<PeerTrust> LoadAsync(
        ClusterContext cluster,
        PeerId peer,
        CancellationToken cancellationToken
    )
    {
        var trust = new PeerTrust(cluster.Time);
        await trust.ReadAsync(cluster, peer, cancellationToken);
        return trust;
    }

    public void Replace(IEnumerable<TrustEntry> entries) => _store = new Store([.. entries]);

    /// <summary>
    /// Reads what the trust stores hold now. One reading at a time, or an older one could come last
    /// and bring back what was deleted.
    /// </summary>
    public async Task ReadAsync(
        ClusterContext cluster,
        PeerId peer,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _reading.EnterAsync(cancellationToken);
        Replace(await cluster.Database.Certificates.TrustAsync(peer, cancellationToken));
    }

    /// <summary>
    /// The certificate kept for a node's service; null when there is none, or none that can be
    /// read.
    /// </summary>
    public CertificateSummary? For(string service, NodeName node) =>
        _store.Kept.GetValueOrDefault((service, node));

    /// <summary>
    /// Null when the certificate is trusted; otherwise why not, with what was presented.
    /// </summary>
    public PeerFailure? Judge(string service, NodeName node, X509Certificate2 presented)
    {
        if (!CertificateReader.TrySummarize(presented, out var certificate))
            return new PeerFailure(PassLayer.Certificate, new CertificateMalformed());
        var now = time.GetUtcNow();
        Problem? problem =
            now > certificate.NotAfter ? new CertificateExpired(certificate.NotAfter)
            : now < certificate.NotBefore ? new CertificateNotYetValid(certificate.NotBefore)
            : !CertificateReader.Names(presented, node) ? new CertificateNameMismatch(node)
            : For(service, node)?.Sha256 == certificate.Sha256
            || _store.Of(service).Vouches(presented, now)
                ? null
            : _store.IsCorrupted(service, node) ? new CertificateCorrupted()
            : For(service, node) is null ? new CertificateNotAccepted()
            : new CertificateChanged();
        return problem is null
            ? null
            : new PeerFailure(PassLayer.Certificate, problem) { Presented = certificate };
    }

    /// <summary>
    /// Holds a certificate that the peer announces for one of its nodes against the one that is
    /// kept.
    /// </summary>
    public PeerCertificateState StateOf(
        string service,
        NodeName node,
        CertificateSummary? announced
    )
    {
        if (announced is null)
            return PeerCertificateState.NotAnnounced;
        using var certificate = X509CertificateLoader.LoadCertificate(announced.Der.Span);
        var now = time.GetUtcNow();
        if (!CertificateReader.Names(certificate, node))
            return PeerCertificateState.NameNotCovered;
        if (
            For(service, node)?.Sha256 != announced.Sha256
            && !_store.Of(service).Vouches(certificate, now)
        )
            return _store.IsCorrupted(service, node) ? PeerCertificateState.Corrupted
                : For(service, node) is null ? PeerCertificateState.Missing
                : PeerCertificateState.Changed;
        return now > announced.NotAfter || now < announced.NotBefore
            ? PeerCertificateState.Expired
            : PeerCertificateState.Synchronized;
    }

    /// <summary>
    /// The authority of a certificate's chain that the trust store lacks; null where an authority
    /// vouches for it, or it is self-signed.
    /// </summary>
    public string? MissingIssuer(string service, CertificateSummary announced)
    {
        if (announced.IsSelfIssued)
            return null;
        using var certificate = X509CertificateLoader.LoadCertificate(announced.Der.Span);
        return _store.Of(service).MissingIssuer(certificate, time.GetUtcNow());
    }

    /// <summary>
    /// What was read at one moment. Handshakes may still use it when another takes its place, so
    /// nothing of it is disposed of.
    /// </summary>
    private sealed class Store(IReadOnlyList<TrustEntry> entries)
    {
        private readonly FrozenDictionary<string, Authorities> _authorities = entries
            .Where(e => e.Node is null)
            .GroupBy(e => e.Service)
            .ToFrozenDictionary(g => g.Key, g => Authorities.FromPems(g.Select(e => e.Pem)));

        public FrozenDictionary<
            (string Service, NodeName Node),
            CertificateSummary?
        > Kept { get; } =
            entries
                .Where(e => e.Node is not null)
                .ToFrozenDictionary(
                    e => (e.Service, e.Node!.Value),
                    e => CertificateReader.TrySummarizePem(e.Pem)
                );

        public Authorities Of(string service) =>
            _authorities.GetValueOrDefault(service, Authorities.None);

        public bool IsCorrupted(string service, NodeName node) =>
            Kept.TryGetValue((service, node), out var kept) && kept is null;
    }
}
