using System.Text;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Trust entries for the nodes of a peer, corrupted and mended.</summary>
public sealed class PeerTrustTests
{
    [Fact]
    public async Task A_trust_entry_that_was_corrupted_is_named_as_such_and_a_resync_that_shows_the_certificate_mends_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (singapore, seoul) = (clusters.Singapore, clusters.Seoul);
        var peer = await TwoClusters.AddBothAsync(singapore, seoul);
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.BothInStep);
        await clusters.ExecuteAsync(
            singapore,
            $"UPDATE Trust SET Pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' WHERE Node = '{seoul.Topology.Publisher.Name}'"
        );
        await clusters.ReopenAsync(singapore);
        singapore = clusters.Singapore;
        await TwoClusters.StatusAsync(singapore, peer, s =>
            s.Connectivity?.Failure?.Problem.Code == "CertificateCorrupted"
        );
        Assert.Contains(
            (await singapore.Certificates!.ListAsync(CancellationToken.None)).Trusted,
            t => t.Certificate is null
        );
        // Nothing mends it silently.
        Assert.Equal(
            "CertificateCorrupted",
            (
                await singapore.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!
                .Failure!
                .Problem
                .Code
        );
        var contact = await singapore.Peering.LookAsync(peer, CancellationToken.None);
        Assert.Equal(
            (null, "CertificateCorrupted"),
            (contact.Kept, contact.Failure!.Problem.Code)
        );
        Assert.Null(
            (
                await singapore.Peering.ForceSyncAsync(
                    peer,
                    new ForcedSync(true, contact.Certificate, []),
                    CancellationToken.None
                )
            )!.Failure
        );
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.BothInStep);
    }

    [Fact]
    public async Task A_new_installation_is_told_from_a_tomcat_certificate_that_was_made_anew_by_the_routers_certificate()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (singapore, seoul) = (clusters.Singapore, clusters.Seoul);
        var (peer, back) = (
            await TwoClusters.AddPeerAsync(singapore, seoul),
            await TwoClusters.AddPeerAsync(seoul, singapore)
        );
        await TwoClusters.StatusAsync(singapore, peer, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(seoul, back, s => s.Overall == Mark.Check);
        var node = seoul.Topology.Publisher.Name;
        Assert.Null(
            await seoul.Certificates!.GenerateAsync(
                node,
                "tomcat",
                KeySpec.Default(KeyType.Ecdsa),
                CancellationToken.None
            )
        );
        Assert.Null(await seoul.Services!.RestartTomcatAsync(node, CancellationToken.None));
        await TwoClusters.StatusAsync(singapore, peer, s =>
            s.Connectivity?.Failure is { } failure
            && s.Explain(failure).Code == "CertificateRegenerated"
        );

        await clusters.Registry.RemoveAsync(seoul.Id, CancellationToken.None);
        Assert.True(
            (
                await clusters.Registry.CreateAsync(
                    Lab.Drafts(seoul.Topology.Publisher.Address).First(),
                    CancellationToken.None
                )
            ).Succeeded
        );
        await TwoClusters.StatusAsync(singapore, peer, s =>
            s.Connectivity?.Failure is { } failure
            && s.Explain(failure).Code == "CertificateInstalledAnew"
        );
        var row = await Eventually.GetAsync(async () =>
            (await TroubleshooterTests.FailedAsync(singapore)).Find(r => r.Test == "PeerTls")
        );
        Assert.Equal("CertificateInstalledAnew", row.Problem!.Code);
    }

    [Fact]
    public async Task A_certificate_copied_by_hand_is_taken_if_it_is_the_one_that_the_node_has()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Nodes[1].Name);
        var peer = await TwoClusters.AddBothAsync(clusters.Singapore, seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.BothInStep);
        var old = (
            await seoul.Certificates!.FindAsync(node, "tomcat", CancellationToken.None)
        )!;
        Assert.Null(
            await seoul.Certificates.GenerateAsync(
                node,
                "tomcat",
                KeySpec.Default(KeyType.Ecdsa),
                CancellationToken.None
            )
        );
        Assert.Null(await seoul.Services!.RestartTomcatAsync(node, CancellationToken.None));
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s.Certificates!.Certificates.Any(c =>
                c.Node == node && c.State == PeerCertificateState.Changed
            )
        );

        var trust = clusters.Singapore.PeerTrust;
        var foreign = await clusters.Singapore.Certificates!.FindAsync(
            clusters.Singapore.Topology.Publisher.Name,
            "tomcat",
            CancellationToken.None
        );
        Assert.Equal("CopyNotOfNode", await CopyAsync(foreign!));
        Assert.Equal("CopyNotAnnounced", await CopyAsync(old));
        Assert.Null(
            await CopyAsync(
                (await seoul.Certificates.FindAsync(node, "tomcat", CancellationToken.None))!
            )
        );
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.BothInStep);

        async Task<string?> CopyAsync(CertificateSummary certificate) =>
            (
                await trust.CopyCertificateAsync(
                    peer,
                    "tomcat",
                    node,
                    Encoding.ASCII.GetBytes(certificate.ToPem()),
                    CancellationToken.None
                )
            )?.Code;
    }
}
