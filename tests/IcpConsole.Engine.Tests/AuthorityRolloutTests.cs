using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// The guided roll-out of an authority, step by step over two clusters that peer.
/// </summary>
public sealed class AuthorityRolloutTests
{
    [Fact]
    public async Task Each_step_of_a_roll_out_names_what_is_open_until_it_is_done()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        var back = await TwoClusters.AddPeerAsync(singapore, seoul);
        await TwoClusters.StatusAsync(seoul, peer, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, back, s => s.Overall == Mark.Check);
        using var root = TestAuthority.Root("New Root");
        using var old = TestAuthority.Root("Old Root");
        await seoul.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        await seoul.Certificates.TrustAsync("tomcat", old.File, CancellationToken.None);
        Assert.Equal(
            [singapore.Id],
            (await OpenAsync(RolloutStep.Trust)).Select(t => t.Cluster)
        );

        await singapore.Certificates!.TrustAsync("tomcat", root.File, CancellationToken.None);
        Assert.Empty(await OpenAsync(RolloutStep.Trust));
        Assert.Equal(2, (await OpenAsync(RolloutStep.Spread)).Count);
        foreach (var cluster in new[] { seoul, singapore })
            Assert.Null(
                await cluster.Services!.DoAsync(
                    cluster.Topology.Publisher.Name,
                    ServiceCatalogue.InterclusterSyncAgent,
                    ServiceAction.Restart,
                    CancellationToken.None
                )
            );
        await Eventually.GetAsync(async () =>
            (await OpenAsync(RolloutStep.Spread)).Count == 0
        );

        Assert.Equal(4, (await OpenAsync(RolloutStep.Issue)).Count);
        foreach (
            var (cluster, node) in new[] { seoul, singapore }.SelectMany(c =>
                c.Topology.Nodes.Select(n => (c, n.Name))
            )
        )
        {
            Assert.Null(
                await cluster.Certificates!.RequestAsync(
                    node,
                    "tomcat",
                    CsrSpec.Default("tomcat", KeySpec.Default(KeyType.Ecdsa)),
                    CancellationToken.None
                )
            );
            using var leaf = root.Sign(
                (await cluster.Certificates.ListAsync(CancellationToken.None))
                    .Identities.Single(i => i.Node == node && i.Service == "tomcat")
                    .Request!.Pem
            );
            Assert.Null(
                await cluster.Certificates.UploadAsync(
                    node,
                    "tomcat",
                    leaf.RawData,
                    CancellationToken.None
                )
            );
        }

        Assert.Empty(await OpenAsync(RolloutStep.Issue));
        Assert.Equal(4, (await OpenAsync(RolloutStep.Restart)).Count);
        foreach (var step in RestartPlan.Steps([seoul.Snapshot(), singapore.Snapshot()]))
            Assert.Null(
                await clusters
                    .Registry.Find(step.Cluster)!
                    .Services!.RestartTomcatAsync(step.Node, CancellationToken.None)
            );
        Assert.Empty(await OpenAsync(RolloutStep.Restart));
        // Nobody has to force anything: the authority vouches for the new certificates.
        await Eventually.GetAsync(async () => (await OpenAsync(RolloutStep.Check)).Count == 0);
        await TwoClusters.StatusAsync(seoul, peer, s =>
            s.CertificatesMark == Mark.Check
            && s.Certificates!.Certificates.All(c => c.Announced!.Issuer == root.Subject)
        );
        Assert.Equal(
            [seoul.Id],
            (await OpenAsync(RolloutStep.CleanUp)).Select(t => t.Cluster)
        );

        async Task<IReadOnlyList<RolloutTask>> OpenAsync(RolloutStep step)
        {
            var now = new List<RolloutCluster>();
            foreach (var cluster in clusters.Registry.Clusters)
                now.Add(
                    new RolloutCluster(
                        cluster.Snapshot(),
                        await cluster.Certificates!.ListAsync(CancellationToken.None)
                    )
                );
            var authority = now.SelectMany(c => c.Certificates.Trusted)
                .First(t => t.Certificate?.Subject == root.Subject)
                .Certificate!;
            return AuthorityRollout
                .Gates(now, "tomcat", authority, TimeProvider.System.GetUtcNow())
                .Single(g => g.Step == step)
                .Open;
        }
    }
}
