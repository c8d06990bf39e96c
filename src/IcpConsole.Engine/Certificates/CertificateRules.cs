using System.Formats.Asn1;
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

    private const string RsaKey = "1.2.840.113549.1.1.1";
    private const string RsaPssKey = "1.2.840.113549.1.1.10";
    private const string EcKey = "1.2.840.10045.2.1";
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Md5 = "1.2.840.113549.2.5";

    /// <summary>P-256, P-384 and P-521 (RFC 5480, section 2.1.1.1).</summary>
    private static readonly string[] s_curves =
    [
        "1.2.840.10045.3.1.7",
        "1.3.132.0.34",
        "1.3.132.0.35",
    ];

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
        if (!IsSupported(certificate, out var algorithm))
            return new UploadUnsupportedKey(summary.Subject, algorithm);
        if (IsWeak(certificate))
            return new UploadWeakKey(summary.Subject, summary.Key);
        // A root's signature of itself proves nothing, and so may be of any kind.
        return !summary.IsSelfIssued && IsBroken(certificate)
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
            return CertificateReader.Serves(certificate, ServerAuthentication)
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

    /// <summary>What TLS and chains of this platform know: anything else is no weakness.</summary>
    private static bool IsSupported(X509Certificate2 certificate, out string algorithm)
    {
        var oid = certificate.PublicKey.Oid;
        algorithm = oid.FriendlyName ?? oid.Value ?? "?";
        if (oid.Value == RsaKey)
            return true;
        if (oid.Value != EcKey)
            return false;
        var curve = CurveOf(certificate);
        algorithm = $"ECDSA ({curve})";
        return s_curves.Contains(curve);
    }

    private static string CurveOf(X509Certificate2 certificate)
    {
        try
        {
            return new AsnReader(
                certificate.PublicKey.EncodedParameters?.RawData ?? [],
                AsnEncodingRules.DER
            ).ReadObjectIdentifier();
        }
        // Its parameters are written out, which RFC 5480, section 2.1.1, forbids.
        catch (AsnContentException)
        {
            return "?";
        }
    }

    /// <summary>
    /// MD5 and SHA-1 (RFC 3279, section 2.2): collisions have been made for both. RSASSA-PSS says
    /// which hash in its parameters, and means SHA-1 where it says none (RFC 4055, section 3.1).
    /// </summary>
    private static bool IsBroken(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value switch
        {
            "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => true,
            RsaPssKey => PssHashOf(certificate) is Md5 or Sha1,
            _ => false,
        };

    private static string PssHashOf(X509Certificate2 certificate)
    {
        try
        {
            var whole = new AsnReader(
                certificate.RawData,
                AsnEncodingRules.DER
            ).ReadSequence();
            whole.ReadEncodedValue();
            var algorithm = whole.ReadSequence();
            algorithm.ReadObjectIdentifier();
            var parameters = algorithm.ReadSequence();
            var hash = new Asn1Tag(TagClass.ContextSpecific, 0);
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(hash)
                ? parameters.ReadSequence(hash).ReadSequence().ReadObjectIdentifier()
                : Sha1;
        }
        catch (AsnContentException)
        {
            return Sha1;
        }
    }
}
