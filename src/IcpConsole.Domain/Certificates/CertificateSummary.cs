using System.Security.Cryptography;

namespace IcpConsole.Domain.Certificates;

/// <summary>A certificate as an administrator reads it.</summary>
/// <param name="Subject">Distinguished name.</param>
/// <param name="Issuer">Distinguished name; equal to the subject when self-signed.</param>
/// <param name="Names">Subject Alternative Names: DNS names and IP addresses.</param>
/// <param name="Sha256">Fingerprint as upper-case hexadecimal, without separators.</param>
/// <param name="NotBefore">Start of validity, UTC.</param>
/// <param name="NotAfter">End of validity, UTC.</param>
/// <param name="Der">The certificate itself (X.509, DER).</param>
public sealed record CertificateSummary(
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    string Sha256,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    ReadOnlyMemory<byte> Der
)
{
    /// <summary>May issue others (basic constraint <c>cA</c>, RFC 5280, section 4.2.1.9).</summary>
    public bool IsAuthority { get; init; }

    /// <summary>
    /// No authority, and its extended key usage has server authentication and no client
    /// authentication (RFC 5280, section 4.2.1.12).
    /// </summary>
    public bool IsForServersAlone { get; init; }

    /// <summary>For example <c>RSA 2048</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>For example <c>sha256RSA</c>.</summary>
    public string SignatureAlgorithm { get; init; } = "";

    public string SerialNumber { get; init; } = "";

    /// <summary>
    /// Of its own key, hexadecimal (RFC 5280, section 4.2.1.2); null where it does not say.
    /// </summary>
    public string? KeyId { get; init; }

    /// <summary>
    /// Of the key that signed it (RFC 5280, section 4.2.1.1); null where it does not say.
    /// </summary>
    public string? IssuerKeyId { get; init; }

    public bool IsSelfIssued => Subject == Issuer;

    /// <summary>
    /// Whether an authority is the one that it says issued it: by name, and by key where both say
    /// which, because an authority may be renewed under its name.
    /// </summary>
    public bool IsIssuedBy(CertificateSummary authority) =>
        Issuer == authority.Subject
        && (IssuerKeyId is null || authority.KeyId is null || IssuerKeyId == authority.KeyId);

    public string ToPem() => PemEncoding.WriteString("CERTIFICATE", Der.Span);

    /// <summary>The fingerprint as pages show it: colon-separated pairs.</summary>
    public string Fingerprint =>
        string.Join(':', Sha256.Chunk(2).Select(pair => new string(pair)));
}
