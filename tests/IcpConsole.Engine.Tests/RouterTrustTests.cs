using IcpConsole.Domain.Peering;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Tests;

/// <summary>Whom a router speaks with where peers have TLS.</summary>
public sealed class RouterTrustTests
{
    [Fact]
    public async Task A_router_admits_a_node_of_a_TLS_peer_by_its_certificate_alone_and_the_other_side_is_told_why_not()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddSecureAsync(seoul, singapore),
            await TwoClusters.AddSecureAsync(singapore, seoul)
        );
        await TwoClusters.StatusAsync(seoul, there, s => s.LinksMark == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.LinksMark == Mark.Check);

        var publisher = seoul.Topology.Publisher.Name;
        var other = (
            await seoul.Certificates!.FindAsync(
                seoul.Topology.Nodes[1].Name,
                "cup-xmpp",
                CancellationToken.None
            )
        )!.ToPem();
        await clusters.ExecuteAsync(
            singapore,
            $"UPDATE Trust SET Pem = '{other}' WHERE Store = 'cup-xmpp-trust' AND Node = '{publisher}'"
        );
        // Streams that are open are judged again.
        var status = await TwoClusters.StatusAsync(seoul, there, s =>
            s.Links.Count(l => l.Problem?.Code == "LinkNotAuthorized") == 2
            && s.Links.Count(l => l.State == LinkState.Up) == 2
        );
        Assert.All(status.Links.Where(l => l.State == LinkState.Down), l =>
            Assert.Equal(publisher, l.From)
        );
    }

    [Fact]
    public async Task A_router_speaks_with_none_but_nodes_of_peers_and_says_so_before_anything_else_is_read()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var here = await TwoClusters.AddSecureAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, here, s => s.RemoteNodes.Count == 2);
        var node = clusters.Singapore.Topology.Publisher;
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(node.Address, XmppSchema.Port);
        var options = new XmppClientOptions("stranger.example", node.Name.Value);
        Assert.Equal(
            XmppSchema.InvalidFrom,
            (
                await Assert.ThrowsAsync<XmppException>(() =>
                    XmppClient.OpenAsync(socket.GetStream(), options, CancellationToken.None)
                )
            ).Condition
        );
    }
}
