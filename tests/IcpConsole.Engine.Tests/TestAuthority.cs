using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>A certificate authority of the tests: a root, or an intermediate below one.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private TestAuthority(X509Certificate2 certificate) => _certificate = certificate;

    public string Subject => _certificate.Subject;

    public X509Certificate2 Certificate => _certificate;

    public string Pem => _certificate.ExportCertificatePem();

    public byte[] File => Encoding.ASCII.GetBytes(Pem);

    public static TestAuthority Root(string name, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(
            Describe(name, key)
                .CreateSelfSigned(
                    TimeProvider.System.GetUtcNow().AddDays(-30),
                    until ?? TimeProvider.System.GetUtcNow().AddYears(10)
                )
        );
    }

    /// <summary>The same authority with the same key, for another time.</summary>
    public TestAuthority Renewed(DateTimeOffset until)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var name = _certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return new TestAuthority(
            Describe(name, key)
                .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-30), until)
        );
    }

    /// <summary>This authority's name and key, vouched for by another.</summary>
    public string CrossSignedBy(TestAuthority other)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var name = _certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        using var signed = other.Below(name, key);
        return signed.Pem;
    }

    public TestAuthority Below(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Below(name, key);
    }

    private TestAuthority Below(string name, ECDsa key)
    {
        var request = Describe(name, key);
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _certificate,
                includeKeyIdentifier: true,
                includeIssuerAndSerial: false
            )
        );
        var until = TimeProvider.System.GetUtcNow().AddYears(5);
        var end = new DateTimeOffset(_certificate.NotAfter);
        if (until > end)
            until = end;
        using var signed = request.Create(
            _certificate,
            TimeProvider.System.GetUtcNow().AddDays(-20),
            until,
            RandomNumberGenerator.GetBytes(12)
        );
        return new TestAuthority(signed.CopyWithPrivateKey(key));
    }

    /// <summary>Signs a request as it is.</summary>
    public X509Certificate2 Sign(string request, double fromDays = -1, double toDays = 365)
    {
        var loaded = CertificateRequest.LoadSigningRequestPem(
            request,
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions
        );
        using var own = _certificate.GetECDsaPrivateKey()!;
        return loaded.Create(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(own),
            TimeProvider.System.GetUtcNow().AddDays(fromDays),
            TimeProvider.System.GetUtcNow().AddDays(toDays),
            RandomNumberGenerator.GetBytes(12)
        );
    }

    /// <summary>Signs a request for other uses than it asks for (RFC 5280, section
    /// 4.2.1.12).</summary>
    public X509Certificate2 SignFor(string request, params string[] uses)
    {
        var loaded = CertificateRequest.LoadSigningRequestPem(
            request,
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions
        );
        loaded.CertificateExtensions.Remove(
            loaded.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single()
        );
        loaded.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([.. uses.Select(u => new Oid(u))], false)
        );
        using var own = _certificate.GetECDsaPrivateKey()!;
        return loaded.Create(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(own),
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(365),
            RandomNumberGenerator.GetBytes(12)
        );
    }

    /// <summary>Signs the key of a request under other names.</summary>
    public X509Certificate2 Sign(string request, Action<SubjectAlternativeNameBuilder> name)
    {
        var loaded = CertificateRequest.LoadSigningRequestPem(
            request,
            HashAlgorithmName.SHA256
        );
        var renamed = new CertificateRequest(
            loaded.SubjectName,
            loaded.PublicKey,
            HashAlgorithmName.SHA256
        );
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        renamed.CertificateExtensions.Add(names.Build());
        using var own = _certificate.GetECDsaPrivateKey()!;
        return renamed.Create(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(own),
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(365),
            RandomNumberGenerator.GetBytes(12)
        );
    }

    /// <summary>
    /// Signs a request with SHA-1, as an authority of old does; the framework no longer can.
    /// </summary>
    public async Task<X509Certificate2> SignWithSha1Async(string request)
    {
        using var folder = new TempFolder();
        using var key = _certificate.GetECDsaPrivateKey()!;
        await System.IO.File.WriteAllTextAsync(folder.File("request.pem"), request);
        await System.IO.File.WriteAllTextAsync(folder.File("ca.pem"), Pem);
        await System.IO.File.WriteAllTextAsync(
            folder.File("ca.key"),
            key.ExportPkcs8PrivateKeyPem()
        );
        using var openssl = Process.Start(
            new ProcessStartInfo(
                "openssl",
                [
                    "x509",
                    "-req",
                    "-sha1",
                    "-days",
                    "30",
                    "-copy_extensions",
                    "copyall",
                    "-in",
                    folder.File("request.pem"),
                    "-CA",
                    folder.File("ca.pem"),
                    "-CAkey",
                    folder.File("ca.key"),
                    "-CAcreateserial",
                    "-out",
                    folder.File("leaf.pem"),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        await openssl.WaitForExitAsync();
        Assert.Equal(0, openssl.ExitCode);
        return X509CertificateLoader.LoadCertificateFromFile(folder.File("leaf.pem"));
    }

    /// <summary>Issues a leaf for a name, with a key of its own.</summary>
    public X509Certificate2 Issue(string name, double fromDays = -1, double toDays = 365)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        // By its name and key alone, so that a leaf may outlive its authority.
        using var own = _certificate.GetECDsaPrivateKey()!;
        return request.Create(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(own),
            TimeProvider.System.GetUtcNow().AddDays(fromDays),
            TimeProvider.System.GetUtcNow().AddDays(toDays),
            RandomNumberGenerator.GetBytes(12)
        );
    }

    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest Describe(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: false,
                0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false)
        );
        return request;
    }
}
