using IcpConsole.Domain.Certificates;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// What a look at a Peer Address showed, before anything but a TLS handshake was sent to it.
/// </summary>
/// <param name="Certificate">The certificate presented; null when the address did not get that
/// far.</param>
/// <param name="Trusted">tomcat-trust already vouches for it.</param>
/// <param name="Failure">Why there is no certificate, or why it is not trusted (expired, not of
/// this name, not the one kept); otherwise null.</param>
public sealed record FirstContact(
    CertificateSummary? Certificate,
    bool Trusted,
    PeerFailure? Failure
)
{
    /// <summary>
    /// The certificate that tomcat-trust keeps for this address; null when it keeps none.
    /// </summary>
    public CertificateSummary? Kept { get; init; }

    /// <summary>
    /// True when nothing is kept for this address yet, so that an administrator has to decide.
    /// </summary>
    public bool NeedsAcceptance => Certificate is not null && !Trusted && Failure is null;
}

/// <summary>Force Manual Sync as it was confirmed.</summary>
/// <param name="ResyncTomcatCertificates">"Also resync peer's Tomcat certificates".</param>
/// <param name="Presented">With the box ticked: the certificate that the peer's publisher presented
/// and the administrator was shown. Only this one may replace the one that is kept for the Peer
/// Address.</param>
/// <param name="Announced">The changed certificates of the peer's nodes that the administrator was
/// shown; no other replaces one that is kept.</param>
public sealed record ForcedSync(
    bool ResyncTomcatCertificates,
    CertificateSummary? Presented,
    IReadOnlyList<CertificateSummary> Announced
)
{
    /// <summary>A forced sync with the box left empty.</summary>
    public static ForcedSync Plain { get; } = new(false, null, []);

    /// <summary>
    /// Users who may be removed, as the administrator was told; 0 where none were held.
    /// </summary>
    public int MayLose { get; init; }

    public bool Takes(CertificateSummary announced) =>
        ResyncTomcatCertificates && Announced.Any(a => a.Sha256 == announced.Sha256);
}
