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
            new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), certificate.RawData);
    }

    public static CertificateSummary SummarizePem(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return Summarize(certificate);
    }

    public static string ToPem(CertificateSummary certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Der.Span);

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

    /// <summary>Reads a PEM text that came from outside, if it is a certificate that names <paramref name="node"/>.</summary>
    public static bool TryReadPem(string pem, string node, [NotNullWhen(true)] out CertificateSummary? summary)
    {
        summary = null;
        if (pem.Length > MaxPemLength) return false;
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return TrySummarize(certificate, out summary) && certificate.MatchesHostname(node, allowCommonName: false);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
