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
    public void Every_authority_of_the_issuers_name_is_tried_whatever_their_order_in_the_store()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var old = TestAuthority.Root("Root");
        using var other = TestAuthority.Root("Root");
        using var ended = other.Renewed(now.AddDays(-1));
        using var below = other.Below("Below");
        using var namesake = old.Below("Below");
        string[] store = [ended.Pem, old.Pem, other.Pem, namesake.Pem, below.Pem];
        foreach (var order in (IEnumerable<string>[])[store, store.Reverse()])
        {
            using var authorities = Authorities.FromPems(order);
            foreach (var issuer in (TestAuthority[])[old, other, below, namesake])
            {
                using var leaf = issuer.Issue("a.example");
                Assert.Null(authorities.MissingIssuer(leaf, now));
            }
        }
    }

    [Fact]
    public void Among_authorities_that_vouch_for_each_other_in_a_circle_a_root_is_found_and_the_search_ends()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var root = TestAuthority.Root("Root");
        var circle = "ABCDEFGH".Select(name => TestAuthority.Root($"{name}")).ToList();
        var pems =
            from authority in circle
            from other in circle
            where authority != other
            select authority.CrossSignedBy(other);
        using var closed = Authorities.FromPems(pems);
        using var open = Authorities.FromPems([
            .. pems,
            circle[0].CrossSignedBy(root),
            root.Pem,
        ]);
        using var leaf = circle[^1].Issue("a.example");
        Assert.NotNull(closed.MissingIssuer(leaf, now));
        Assert.Null(open.MissingIssuer(leaf, now));
        circle.ForEach(a => a.Dispose());
    }

    [Fact]
    public void A_root_that_the_one_before_it_signed_leads_to_that_one()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var old = TestAuthority.Root("Root");
        using var rolled = old.Below("Root");
        using var authorities = Authorities.FromPems([rolled.Pem, old.Pem]);
        using var leaf = rolled.Issue("a.example");
        Assert.Null(authorities.MissingIssuer(leaf, now));
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
