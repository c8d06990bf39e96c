using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Peerings whose protocol is TLS on both sides, on one, or with an entry on one side alone.
/// </summary>
public sealed class TlsPeeringTests
{
    private static readonly TimeSpan s_twoTests = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_connection_is_secure_while_TLS_comes_about_on_SIP_and_on_router_links_in_both_directions()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddSecureAsync(seoul, singapore),
            await TwoClusters.AddSecureAsync(singapore, seoul)
        );
        foreach (var (cluster, peer) in new[] { (seoul, there), (singapore, here) })
        {
            var status = await TwoClusters.StatusAsync(cluster, peer, s =>
                s.Overall == Mark.Check
            );
            Assert.Equal(
                [(true, true), (true, false), (false, true), (false, false)],
                status.TlsWays.Select(w => (w.IsSip, w.IsOutbound))
            );
            Assert.Equal(Mark.Check, status.Diagnosis.CertificateStatus.Mark);
        }

        var node = singapore.Topology.Nodes[1].Name;
        foreach (
            var (service, isSip) in new[]
            {
                (ServiceCatalogue.SipProxy, true),
                (ServiceCatalogue.XcpRouter, false),
            }
        )
        {
            await TroubleshooterTests.StopAsync(singapore, node, service);
            // Seen here, and told over there.
            await Eventually.GetAsync(
                () =>
                    Failing(seoul, there) is [{ IsOutbound: true } only]
                    && only.IsSip == isSip,
                s_twoTests
            );
            await Eventually.GetAsync(
                () => Failing(singapore, here).Any(w => !w.IsOutbound && w.IsSip == isSip),
                s_twoTests
            );
            // Only the cause is red: here a link or a port, there a service of one's own.
            Assert.Equal(
                (isSip ? Aspect.Sip : Aspect.Links, Mark.Unknown, Mark.Unknown),
                (
                    seoul.Peers.Find(there)!.Diagnosis.Cause.Aspect,
                    seoul.Peers.Find(there)!.Diagnosis.CertificateStatus.Mark,
                    singapore.Peers.Find(here)!.Diagnosis.CertificateStatus.Mark
                )
            );
            Assert.Null(
                await singapore.Services!.DoAsync(
                    node,
                    service,
                    ServiceAction.Start,
                    CancellationToken.None
                )
            );
            await Eventually.GetAsync(
                () =>
                    seoul.Peers.Find(there)!.Diagnosis.CertificateStatus.Mark == Mark.Check
                    && singapore.Peers.Find(here)!.Diagnosis.CertificateStatus.Mark
                        == Mark.Check,
                s_twoTests
            );
        }

        static List<TlsWay> Failing(HostedCluster cluster, PeerId peer) =>
            [.. cluster.Peers.Find(peer)!.TlsWays.Where(w => w.Mark == Mark.Cross)];
    }

    [Theory]
    [InlineData(PeerProtocol.Tcp)]
    [InlineData(PeerProtocol.Tls)]
    public async Task Within_2_s_of_the_second_entry_both_sides_are_green_and_neither_was_ever_red(
        PeerProtocol protocol
    )
    {
        var step = TimeSpan.FromMilliseconds(200);
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var there = await AddAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, there, s =>
            s.Links.Count > 0 && s.Links.All(l => l.State == LinkState.NotKnownThere)
        );
        var here = await AddAsync(singapore, seoul);
        var passed = TimeSpan.Zero;
        while (!await IsGreenAsync())
        {
            time.Advance(step);
            passed += step;
            Assert.True(
                passed < TimeSpan.FromSeconds(2),
                string.Join('\n', Statuses().SelectMany(s => s.Diagnosis.Findings))
            );
        }

        Task<PeerId> AddAsync(HostedCluster cluster, HostedCluster remote) =>
            protocol == PeerProtocol.Tls
                ? TwoClusters.AddSecureAsync(cluster, remote)
                : TwoClusters.AddPeerAsync(cluster, remote);

        IEnumerable<PeerStatus> Statuses() =>
            [seoul.Peers.Find(there)!, singapore.Peers.Find(here)!];

        // Whatever comes about without time that passes.
        async Task<bool> IsGreenAsync()
        {
            try
            {
                await Eventually.TrueAsync(
                    () =>
                    {
                        var statuses = Statuses().ToList();
                        Assert.DoesNotContain(Mark.Cross, statuses.Select(s => s.Overall));
                        return statuses.TrueForAll(s => s.Overall == Mark.Check);
                    },
                    TimeSpan.FromSeconds(2)
                );
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task With_TLS_on_one_side_alone_both_sides_name_that_and_lead_to_the_protocol()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddSecureAsync(seoul, singapore),
            await TwoClusters.AddPeerAsync(singapore, seoul)
        );
        await TwoClusters.StatusAsync(singapore, here, s =>
            s.Links.All(l => l.State == LinkState.Down) && s.ProtocolsDiffer is not null
        );
        await TwoClusters.StatusAsync(seoul, there, s =>
            s.ProtocolsDiffer is not null
            && s.CertificatesMark == Mark.Check
            && s.Diagnosis.CertificateStatus.Mark == Mark.Cross
        );
        foreach (
            var (cluster, args) in new[]
            {
                (seoul, new[] { "TLS", "TCP", "singapore" }),
                (singapore, ["TCP", "TLS", "seoul"]),
            }
        )
        {
            var row = Assert.Single(await TroubleshooterTests.FailedAsync(cluster));
            Assert.Equal(
                ("PeerProtocol", "ProtocolsDiffer", FixPlace.Peer, nameof(PeerForm.Protocol)),
                (row.Test, row.Problem!.Code, row.Fix!.Place, row.Fix.Field)
            );
            Assert.Equal(args, ProblemCode.ArgumentsOf(row.Problem));
        }
    }

    [Fact]
    public async Task A_half_open_peering_with_TLS_is_one_problem()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddSecureAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.SipMark == Mark.Cross);
        Assert.Empty(await TroubleshooterTests.FailedAsync(clusters.Seoul));
        Assert.Single(clusters.Seoul.Diagnostics!.Rows, r =>
            r is { Test: "PeerBothSides", Outcome: CheckOutcome.Warning }
        );
    }

    [Fact]
    public async Task After_a_domain_change_the_routers_certificates_are_an_X_and_what_is_to_be_mended_is_the_domain()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddSecureAsync(seoul, singapore),
            await TwoClusters.AddSecureAsync(singapore, seoul)
        );
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check);
        await clusters.ChangeAsync(singapore, f => f.Domain = "elsewhere.example");
        var status = await TwoClusters.StatusAsync(seoul, there, s =>
            s.Failure?.Problem.Code == "DomainDiffers" && s.CertificatesMark == Mark.Cross
        );
        Assert.Equal(
            ["cup-xmpp"],
            status
                .Certificates!.Certificates.Where(c => c.Mark == Mark.Cross)
                .Select(c => c.Service)
                .Distinct()
        );
        Assert.Equal(
            [("PeerCompatible", "Domain")],
            (await TroubleshooterTests.FailedAsync(seoul)).Select(r => (r.Test, r.Fix?.Field))
        );
    }
}
