using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// OpenSSL, given what a peer's trust stores hold, verifies every listener that those certificates
/// are for, whatever befell them before (the guide, step 7).
/// </summary>
public sealed class OpenSslTests
{
    private static readonly KeySpec s_key = KeySpec.Default(KeyType.Ecdsa);

    public enum Cause
    {
        /// <summary>The publisher has new keys.</summary>
        Regenerated,

        /// <summary>The authority of a trust store issued the publisher's.</summary>
        Issued,

        /// <summary>The same cluster at the same address, from an empty disk.</summary>
        InstalledAnew,

        /// <summary>The subscriber has another name, which every tomcat certificate says.</summary>
        HostRenamed,

        /// <summary>
        /// Both clusters serve another domain, which the routers' certificates say.
        /// </summary>
        DomainRenamed,

        /// <summary>What is kept for the publisher cannot be read.</summary>
        Corrupted,
    }

    [Theory]
    [InlineData(Cause.Regenerated, "CertificateChanged", "CertificateInstalledAnew")]
    [InlineData(Cause.Issued, "CertificateChanged", "CertificateInstalledAnew")]
    [InlineData(Cause.InstalledAnew, "CertificateChanged", "CertificateInstalledAnew")]
    [InlineData(Cause.HostRenamed, "CertificateChanged", "CertificateRenamed")]
    [InlineData(Cause.DomainRenamed, null, null)]
    [InlineData(Cause.Corrupted, "CertificateCorrupted", "CertificateCorrupted")]
    public async Task Each_cause_is_an_X_that_stays_until_it_is_accepted_and_then_every_listener_is_verified(
        Cause cause,
        string? failure,
        string? explained
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        var back = await TwoClusters.AddSecureAsync(clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddSecureAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s.CertificatesMark == Mark.Check
        );
        await OpenSsl.VerifyAsync(clusters.Seoul, clusters.Singapore);

        await CauseAsync(clusters, cause);
        // A cluster that was saved opens its entries anew.
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s is { Sync.Phase: not SyncPhase.AgentStopped, Connectivity: not null }
        );
        if (cause != Cause.InstalledAnew)
            await TwoClusters.StatusAsync(clusters.Seoul, back, s =>
                s is { Sync.Phase: not SyncPhase.AgentStopped, Connectivity: not null }
            );
        if (cause == Cause.DomainRenamed)
            await ResyncAsync(clusters.Seoul, back);
        // Nothing repairs it silently.
        var plain = await clusters.Singapore.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(failure, plain!.Failure?.Problem.Code);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            failure is null
                ? s.CertificatesMark == Mark.Cross
                : s.Connectivity?.Failure is { } seen && s.Explain(seen).Code == explained
        );
        var subscriber = clusters.Seoul.Topology.Nodes[1].Name;
        await ResyncAsync(clusters.Singapore, peer);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s.CertificatesMark == Mark.Check && s.RemoteNodes.Any(n => n.Name == subscriber)
        );
        await OpenSsl.VerifyAsync(clusters.Seoul, clusters.Singapore);
    }

    [Fact]
    public async Task An_entry_that_is_re_pointed_to_a_new_cluster_asks_for_its_certificate_and_then_every_listener_is_verified()
    {
        await using var clusters = await TwoClusters.StartAsync();
        await using var elsewhere = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddSecureAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s => s.RemoteNodes.Count == 2);

        var form = TwoClusters.FormFor(elsewhere.Seoul);
        (form.Revision, form.Protocol) = (1, PeerProtocol.Tls);
        Assert.True(
            (
                await clusters.Singapore.Peering!.SaveAsync(
                    peer,
                    form,
                    null,
                    CancellationToken.None
                )
            ).Succeeded
        );
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s.Sync.Phase == SyncPhase.AwaitingAcceptance
        );
        Assert.Equal(
            "CertificateNotAccepted",
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
        await ResyncAsync(clusters.Singapore, peer);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, s =>
            s.Certificates?.Certificates.All(c => c.Mark == Mark.Check) == true
        );
        await OpenSsl.VerifyAsync(elsewhere.Seoul, clusters.Singapore);
    }

    private static async Task CauseAsync(TwoClusters clusters, Cause cause)
    {
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        switch (cause)
        {
            case Cause.Regenerated:
                foreach (var service in CertificateServices.Exchanged)
                    Assert.Null(
                        await seoul.Certificates!.GenerateAsync(
                            node,
                            service,
                            s_key,
                            CancellationToken.None
                        )
                    );
                await RestartAsync(clusters);
                break;
            case Cause.Issued:
                using (var root = TestAuthority.Root("Lab Root"))
                {
                    foreach (var service in CertificateServices.Exchanged)
                    {
                        await seoul.Certificates!.TrustAsync(
                            service,
                            root.File,
                            CancellationToken.None
                        );
                        Assert.Null(
                            await seoul.Certificates.RequestAsync(
                                node,
                                service,
                                CsrSpec.Default(service, s_key),
                                CancellationToken.None
                            )
                        );
                        using var leaf = root.Sign(
                            (await seoul.Certificates.ListAsync(CancellationToken.None))
                                .Identities.Single(i => i.Node == node && i.Service == service)
                                .Request!.Pem
                        );
                        Assert.Null(
                            await seoul.Certificates.UploadAsync(
                                node,
                                service,
                                leaf.RawData,
                                CancellationToken.None
                            )
                        );
                    }
                }

                // The agent's restart would tell of the authority, and nothing would be an X.
                await RestartAsync(clusters, except: ServiceCatalogue.InterclusterSyncAgent);
                break;
            case Cause.InstalledAnew:
                var (id, definition) = (seoul.Id, seoul.Definition);
                await clusters.Registry.RemoveAsync(id, CancellationToken.None);
                Assert.True(
                    (
                        await clusters.Registry.CreateAsync(
                            Lab.Drafts(definition.Topology.Publisher.Address).First() with
                            {
                                Definition = definition,
                            },
                            CancellationToken.None
                        )
                    ).Succeeded
                );
                await clusters.Registry.StartedAsync(id);
                break;
            case Cause.HostRenamed:
                await clusters.ChangeAsync(seoul, form =>
                    (form.Nodes[1].Name, form.Nodes[1].Address) = (
                        clusters.Network.Address(0, 7).ToString(),
                        ""
                    )
                );
                break;
            case Cause.DomainRenamed:
                foreach (var cluster in new[] { seoul, clusters.Singapore })
                    await clusters.ChangeAsync(cluster, form =>
                        form.Domain = "renamed.example"
                    );
                break;
            case Cause.Corrupted:
                await clusters.ExecuteAsync(
                    clusters.Singapore,
                    $"UPDATE Trust SET Pem = 'spoilt' WHERE Node = '{node}'"
                );
                // What is kept is read when the cluster starts.
                await clusters.ReopenAsync(clusters.Singapore);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cause));
        }

        foreach (var cluster in clusters.Registry.Clusters)
            await Testing.Eventually.GetAsync(async () =>
                (await cluster.Certificates!.ListAsync(CancellationToken.None)).Identities.All(
                    i => i.Certificate is not null
                ) && cluster.Users!.Sync.Finished
            );
    }

    /// <summary>
    /// Restarts what owes it, while the other side does not look: through the subscriber it might
    /// take the routers' new certificates before it sees the publisher's.
    /// </summary>
    private static async Task RestartAsync(TwoClusters clusters, NodeService? except = null)
    {
        var services = clusters.Seoul.Services!;
        await AgentOfSingaporeAsync(clusters, ServiceAction.Stop);
        foreach (
            var step in RestartPlan
                .Steps([clusters.Seoul.Snapshot()])
                .Where(s => s.Service != except)
        )
        {
            var problem =
                step.Service == ServiceCatalogue.Tomcat
                    ? await services.RestartTomcatAsync(step.Node, CancellationToken.None)
                    : await services.DoAsync(
                        step.Node,
                        step.Service,
                        ServiceAction.Restart,
                        CancellationToken.None
                    );
            Assert.Null(problem);
        }

        await AgentOfSingaporeAsync(clusters, ServiceAction.Start);
    }

    private static async Task AgentOfSingaporeAsync(TwoClusters clusters, ServiceAction action)
    {
        var problem = await clusters.Singapore.Services!.DoAsync(
            clusters.Singapore.Topology.Publisher.Name,
            ServiceCatalogue.InterclusterSyncAgent,
            action,
            CancellationToken.None
        );
        Assert.Null(problem);
    }

    /// <summary>
    /// Force Manual Sync with its box ticked: what is presented and what is announced is looked at,
    /// and accepted.
    /// </summary>
    private static async Task ResyncAsync(HostedCluster cluster, PeerId peer)
    {
        var contact = await cluster.Peering!.LookAsync(peer, CancellationToken.None);
        await cluster.Peering.ForceSyncAsync(
            peer,
            new ForcedSync(true, contact.Certificate, []),
            CancellationToken.None
        );
        var shown = cluster
            .Peers.Find(peer)!
            .Certificates!.Certificates.Where(c =>
                c.Mark == Mark.Cross && c.Announced is not null
            )
            .Select(c => c.Announced!)
            .ToList();
        Assert.Null(
            (
                await cluster.Peering.ForceSyncAsync(
                    peer,
                    new ForcedSync(true, null, shown),
                    CancellationToken.None
                )
            )!.Failure
        );
    }
}
