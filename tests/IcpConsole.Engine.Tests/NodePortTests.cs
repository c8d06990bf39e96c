using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// The ports that a firewall must leave open (the guide, prerequisites), each earned on the wire.
/// </summary>
public sealed class NodePortTests
{
    private static async Task<PeerId> AddAsync(
        HostedCluster local,
        HostedCluster remote,
        PeerProtocol protocol
    )
    {
        var form = TwoClusters.FormFor(remote);
        form.Protocol = protocol;
        var contact = await local.Peering!.ProbeAsync(null, form, CancellationToken.None);
        return (
            await local.Peering.SaveAsync(
                null,
                form,
                contact.Value!.Certificate,
                CancellationToken.None
            )
        ).Value;
    }

    private static string[] Problems(PeerStatus status) =>
        [
            .. status
                .Nodes.SelectMany(n => n.Ports)
                .Select(p => p.Problem?.Code)
                .OfType<string>()
                .Distinct(),
        ];

    [Theory]
    [InlineData(PeerProtocol.Tcp, 5060)]
    [InlineData(PeerProtocol.Udp, 5060)]
    public async Task Every_node_is_logged_in_to_and_speaks_SIP(PeerProtocol protocol, int sip)
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await AddAsync(clusters.Seoul, clusters.Singapore, protocol);
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.AxlMark == Mark.Check && s.Nodes[0].Sip.Mark == Mark.Check
        );
        Assert.Equal(
            clusters.Singapore.Topology.Nodes.Select(n => n.Name),
            status.Nodes.Select(n => n.Node)
        );
        Assert.All(status.Nodes, n => Assert.Equal([8443, sip], n.Ports.Select(p => p.Port)));
        Assert.All(status.Nodes.SelectMany(n => n.Ports), p =>
            Assert.Equal((Mark.Check, null), (p.Mark, p.Problem))
        );
        Assert.Equal(
            ["tomcat"],
            status.Certificates!.Certificates.Select(c => c.Service).Distinct()
        );
    }

    [Fact]
    public async Task With_TLS_both_sides_exchange_every_certificate_and_SIP_needs_both()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var here = await AddAsync(clusters.Seoul, clusters.Singapore, PeerProtocol.Tls);
        // The other side does not know our cup certificate yet.
        var alone = await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.CertificatesMark == Mark.Check && Problems(s) is ["SipTlsRefused"]
        );
        Assert.Equal(
            ["cup", "cup-xmpp", "tomcat"],
            alone.Certificates!.Certificates.Select(c => c.Service).Distinct().Order()
        );
        Assert.All(alone.Nodes, n =>
            Assert.Equal((Mark.Check, 5061), (n.Axl.Mark, n.Sip.Port))
        );
        await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.Links.Count > 0 && s.Links.All(l => l.State == LinkState.NotKnownThere)
        );

        var there = await AddAsync(clusters.Singapore, clusters.Seoul, PeerProtocol.Tls);
        foreach (
            var (cluster, peer) in ((HostedCluster, PeerId)[])
                [(clusters.Seoul, here), (clusters.Singapore, there)]
        )
        {
            var status = await TwoClusters.StatusAsync(cluster, peer, s =>
                TwoClusters.BothInStep(s)
            );
            Assert.All(status.Nodes, n => Assert.Equal(Mark.Check, n.Sip.Mark));
        }
    }

    [Fact]
    public async Task An_entry_that_is_changed_to_TLS_exchanges_the_certificates_that_TCP_did_not_need()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await AddAsync(clusters.Seoul, clusters.Singapore, PeerProtocol.Tcp);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        // So that nothing moves at the peer any more.
        await Eventually.GetAsync(async () =>
            (
                await clusters.Singapore.Certificates!.FindAsync(
                    clusters.Singapore.Topology.Nodes[1].Name,
                    "cup-xmpp",
                    CancellationToken.None
                )
            )
                is not null
        );
        await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        var form = TwoClusters.FormFor(clusters.Singapore);
        (form.Protocol, form.Revision) = (PeerProtocol.Tls, 1);
        Assert.True(
            (
                await clusters.Seoul.Peering.SaveAsync(
                    peer,
                    form,
                    null,
                    CancellationToken.None
                )
            ).Succeeded
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s is { Sync.Last.Failure: null, CertificatesMark: Mark.Check }
            && s.Peer.Protocol == PeerProtocol.Tls
        );
        Assert.Equal(6, status.Certificates!.Certificates.Count);
    }

    [Fact]
    public async Task SIP_is_looked_at_only_where_both_sides_speak_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        var there = await AddAsync(clusters.Seoul, oslo, PeerProtocol.Tcp);
        var here = await AddAsync(oslo, clusters.Seoul, PeerProtocol.Tcp);
        Assert.Equal(
            ["SipOffThere"],
            Problems(
                await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
                    TwoClusters.InStep(s)
                )
            )
        );
        Assert.Equal(
            ["SipOffHere"],
            Problems(await TwoClusters.StatusAsync(oslo, here, s => TwoClusters.InStep(s)))
        );
    }
}
