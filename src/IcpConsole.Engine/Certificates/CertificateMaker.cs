using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Engine.Certificates;

/// <summary>Makes keys, self-signed certificates and signing requests for nodes.</summary>
internal static class CertificateMaker
{
    private const int ValidYears = 5;

    /// <summary>
    /// On a thread of its own: the pool's are few, and everything else waits for them.
    /// </summary>
    public static Task<AsymmetricAlgorithm> MakeKeyAsync(KeySpec spec) =>
        Task.Factory.StartNew<AsymmetricAlgorithm>(
            () =>
                spec.Type == KeyType.Rsa
                    ? RSA.Create(spec.Bits)
                    : ECDsa.Create(
                        spec.Bits == 384
                            ? ECCurve.NamedCurves.nistP384
                            : ECCurve.NamedCurves.nistP256
                    ),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <param name="subject">The node.</param>
    /// <param name="names">Subject Alternative Names.</param>
    /// <param name="key">RSA or ECDSA.</param>
    /// <param name="now">Start of validity, less an hour's grace for peers whose clocks run
    /// behind.</param>
    public static X509Certificate2 SelfSign(
        NodeName subject,
        IEnumerable<NodeName> names,
        AsymmetricAlgorithm key,
        DateTimeOffset now
    ) =>
        Describe(subject, names, key)
            .CreateSelfSigned(now.AddHours(-1), now.AddYears(ValidYears));

    /// <summary>A PKCS#10 request for the same (RFC 2986), PEM.</summary>
    /// <inheritdoc cref="SelfSign" path="/param"/>
    public static string Request(
        NodeName subject,
        IEnumerable<NodeName> names,
        AsymmetricAlgorithm key
    ) => Describe(subject, names, key).CreateSigningRequestPem();

    private static CertificateRequest Describe(
        NodeName subject,
        IEnumerable<NodeName> names,
        AsymmetricAlgorithm key
    )
    {
        var request = key is ECDsa ecdsa
            ? new CertificateRequest($"CN={subject}", ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(
                $"CN={subject}",
                (RSA)key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (name.IsAddress)
                alternatives.AddIpAddress(IPAddress.Parse(name.Value));
            else
                alternatives.AddDnsName(name.Value);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: false,
                hasPathLengthConstraint: false,
                0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
                critical: true
            )
        );
        // id-kp-serverAuth and id-kp-clientAuth: RFC 5280, section 4.2.1.12.
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension(
                [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")],
                critical: false
            )
        );
        request.CertificateExtensions.Add(
            new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false)
        );
        return request;
    }
}
