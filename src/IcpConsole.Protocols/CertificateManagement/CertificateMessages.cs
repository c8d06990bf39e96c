using System.Text.Json.Serialization;

namespace IcpConsole.Protocols.CertificateManagement;

/// <summary>Asks for a key and a signing request.</summary>
/// <param name="Service">Identity, for example <c>tomcat</c>.</param>
/// <param name="KeyType"><c>rsa</c> or <c>ec</c>; <c>rsa</c> where it is left out.</param>
/// <param name="KeyLength">In bits; the usual of its type where it is left out.</param>
/// <param name="Distribution"><c>this-server</c> or <c>multi-server</c>; the latter for tomcat, the
/// former for the others, where it is left out.</param>
/// <param name="CommonName">A node name; the node's own where it is left out.</param>
/// <param name="AltNames">Names beside the node's own and, for multi-server, its cluster's.</param>
/// <param name="HashAlgorithm"><c>sha256</c>, which is the only one.</param>
public sealed record CsrRequest(
    string? Service,
    string? KeyType = null,
    int? KeyLength = null,
    string? Distribution = null,
    string? CommonName = null,
    IReadOnlyList<string>? AltNames = null,
    string? HashAlgorithm = null
);

/// <param name="Csr">PKCS#10, PEM.</param>
public sealed record CsrResponse(string Csr);

/// <param name="Service">Identity whose pending request it answers.</param>
/// <param name="Certificates">PEM.</param>
public sealed record IdentityUpload(string? Service, IReadOnlyList<string>? Certificates);

/// <param name="Service">Services whose trust stores take them.</param>
/// <param name="Certificates">PEM.</param>
public sealed record TrustUpload(
    IReadOnlyList<string>? Service,
    IReadOnlyList<string>? Certificates
);

/// <summary>An identity of the node.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Certificate">The one in use, PEM; null while it is being made.</param>
/// <param name="Csr">Pending signing request, PEM; null where there is none.</param>
public sealed record IdentityCertificate(string Service, string? Certificate, string? Csr);

/// <param name="Filename">What the entry is called.</param>
/// <param name="Certificate">PEM.</param>
public sealed record TrustCertificate(string Filename, string Certificate);

/// <param name="Service">Name of the store, for example <c>tomcat-trust</c>.</param>
/// <param name="CertificateData">What it holds.</param>
public sealed record TrustStore(
    string Service,
    [property: JsonPropertyName("certificate_data")]
        IReadOnlyList<TrustCertificate> CertificateData
);

/// <summary>All certificates of a node.</summary>
/// <param name="TrackingId">Of the answer.</param>
/// <param name="Server">The node.</param>
/// <param name="Identities">Its identities.</param>
/// <param name="Trusts">Its cluster's trust stores.</param>
/// <param name="RevokedCertificates">None: revocation is not looked at.</param>
public sealed record Snapshot(
    string TrackingId,
    string Server,
    IReadOnlyList<IdentityCertificate> Identities,
    IReadOnlyList<TrustStore> Trusts,
    IReadOnlyList<string> RevokedCertificates
);

/// <param name="Identities">Names of identities.</param>
/// <param name="Trusts">Names of trust stores.</param>
/// <param name="KeyTypes">What <see cref="CsrRequest.KeyType"/> may be.</param>
public sealed record CertificateOptions(
    IReadOnlyList<string> Identities,
    IReadOnlyList<string> Trusts,
    IReadOnlyList<string> KeyTypes
);

/// <param name="Message">A code, and what it is about.</param>
public sealed record ErrorMessage(string Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    // Clients send numbers as text.
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    MaxDepth = 8
)]
[JsonSerializable(typeof(CsrRequest))]
[JsonSerializable(typeof(CsrResponse))]
[JsonSerializable(typeof(IdentityUpload))]
[JsonSerializable(typeof(TrustUpload))]
[JsonSerializable(typeof(IdentityCertificate))]
[JsonSerializable(typeof(IReadOnlyList<TrustCertificate>))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(CertificateOptions))]
[JsonSerializable(typeof(ErrorMessage))]
public sealed partial class CertificateJson : JsonSerializerContext;
