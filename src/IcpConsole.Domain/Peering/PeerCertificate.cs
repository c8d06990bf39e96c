using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public enum PeerCertificateState
{
    /// <summary>The trust store holds the very certificate that the peer announces.</summary>
    Synchronized,

    /// <summary>
    /// The trust store holds another certificate for this node (the guide, step 7).
    /// </summary>
    Changed,

    /// <summary>The trust store holds none for this node.</summary>
    Missing,

    /// <summary>The peer announced none for this node.</summary>
    NotAnnounced,

    /// <summary>Outside its validity.</summary>
    Expired,

    /// <summary>What the trust store holds for this node cannot be read.</summary>
    Corrupted,

    /// <summary>Its SAN does not name the node: no handshake will ever accept it.</summary>
    NameNotCovered,
}

/// <summary>A certificate of one of the peer's nodes, held against the trust store.</summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="State">How they compare.</param>
/// <param name="Announced">What the peer announces; null when it announces none.</param>
/// <param name="Kept">What the trust store keeps for this node; null when it keeps none.</param>
public sealed partial record PeerCertificate(
    NodeName Node,
    string Service,
    PeerCertificateState State,
    CertificateSummary? Announced,
    CertificateSummary? Kept
)
{
    /// <summary>
    /// Issuer of what is announced, or of its issuer, that the trust store lacks; null where it is
    /// self-signed, or nothing is amiss.
    /// </summary>
    public string? MissingIssuer { get; init; }

    public Mark Mark => State == PeerCertificateState.Synchronized ? Mark.Check : Mark.Cross;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public Problem? Problem =>
        State switch
        {
            PeerCertificateState.Synchronized => null,
            PeerCertificateState.Changed => new PeerCertificateChanged(Service, Node),
            PeerCertificateState.Missing => new PeerCertificateMissing(Service, Node),
            PeerCertificateState.NotAnnounced => new PeerCertificateNotAnnounced(
                Service,
                Node
            ),
            PeerCertificateState.Expired => new PeerCertificateExpired(Service, Node),
            PeerCertificateState.Corrupted => new PeerCertificateCorrupted(Service, Node),
            _ => new PeerCertificateNameNotCovered(Service, Node),
        };
}

/// <summary>The peer's certificates as of the last pass.</summary>
public sealed record CertificateStatus(
    IReadOnlyList<PeerCertificate> Certificates,
    DateTimeOffset At
)
{
    public Mark Mark =>
        Certificates.Count == 0 ? Mark.Unknown
        : Certificates.All(c => c.Mark == Mark.Check) ? Mark.Check
        : Mark.Cross;
}
