using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>What no certificate may be that is uploaded, whoever issued it.</summary>
internal static class CertificateRules
{
    /// <summary>id-kp-serverAuth.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const int MinRsaBits = 2048;
    private const int MinEcdsaBits = 256;

    /// <returns>Why it is refused; null when it is not.</returns>
    public static Problem? Check(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (!CertificateReader.TrySummarize(certificate, out var summary))
            return new UploadMalformed(certificate.Subject);
        // Peers would leave it out, and say nothing.
        if (summary.ToPem().Length > CertificateReader.MaxPemLength)
            return new UploadCertificateTooLarge(
                summary.Subject,
                CertificateReader.MaxPemLength / 1024
            );
        if (now > summary.NotAfter)
            return new UploadExpired(summary.Subject, summary.NotAfter);
        if (now < summary.NotBefore)
            return new UploadNotYetValid(summary.Subject, summary.NotBefore);
        if (IsWeak(certificate))
            return new UploadWeakKey(summary.Subject, summary.Key);
        // A root's signature of itself proves nothing, and so may be of any kind.
        return !summary.IsSelfIssued && IsBroken(certificate.SignatureAlgorithm.Value)
            ? new UploadWeakSignature(summary.Subject, summary.SignatureAlgorithm)
            : null;
    }

    /// <summary>
    /// Nodes present it both as servers and, to each other's routers and SIP proxies, as clients
    /// (RFC 5280, section 4.2.1.12); one that does not say serves for everything.
    /// </summary>
    public static Problem? CheckUse(X509Certificate2 certificate)
    {
        try
        {
            var uses = certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>())
                .Select(o => o.Value)
                .ToList();
            return uses.Count == 0 || uses.Contains(ServerAuthentication)
                ? null
                : new UploadWrongUse(certificate.Subject);
        }
        catch (CryptographicException)
        {
            return new UploadMalformed(certificate.Subject);
        }
    }

    private static bool IsWeak(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa is not null
            ? rsa.KeySize < MinRsaBits
            : ecdsa is null || ecdsa.KeySize < MinEcdsaBits;
    }

    /// <summary>
    /// MD5 and SHA-1 with RSA, SHA-1 with ECDSA (RFC 3279, section 2.2): collisions have been made
    /// for both.
    /// </summary>
    private static bool IsBroken(string? algorithm) =>
        algorithm is "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1";
}
