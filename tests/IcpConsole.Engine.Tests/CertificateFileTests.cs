using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Engine.Certificates;
using IcpConsole.Testing;

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
            "UploadFileOther",
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

    /// <summary>One certificate in the wrappings that people's tools give it.</summary>
    [Theory]
    [InlineData("shape-bag.pem", 1)]
    [InlineData("shape-bare-base64.cer", 1)]
    [InlineData("shape-blankline.pem", 1)]
    [InlineData("shape-bom.pem", 1)]
    [InlineData("shape-chain-leaf-first.pem", 2)]
    [InlineData("shape-chain-root-first.pem", 2)]
    [InlineData("shape-crlf.pem", 1)]
    [InlineData("shape-indented.pem", 1)]
    [InlineData("shape-oneline.pem", 1)]
    [InlineData("shape-pkcs7-as-certificate.pem", 1)]
    [InlineData("shape-pkcs7.p7b", 1)]
    [InlineData("shape-pkcs7.pem", 1)]
    [InlineData("shape-run-together.pem", 2)]
    [InlineData("shape-showcerts-0.pem", 1)]
    [InlineData("shape-showcerts.pem", 1)]
    [InlineData("shape-spaced-dashes.pem", 1)]
    [InlineData("shape-text.pem", 2)]
    [InlineData("shape-trailing-blanks.pem", 1)]
    [InlineData("shape-trusted.pem", 1)]
    [InlineData("shape-utf16.pem", 1)]
    [InlineData("shape-x509label.pem", 1)]
    [InlineData("shape.der", 1)]
    public void A_certificate_is_found_in_any_wrapping(string name, int count) =>
        Assert.Equal(count, Subjects(Case(name)).Count);

    [Fact]
    public void As_many_certificates_are_found_as_there_are_BEGIN_lines_or_the_file_is_refused()
    {
        using var root = TestAuthority.Root("Root");
        string[] between = ["", "\n", "\r\n\r\n", "# a word\n", "\t", "\u00a0"];
        string[] indents = ["", "  ", "\t", "\u00a0"];
        var random = new Random(20261130);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(1, 4);
            var indent = indents[random.Next(indents.Length)];
            var text = string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(_ =>
                        between[random.Next(between.Length)]
                        + indent
                        + root.Pem.ReplaceLineEndings($"\n{indent}")
                    )
            );
            Encoding encoding = random.Next(3) switch
            {
                0 => Encoding.Unicode,
                1 => Encoding.BigEndianUnicode,
                _ => Encoding.UTF8,
            };
            byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            Assert.Equal(count, Subjects(file).Count);
            // Without the end of the last one.
            var cut = text[..text.LastIndexOf("-----END", StringComparison.Ordinal)];
            byte[] damaged = [.. encoding.GetPreamble(), .. encoding.GetBytes(cut)];
            Assert.Equal([new UploadFileCut(count)], CertificateFile.Read(damaged).Problems);
        }
    }

    [Theory]
    [InlineData("inter-pss.pem", null)]
    [InlineData("inter-pss-sha1.pem", "UploadWeakSignature")]
    [InlineData("inter-sha1.pem", "UploadWeakSignature")]
    [InlineData("inter.pem", null)]
    [InlineData("root-pss.pem", "UploadUnsupportedKey")]
    [InlineData("root-sha1.pem", null)]
    [InlineData("root-p521.pem", null)]
    [InlineData("root-hangul.pem", null)]
    [InlineData("root-weird.pem", null)]
    [InlineData("root-ed25519.pem", "UploadUnsupportedKey")]
    [InlineData("root-brainpool.pem", "UploadUnsupportedKey")]
    public void What_is_weak_and_what_is_not_supported_are_told_apart(
        string name,
        string? code
    )
    {
        var read = CertificateFile.Read(Case(name));
        var certificate = Assert.Single(read.Value!);
        var now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(code, CertificateRules.Check(certificate, now)?.Code);
        certificate.Dispose();
    }

    private static byte[] Case(string name) =>
        File.ReadAllBytes(Path.Combine(ConsoleProcess.Root, "tests", "cases", "cert", name));

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
