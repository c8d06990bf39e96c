using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Engine.Certificates;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Which certificates a trust store vouches for; OpenSSL, given the same store, says the same.
/// </summary>
public sealed class AuthoritiesTests
{
    [Fact]
    public async Task The_verdict_over_a_chain_is_that_of_openssl_verify()
    {
        using var folder = new TempFolder();
        using var root = TestAuthority.Root("Root");
        using var other = TestAuthority.Root("Root");
        using var ended = TestAuthority.Root(
            "Ended",
            TimeProvider.System.GetUtcNow().AddDays(-1)
        );
        using var below = root.Below("Below");
        using var lower = below.Below("Lower");
        var now = TimeProvider.System.GetUtcNow();
        (X509Certificate2 Leaf, TestAuthority[] Store, string? Missing)[] table =
        [
            (root.Issue("a.example"), [root], null),
            (root.Issue("a.example"), [], "CN=Root"),
            (root.Issue("a.example"), [other], "CN=Root"),
            (below.Issue("a.example"), [root, below], null),
            (below.Issue("a.example"), [root], "CN=Below"),
            (below.Issue("a.example"), [below], "CN=Root"),
            (lower.Issue("a.example"), [root, below, lower], null),
            (lower.Issue("a.example"), [root, lower], "CN=Below"),
            (root.Issue("a.example", toDays: -0.5), [root], "CN=Root"),
            (root.Issue("a.example", fromDays: 1), [root], "CN=Root"),
            (ended.Issue("a.example", fromDays: -20, toDays: 100), [ended], "CN=Ended"),
        ];
        foreach (var (i, (leaf, store, missing)) in table.Index())
        {
            using var authorities = Authorities.FromPems(store.Select(a => a.Pem));
            Assert.Equal((i, missing), (i, authorities.MissingIssuer(leaf, now)));
            Assert.Equal(
                (i, missing is null),
                (i, await OpenSslTrustsAsync(folder, leaf, store))
            );
            leaf.Dispose();
        }
    }

    [Fact]
    public void An_authority_that_was_renewed_under_its_name_did_not_issue_what_the_one_before_did()
    {
        using var old = TestAuthority.Root("Root");
        using var renewed = TestAuthority.Root("Root");
        using var below = old.Below("Below");
        var certificate = CertificateReader.Summarize(below.Certificate);
        Assert.Equal(
            (true, false),
            (
                certificate.IsIssuedBy(CertificateReader.Summarize(old.Certificate)),
                certificate.IsIssuedBy(CertificateReader.Summarize(renewed.Certificate))
            )
        );
    }

    [Fact]
    public void A_leaf_in_the_store_vouches_for_itself_alone()
    {
        using var root = TestAuthority.Root("Root");
        using var leaf = root.Issue("a.example");
        using var sibling = root.Issue("a.example");
        using var authorities = Authorities.FromPems([
            leaf.ExportCertificatePem(),
            "what cannot be read",
        ]);
        Assert.True(authorities.Vouches(leaf, TimeProvider.System.GetUtcNow()));
        Assert.False(authorities.Vouches(sibling, TimeProvider.System.GetUtcNow()));
    }

    private static async Task<bool> OpenSslTrustsAsync(
        TempFolder folder,
        X509Certificate2 leaf,
        TestAuthority[] store
    )
    {
        var (leafFile, storeFile) = (folder.File("leaf.pem"), folder.File("store.pem"));
        await File.WriteAllTextAsync(leafFile, leaf.ExportCertificatePem());
        await File.WriteAllTextAsync(storeFile, string.Join('\n', store.Select(a => a.Pem)));
        using var openssl = Process.Start(
            new ProcessStartInfo(
                "openssl",
                ["verify", "-no-CApath", "-no-CAstore", "-CAfile", storeFile, leafFile]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await openssl.WaitForExitAsync();
        return openssl.ExitCode == 0;
    }
}
