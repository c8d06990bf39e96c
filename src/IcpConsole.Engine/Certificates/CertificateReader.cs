using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>Between the framework's X.509 and the domain's summary of it.</summary>
internal static class CertificateReader
{
    /// <summary>Largest PEM text that is read, in characters: a certificate with a hundred names takes some 8,000.</summary>
    private const int MaxPemLength = 64 * 1024;

    public static CertificateSummary Summarize(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new CertificateSummary(
            certificate.Subject, certificate.Issuer,
            names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(a => a.ToString())],
            certificate.GetCertHashString(HashAlgorithmName.SHA256),
            new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), certificate.RawData)
        {
            IsAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()?.CertificateAuthority == true,
            Key = KeyOf(certificate), SignatureAlgorithm = certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "", SerialNumber = certificate.SerialNumber,
        };
    }

    public static CertificateSummary SummarizePem(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return Summarize(certificate);
    }

    /// <summary>Reads a certificate that came from outside: its extensions may hold anything.</summary>
    public static bool TrySummarize(X509Certificate2 certificate, [NotNullWhen(true)] out CertificateSummary? summary)
    {
        try
        {
            summary = Summarize(certificate);
            return true;
        }
        catch (CryptographicException)
        {
            summary = null;
            return false;
        }
    }

    /// <summary>Reads a certificate that was kept; null when it cannot be read.</summary>
    public static CertificateSummary? TrySummarizePem(string pem)
    {
        try
        {
            return SummarizePem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether a PEM text that came from outside is a certificate.</summary>
    public static bool IsReadable(string pem) => pem.Length <= MaxPemLength && TrySummarizePem(pem) is not null;

    private static string KeyOf(X509Certificate2 certificate)
    {
        if (certificate.GetRSAPublicKey() is { } rsa)
            using (rsa) return $"RSA {rsa.KeySize}";
        if (certificate.GetECDsaPublicKey() is not { } ecdsa) return certificate.PublicKey.Oid.FriendlyName ?? "";
        using (ecdsa) return $"ECDSA {ecdsa.KeySize}";
    }
}
