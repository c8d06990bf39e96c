using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// Reads a file of certificates from outside: PEM texts, bare base64, one DER, or PKCS#7 as either
/// (RFC 7468; RFC 5652, section 5.1). It is taken whole or refused whole.
/// </summary>
internal static class CertificateFile
{
    private const int MaxCertificates = 100;

    private static readonly HashSet<string> s_labels =
    [
        "CERTIFICATE",
        "X509 CERTIFICATE",
        "TRUSTED CERTIFICATE",
        "PKCS7",
        "CMS",
    ];

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
        var text = PemScanner.Decode(file.Span);
        var found = false;
        foreach (var block in PemScanner.Scan(text))
        {
            found = true;
            if (Read(block, certificates) is { } problem)
                return problem;
        }

        return found ? null
            : PemScanner.FromBase64(text) is { } der ? ReadDer(der, certificates)
            : null;
    }

    private static Problem? Read(PemScanner.Block block, List<X509Certificate2> certificates)
    {
        if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            return new UploadFilePrivateKey();
        if (!s_labels.Contains(block.Label))
            return new UploadFileOther(block.Number, block.Label);
        if (block.Der is not { } der)
            return new UploadFileCut(block.Number);
        // OpenSSL writes what a certificate is trusted for behind it.
        if (block.Label == "TRUSTED CERTIFICATE")
            der = FirstValue(der);
        try
        {
            var problem = ReadDer(der, certificates);
            return problem is UploadFileUnreadable ? new UploadFileCut(block.Number) : problem;
        }
        catch (CryptographicException)
        {
            return new UploadFileCut(block.Number);
        }
    }

    private static byte[] FirstValue(byte[] der)
    {
        try
        {
            return new AsnReader(der, AsnEncodingRules.BER).ReadEncodedValue().ToArray();
        }
        catch (AsnContentException)
        {
            return der;
        }
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
