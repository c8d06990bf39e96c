using IcpConsole.Domain.Peering;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Testing;

namespace IcpConsole.Network.Tests;

public sealed class PeeringTests(SharedHosts shared)
{
    [Fact]
    public async Task Two_hosts_peer_by_their_names_and_sync_users_both_ways()
    {
        var pair = await shared.InStepAsync(SharedHosts.ForPeering);

        var (seoul, singapore) = (
            await pair.Seoul.PeerAsync(),
            await pair.Singapore.PeerAsync()
        );
        Assert.Equal(
            ("singapore0", 20),
            (seoul.Progress.RemoteId?.Value, seoul.Progress.Users.Count)
        );
        Assert.Equal(
            ("seoul0", 30),
            (singapore.Progress.RemoteId?.Value, singapore.Progress.Users.Count)
        );
        // The consoles asked for the addresses of names and for the names of addresses, and both
        // have one.
        foreach (var (here, there) in pair.Directions)
        {
            foreach (var node in there.Nodes)
            {
                await Eventually.TrueAsync(() =>
                    pair.Network.Dns!.WasAskedFor(node.Name.Value, here.Nodes[0].Address)
                );
                await Eventually.TrueAsync(() =>
                    pair.Network.Dns!.WasAskedFor(node.Address, here.Nodes[0].Address)
                );
                Assert.Equal(
                    node.Address.ToString(),
                    await here.Host.AddressOfAsync(node.Name)
                );
                Assert.Equal(node.Name.Value, await here.Host.NameOfAsync(node.Address));
            }
        }
    }

    [Fact]
    public async Task A_port_that_is_swallowed_fails_by_timeout_at_TCP_by_its_number_and_the_other_ports_stay_open()
    {
        var pair = await shared.InStepAsync(SharedHosts.ForPeering);
        var (seoul, singapore) = (pair.Seoul, pair.Singapore);

        await pair.DropRequestsAsync(seoul, $"tcp dport {AxlSchema.Port}");
        var receipt = await seoul.FailsAsync(PassLayer.Tcp, "TcpTimedOut", "8443");
        Assert.InRange(receipt.Duration, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(15));
        await seoul.AlarmsAsync(
            "InterclusterSyncAgentAXLConnectionFailed",
            singapore.Publisher
        );

        foreach (var node in singapore.Nodes)
        {
            Assert.False(await seoul.Host.ConnectsToAsync(node.Address, AxlSchema.Port));
            Assert.True(await seoul.Host.ConnectsToAsync(node.Address, XmppSchema.Port));
            Assert.True(await seoul.Host.ConnectsToAsync(node.Address, SipTarget.Port));
        }

        // The way back is another.
        Assert.Null((await singapore.LastPassAsync())!.Failure);
        Assert.Empty(await singapore.AlarmsAsync());

        await pair.MendAsync();
        await pair.InStepAsync();
    }
}
