using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>A certificate with which a node presents itself.</summary>
/// <param name="Node">The node.</param>
/// <param name="Service">One of <see cref="CertificateServices.All"/>.</param>
/// <param name="Certificate">The one in use; null while it is being made.</param>
/// <param name="Next">The one that a restart puts in use; null where none waits.</param>
/// <param name="Request">Pending signing request; null where there is none.</param>
public sealed record IdentityEntry(
    NodeName Node,
    string Service,
    CertificateSummary? Certificate,
    CertificateSummary? Next,
    PendingRequest? Request
);

/// <summary>A signing request that waits for its certificate.</summary>
/// <param name="Pem">PKCS#10 (RFC 2986), PEM.</param>
/// <param name="Subject">Distinguished name.</param>
/// <param name="Names">In its SAN: the certificate has to have them all.</param>
/// <param name="Key">For example <c>RSA 2048</c>.</param>
public sealed record PendingRequest(
    string Pem,
    string Subject,
    IReadOnlyList<string> Names,
    string Key
);

/// <summary>An entry of a trust store.</summary>
/// <param name="Id">Number of the entry.</param>
/// <param name="Store">For example <c>tomcat-trust</c>.</param>
/// <param name="PeerAddress">The peer that it is kept for; null for one that was uploaded, which
/// vouches for all.</param>
/// <param name="Node">The node whose certificate it is; null for one that is nobody's own.</param>
/// <param name="Certificate">Null when what is kept cannot be read.</param>
public sealed record TrustedEntry(
    int Id,
    string Store,
    NodeName? PeerAddress,
    NodeName? Node,
    CertificateSummary? Certificate
);

/// <summary>All certificates of a cluster.</summary>
/// <param name="Identities">By node and service.</param>
/// <param name="Trusted">By store.</param>
public sealed record CertificateList(
    IReadOnlyList<IdentityEntry> Identities,
    IReadOnlyList<TrustedEntry> Trusted
);
