using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

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

/// <summary>Presence &gt; Inter-Clustering of one cluster.</summary>
public interface IPeering
{
    /// <summary>Every peer entry with its present status, by address.</summary>
    IReadOnlyList<PeerStatus> Peers { get; }

    /// <summary>
    /// The longest that a sync has waited for the others' within the last interval.
    /// </summary>
    TimeSpan LongestWait { get; }

    PeerStatus? Find(PeerId id);

    /// <summary>
    /// Checks the form against the rules, then looks at the certificate that its address presents.
    /// </summary>
    /// <param name="id">The peer being edited, or null for a new one.</param>
    /// <param name="form">As typed.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<Result<FirstContact>> ProbeAsync(
        PeerId? id,
        PeerForm form,
        CancellationToken cancellationToken
    );

    /// <summary>Looks at the certificate that a peer's publisher presents now.</summary>
    Task<FirstContact> ProbeAsync(PeerId id, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a peer entry. A broken rule prevents it; an unreachable peer does not.
    /// </summary>
    /// <param name="id">The peer being edited, or null for a new one.</param>
    /// <param name="form">As typed.</param>
    /// <param name="accepted">The certificate accepted at first contact, or null when the peer
    /// could not be reached.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Result<PeerId>> SaveAsync(
        PeerId? id,
        PeerForm form,
        CertificateSummary? accepted,
        CancellationToken cancellationToken
    );

    /// <summary>Accepts the certificate that a peer saved while unreachable presents now.</summary>
    Task AcceptAsync(
        PeerId id,
        CertificateSummary certificate,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Takes a certificate that was copied by hand from a node of the peer (the guide, step 7,
    /// note).
    /// </summary>
    /// <param name="id">The peer.</param>
    /// <param name="service">Whose trust store it is for.</param>
    /// <param name="node">The node.</param>
    /// <param name="file">PEM, DER or PKCS#7.</param>
    /// <param name="cancellationToken">Ends it before anything is changed.</param>
    /// <returns>Why not; null when it was taken.</returns>
    Task<Problem?> CopyCertificateAsync(
        PeerId id,
        string service,
        NodeName node,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Runs a pass now and returns its receipt; its progress shows in the peer's status.
    /// </summary>
    /// <returns>Null when the pass was cut off, because the entry was saved or deleted
    /// meanwhile.</returns>
    Task<SyncReceipt?> ForceSyncAsync(
        PeerId id,
        ForcedSync request,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// The last passes over a peer, at most <see cref="SyncReceipt.Shown"/>, the latest first.
    /// </summary>
    Task<IReadOnlyList<SyncReceipt>> ReceiptsAsync(
        PeerId id,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Puts back the users that a confirmed removal took away; the next pass holds the removal, and
    /// asks again.
    /// </summary>
    Task UndoRemovalAsync(PeerId id, CancellationToken cancellationToken);

    /// <summary>Removes the entry and everything learned from the peer.</summary>
    Task DeleteAsync(PeerId id, CancellationToken cancellationToken);
}
