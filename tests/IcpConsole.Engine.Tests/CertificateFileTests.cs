using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Engine.Certificates;

namespace IcpConsole.Engine.Tests;

/// <summary>What is made of files from outside.</summary>
public sealed class CertificateFileTests
{
    [Fact]
    public void Certificates_are_read_from_PEM_DER_and_PKCS7()
    {
        using var root = TestAuthority.Root("Root");
        using var below = root.Below("Below");
        Assert.Equal(
            ["CN=Root", "CN=Below"],
            Subjects(Encoding.ASCII.GetBytes($"some words before\n{root.Pem}\n{below.Pem}\n"))
        );
        Assert.Equal(["CN=Root"], Subjects(root.Certificate.RawData));
        X509Certificate2Collection both = [root.Certificate, below.Certificate];
        var pkcs7 = both.Export(X509ContentType.Pkcs7)!;
        Assert.Equal(["CN=Below", "CN=Root"], Subjects(pkcs7).Order());
        Assert.Equal(
            ["CN=Below", "CN=Root"],
            Subjects(Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", pkcs7))).Order()
        );
    }

    [Fact]
    public void What_is_no_file_of_certificates_is_named_for_what_it_is()
    {
        using var root = TestAuthority.Root("Root");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("UploadFileEmpty", Refusal([]));
        Assert.Equal("UploadFileTooLarge", Refusal(new byte[10 * 1024 * 1024]));
        Assert.Equal(
            "UploadFileTooMany",
            Refusal(
                Encoding.ASCII.GetBytes(
                    string.Join('\n', Enumerable.Repeat(root.Pem, 1000))[..(500 * 1024)]
                )
            )
        );
        Assert.Equal(
            "UploadFilePrivateKey",
            Refusal(Encoding.ASCII.GetBytes(root.Pem + "\n" + key.ExportPkcs8PrivateKeyPem()))
        );
        Assert.Equal(
            "UploadFilePrivateKey",
            Refusal(root.Certificate.Export(X509ContentType.Pkcs12))
        );
        Assert.Equal("UploadFileUnreadable", Refusal("just words"u8.ToArray()));
        Assert.Equal(
            "UploadFileUnreadable",
            Refusal(
                Encoding.ASCII.GetBytes(
                    new CertificateRequest(
                        "CN=x",
                        key,
                        HashAlgorithmName.SHA256
                    ).CreateSigningRequestPem()
                )
            )
        );
    }

    [Fact]
    public void Bytes_that_were_flipped_or_cut_never_do_more_than_give_another_certificate_or_none()
    {
        using var root = TestAuthority.Root("Root");
        var pkcs7 = new X509Certificate2Collection(root.Certificate).Export(
            X509ContentType.Pkcs7
        )!;
        var random = new Random(20261126);
        foreach (var file in (byte[][])[root.Certificate.RawData, root.File, pkcs7])
        {
            for (var i = 0; i < 1500; i++)
            {
                var mutated = file.ToArray();
                for (var n = random.Next(1, 6); n > 0; n--)
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                if (random.Next(4) == 0)
                    mutated = mutated[..random.Next(1, mutated.Length)];
                var read = CertificateFile.Read(mutated);
                if (!read.Succeeded)
                    Assert.StartsWith(
                        "UploadFile",
                        read.Problems[0].Code,
                        StringComparison.Ordinal
                    );
                else
                {
                    foreach (var certificate in read.Value)
                    {
                        _ = CertificateRules.Check(
                            certificate,
                            TimeProvider.System.GetUtcNow()
                        ) ?? CertificateRules.CheckUse(certificate);
                        certificate.Dispose();
                    }
                }
            }
        }
    }

    [Fact]
    public void An_extended_key_usage_that_cannot_be_read_is_a_malformed_certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        // A sequence that is longer than what there is of it.
        request.CertificateExtensions.Add(
            new X509Extension("2.5.29.37", [0x30, 0x0A, 0x06, 0x03], critical: false)
        );
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Assert.Null(CertificateRules.Check(certificate, now));
        Assert.Equal("UploadMalformed", CertificateRules.CheckUse(certificate)!.Code);
    }

    private static IReadOnlyList<string> Subjects(byte[] file)
    {
        var read = CertificateFile.Read(file);
        Assert.True(read.Succeeded);
        var subjects = read.Value.Select(c => c.Subject).ToList();
        foreach (var certificate in read.Value)
            certificate.Dispose();
        return subjects;
    }

    private static string Refusal(byte[] file) =>
        Assert.Single(CertificateFile.Read(file).Problems).Code;
}
