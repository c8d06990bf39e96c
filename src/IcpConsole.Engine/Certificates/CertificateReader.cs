using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Engine.Certificates;

/// <summary>Between the framework's X.509 and the domain's summary of it.</summary>
internal static class CertificateReader
{
    /// <summary>
    /// Largest PEM text that is read, in characters: a certificate with a hundred names takes some
    /// 8,000.
    /// </summary>
    public const int MaxPemLength = 64 * 1024;

    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>id-kp-clientAuth.</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <exception cref="CryptographicException">Its extensions cannot be read.</exception>
    public static CertificateSummary Summarize(X509Certificate2 certificate)
    {
        // RFC 5280, section 4.2: no extension twice. Which of two names would count depends on who
        // reads them.
        if (certificate.Extensions.Count(e => e.Oid?.Value == SubjectAlternativeName) > 1)
            throw new CryptographicException(
                "The certificate has more than one set of names."
            );
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .FirstOrDefault();
        var isAuthority =
            certificate
                .Extensions.OfType<X509BasicConstraintsExtension>()
                .FirstOrDefault()
                ?.CertificateAuthority == true;
        return new CertificateSummary(
            certificate.Subject,
            certificate.Issuer,
            names is null ? [] : [.. Alternatives(names)],
            certificate.GetCertHashString(HashAlgorithmName.SHA256),
            new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            certificate.RawData
        )
        {
            IsAuthority = isAuthority,
            IsForServersAlone = !isAuthority && IsForServersAlone(certificate),
            Key = KeyOf(certificate.GetRSAPublicKey(), certificate.GetECDsaPublicKey())
                ?? certificate.PublicKey.Oid.FriendlyName
                ?? "",
            SignatureAlgorithm = certificate.SignatureAlgorithm.FriendlyName
                ?? certificate.SignatureAlgorithm.Value
                ?? "",
            SerialNumber = certificate.SerialNumber,
            KeyId = certificate
                .Extensions.OfType<X509SubjectKeyIdentifierExtension>()
                .FirstOrDefault()
                ?.SubjectKeyIdentifier,
            IssuerKeyId = certificate
                .Extensions.OfType<X509AuthorityKeyIdentifierExtension>()
                .FirstOrDefault()
                ?.KeyIdentifier
                is { } id
                ? Convert.ToHexString(id.Span)
                : null,
        };
    }

    public static CertificateSummary SummarizePem(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return Summarize(certificate);
    }

    /// <summary>
    /// Reads a certificate that came from outside: its extensions may hold anything.
    /// </summary>
    public static bool TrySummarize(
        X509Certificate2 certificate,
        [NotNullWhen(true)] out CertificateSummary? summary
    )
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

    /// <summary>
    /// Whether a certificate's SAN covers a node; one that cannot be read covers none.
    /// </summary>
    public static bool Names(X509Certificate2 certificate, NodeName node)
    {
        try
        {
            return certificate.MatchesHostname(node.Value, allowCommonName: false);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a certificate is made for a use (RFC 5280, section 4.2.1.12); one that does not say
    /// serves for everything.
    /// </summary>
    /// <exception cref="CryptographicException">Its extensions cannot be read.</exception>
    public static bool Serves(X509Certificate2 certificate, string use)
    {
        var uses = certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>())
            .Select(o => o.Value)
            .ToList();
        return uses.Count == 0 || uses.Contains(use);
    }

    private static bool IsForServersAlone(X509Certificate2 certificate)
    {
        try
        {
            return Serves(certificate, CertificateRules.ServerAuthentication)
                && !Serves(certificate, ClientAuthentication);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Reads a signing request that this console made.</summary>
    public static PendingRequest SummarizeRequest(string pem)
    {
        var request = CertificateRequest.LoadSigningRequestPem(
            pem,
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions
        );
        return new PendingRequest(
            pem,
            request.SubjectName.Name,
            [
                .. request
                    .CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>()
                    .SelectMany(Alternatives),
            ],
            KeyOf(request.PublicKey.GetRSAPublicKey(), request.PublicKey.GetECDsaPublicKey())
                ?? ""
        );
    }

    /// <summary>Whether a PEM text that came from outside is a certificate.</summary>
    public static bool IsReadable(string pem) =>
        pem.Length <= MaxPemLength && TrySummarizePem(pem) is not null;

    private static IEnumerable<string> Alternatives(
        X509SubjectAlternativeNameExtension names
    ) =>
        names
            .EnumerateDnsNames()
            .Concat(names.EnumerateIPAddresses().Select(a => a.ToString()));

    private static string? KeyOf(RSA? rsa, ECDsa? ecdsa)
    {
        using (rsa)
        using (ecdsa)
            return rsa is not null ? $"RSA {rsa.KeySize}"
                : ecdsa is not null ? $"ECDSA {ecdsa.KeySize}"
                : null;
    }
}
