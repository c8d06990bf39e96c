using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// Reads a file of certificates from outside: PEM texts, one DER, or PKCS#7 as either (RFC 7468;
/// RFC 5652, section 5.1).
/// </summary>
internal static class CertificateFile
{
    private const int MaxCertificates = 100;

    /// <returns>The certificates, to be disposed by the caller, or why the file gives
    /// none.</returns>
    public static Result<IReadOnlyList<X509Certificate2>> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length == 0)
            return new UploadFileEmpty();
        if (file.Length > UploadCertificate.MaxFileBytes)
            return new UploadFileTooLarge(UploadCertificate.MaxFileBytes / 1024);
        var certificates = new List<X509Certificate2>();
        try
        {
            if (ReadAll(file, certificates) is { } problem)
                return Failed(certificates, problem);
        }
        catch (CryptographicException)
        {
            return Failed(certificates, new UploadFileUnreadable());
        }

        return certificates.Count == 0 ? new UploadFileUnreadable() : certificates;
    }

    private static Problem? ReadAll(
        ReadOnlyMemory<byte> file,
        List<X509Certificate2> certificates
    )
    {
        // A DER file begins with a SEQUENCE; a text does not.
        if (file.Span[0] == 0x30)
            return ReadDer(file.Span, certificates);
        var text = Encoding.Latin1.GetString(file.Span).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            var label = text[fields.Label];
            if (label.Contains("PRIVATE KEY", StringComparison.Ordinal))
                return new UploadFilePrivateKey();
            var der = Convert.FromBase64String(text[fields.Base64Data].ToString());
            if (ReadDer(der, certificates) is { } problem)
                return problem;
            text = text[fields.Location.End..];
        }

        return null;
    }

    private static Problem? ReadDer(
        ReadOnlySpan<byte> der,
        List<X509Certificate2> certificates
    )
    {
        switch (X509Certificate2.GetCertContentType(der))
        {
            case X509ContentType.Cert:
                certificates.Add(X509CertificateLoader.LoadCertificate(der));
                break;
            case X509ContentType.Pkcs7:
                var signed = new SignedCms();
                signed.Decode(der);
                certificates.AddRange(signed.Certificates);
                break;
            case X509ContentType.Pkcs12:
                return new UploadFilePrivateKey();
            default:
                return new UploadFileUnreadable();
        }

        return certificates.Count > MaxCertificates
            ? new UploadFileTooMany(MaxCertificates)
            : null;
    }

    private static Problem Failed(List<X509Certificate2> certificates, Problem problem)
    {
        certificates.ForEach(c => c.Dispose());
        return problem;
    }
}
