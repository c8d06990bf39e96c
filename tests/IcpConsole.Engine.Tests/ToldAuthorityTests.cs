using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Diagnostics;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Authorities that a peer tells of, and the certificates that they vouch for.</summary>
public sealed class ToldAuthorityTests
{
    [Fact]
    public async Task A_leaf_that_is_renewed_under_an_authority_of_the_peer_is_no_drift()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        using var root = TestAuthority.Root("Lab Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        await CertificateTests.IssueAsync(seoul, node, root);
        var peer = await TwoClusters.AddBothAsync(clusters.Singapore, seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.BothInStep);
        // The root spreads when the agent starts.
        await seoul.Services!.DoAsync(
            node,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Restart,
            CancellationToken.None
        );
        await Eventually.GetAsync(async () =>
            (
                await clusters.Singapore.Certificates!.ListAsync(CancellationToken.None)
            ).Trusted.Any(t =>
                t.Node is null
                && t.Certificate?.Subject == root.Subject
                && t.PeerAddress == node
            )
        );

        var renewed = await CertificateTests.IssueAsync(seoul, node, root);
        Assert.Null(
            (
                await clusters.Singapore.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        var status = await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            TwoClusters.BothInStep(s)
            && s.Certificates!.Certificates.Any(c => c.Kept?.Sha256 == renewed)
        );
        Assert.Equal(Mark.Check, status.CertificatesMark);

        // A key that nobody vouches for is drift as ever.
        Assert.Null(
            await seoul.Certificates.GenerateAsync(
                node,
                "tomcat",
                KeySpec.Default(KeyType.Ecdsa),
                CancellationToken.None
            )
        );
        await seoul.Services.RestartTomcatAsync(node, CancellationToken.None);
        Assert.Equal(
            "CertificateChanged",
            (
                await clusters.Singapore.Peering.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!
                .Failure!
                .Problem
                .Code
        );
    }

    [Fact]
    public async Task An_authority_that_a_peer_has_told_of_can_be_uploaded_once_to_vouch_for_all()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var root = TestAuthority.Root("Lab Root");
        await clusters.Seoul.Certificates!.TrustAsync(
            "tomcat",
            root.File,
            CancellationToken.None
        );
        // Peers are told of it when the agent starts.
        Assert.Equal(
            "TrustRestart",
            Assert.Single(clusters.Seoul.Services!.PendingRestarts).Reason.Code
        );
        Assert.Null(
            await clusters.Seoul.Services.DoAsync(
                clusters.Seoul.Topology.Publisher.Name,
                ServiceCatalogue.InterclusterSyncAgent,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        Assert.Empty(clusters.Seoul.Services.PendingRestarts);
        await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul);
        var certificates = clusters.Singapore.Certificates!;
        await Eventually.GetAsync(async () =>
            (await certificates.ListAsync(CancellationToken.None)).Trusted.Any(IsRoot)
        );

        Assert.Equal(
            1,
            (await certificates.TrustAsync("tomcat", root.File, CancellationToken.None)).Value
        );
        Assert.Single((await certificates.ListAsync(CancellationToken.None)).Trusted, t =>
            IsRoot(t) && t.PeerAddress is null
        );
        Assert.Equal(
            "UploadTrustedAlready",
            (await certificates.TrustAsync("tomcat", root.File, CancellationToken.None))
                .Problems[0]
                .Code
        );

        bool IsRoot(TrustedEntry trusted) =>
            trusted.Node is null && trusted.Certificate?.Subject == root.Subject;
    }

    [Fact]
    public async Task An_authority_that_was_told_of_and_is_deleted_is_withdrawn_with_the_next_pass()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        using var root = TestAuthority.Root("Lab Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        var peer = await TwoClusters.AddBothAsync(singapore, seoul);
        await TwoClusters.StatusAsync(singapore, peer, TwoClusters.BothInStep);
        // Not told yet, so not known.
        Assert.Empty(await ToldAsync());
        Assert.Null(
            await seoul.Services!.DoAsync(
                seoul.Topology.Publisher.Name,
                ServiceCatalogue.InterclusterSyncAgent,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        await PassAsync();
        Assert.Single(await ToldAsync());
        await seoul.Certificates.DeleteAsync(
            Assert
                .Single(
                    (await seoul.Certificates.ListAsync(CancellationToken.None)).Trusted,
                    t => t.Node is null
                )
                .Id,
            CancellationToken.None
        );
        await PassAsync();
        Assert.Empty(await ToldAsync());

        async Task PassAsync() =>
            Assert.Null(
                (
                    await singapore.Peering!.ForceSyncAsync(
                        peer,
                        ForcedSync.Plain,
                        CancellationToken.None
                    )
                )!.Failure
            );

        async Task<List<TrustedEntry>> ToldAsync() =>
            [
                .. (
                    await singapore.Certificates!.ListAsync(CancellationToken.None)
                ).Trusted.Where(t => t.Node is null),
            ];
    }

    [Fact]
    public async Task An_authority_that_a_peer_told_of_comes_again_when_it_was_deleted_or_told_while_certificates_were_not_synchronized()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, TwoClusters.BothInStep);
        await SyncCertificatesAsync(false);
        using var root = TestAuthority.Root("Lab Root");
        await singapore.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        Assert.Null(
            await singapore.Services!.DoAsync(
                singapore.Topology.Publisher.Name,
                ServiceCatalogue.InterclusterSyncAgent,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        await PassAsync();
        Assert.Empty(await ToldAsync());

        await SyncCertificatesAsync(true);
        await PassAsync();
        var told = Assert.Single(await ToldAsync());
        await seoul.Certificates!.DeleteAsync(told.Id, CancellationToken.None);
        await Eventually.GetAsync(async () => (await ToldAsync()).Count == 1);

        async Task PassAsync() =>
            Assert.Null(
                (
                    await seoul.Peering!.ForceSyncAsync(
                        peer,
                        ForcedSync.Plain,
                        CancellationToken.None
                    )
                )!.Failure
            );

        async Task SyncCertificatesAsync(bool on) =>
            Assert.Empty(
                await ParameterTests.SetAsync(
                    seoul,
                    ParameterCatalogue.CertificateSync,
                    on ? ParameterCatalogue.Perform : ParameterCatalogue.DoNotPerform
                )
            );

        async Task<List<TrustedEntry>> ToldAsync() =>
            [
                .. (await seoul.Certificates!.ListAsync(CancellationToken.None)).Trusted.Where(
                    t => t.PeerAddress is not null && t.Node is null
                ),
            ];
    }
}
