using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// What the trust stores say of one peer's certificates, held in memory for the moment of a handshake. A certificate is trusted when it is the
/// very one that is kept for the node, is valid today, and its SAN covers the node's name; who issued it does not matter then.
/// </summary>
internal sealed class PeerTrust(TimeProvider time)
{
    private volatile FrozenDictionary<(string Service, NodeName Node), CertificateSummary> _entries = FrozenDictionary<(string, NodeName), CertificateSummary>.Empty;

    public void Replace(IEnumerable<TrustEntry> entries) => _entries = entries.ToFrozenDictionary(e => (e.Service, e.Node), e => CertificateReader.SummarizePem(e.Pem));

    /// <summary>The certificate kept for a node's service; null when there is none.</summary>
    public CertificateSummary? For(string service, NodeName node) => _entries.GetValueOrDefault((service, node));

    /// <summary>Null when the certificate is trusted; otherwise why not, with what was presented.</summary>
    public PeerFailure? Judge(string service, NodeName node, X509Certificate2 presented)
    {
        if (!CertificateReader.TrySummarize(presented, out var certificate)) return new PeerFailure(PassLayer.Certificate, new Problem("CertificateMalformed"));
        var now = time.GetUtcNow();
        Problem? problem =
            now > certificate.NotAfter ? new("CertificateExpired", null, $"{certificate.NotAfter:u}")
            : now < certificate.NotBefore ? new("CertificateNotYetValid", null, $"{certificate.NotBefore:u}")
            : !presented.MatchesHostname(node.Value, allowCommonName: false) ? new("CertificateNameMismatch", null, node.Value)
            : For(service, node) is not { } kept ? new(CertificateProblems.NotAccepted)
            : kept.Sha256 != certificate.Sha256 ? new(CertificateProblems.Changed)
            : null;
        return problem is null ? null : new PeerFailure(PassLayer.Certificate, problem) { Presented = certificate };
    }

    /// <summary>Holds a certificate that the peer announces for one of its nodes against the one that is kept.</summary>
    public PeerCertificateState StateOf(string service, NodeName node, CertificateSummary? announced)
    {
        if (announced is null) return PeerCertificateState.NotAnnounced;
        if (For(service, node) is not { } kept) return PeerCertificateState.Missing;
        if (kept.Sha256 != announced.Sha256) return PeerCertificateState.Changed;
        return time.GetUtcNow() is var now && (now > announced.NotAfter || now < announced.NotBefore) ? PeerCertificateState.Expired : PeerCertificateState.Synchronized;
    }
}
