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

    /// <summary>Reads one certificate that came from outside.</summary>
    public static bool TryReadPem(string pem, out CertificateSummary? certificate)
    {
        certificate = null;
        if (pem.Length > MaxPemLength) return false;
        try
        {
            certificate = SummarizePem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
