using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Services;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;
using IcpConsole.Testing;

namespace IcpConsole.Network.Tests;

public sealed class PeeringTests(SharedHosts shared) : IClassFixture<SharedHosts>
{
    [Fact]
    public async Task Two_hosts_peer_by_their_names_and_sync_users_both_ways()
    {
        var hosts = await shared.InStepAsync();

        var (seoul, singapore) = (await hosts.Seoul.PeerAsync(), await hosts.Singapore.PeerAsync());
        Assert.Equal(("singapore", 20), (seoul.Progress.RemoteId?.Value, seoul.Progress.Users.Count));
        Assert.Equal(("seoul", 30), (singapore.Progress.RemoteId?.Value, singapore.Progress.Users.Count));
        // The consoles asked for the addresses of names and for the names of addresses, and both have one.
        foreach (var (here, there) in (IEnumerable<(Host, Host)>)[(hosts.Seoul, hosts.Singapore), (hosts.Singapore, hosts.Seoul)])
        {
            foreach (var node in there.Nodes)
            {
                await Eventually.TrueAsync(() => hosts.Network.Dns!.WasAskedFor(node.Name.Value, here.Nodes[0].Address));
                await Eventually.TrueAsync(() => hosts.Network.Dns!.WasAskedFor(node.Address, here.Nodes[0].Address));
                Assert.Equal(node.Address.ToString(), await here.AddressOfAsync(node.Name));
                Assert.Equal(node.Name.Value, await here.NameOfAsync(node.Address));
            }
        }
    }

    [Fact]
    public async Task A_port_that_is_swallowed_fails_by_timeout_at_TCP_by_its_number_and_the_other_ports_stay_open()
    {
        var hosts = await shared.InStepAsync();
        var (seoul, singapore) = (hosts.Seoul, hosts.Singapore);
        var untouched = (await singapore.PeerAsync()).LastPass;

        await hosts.Network.DropAsync("seoul", $"tcp dport {AxlSchema.Port}");
        var receipt = await TwoHosts.FailsAsync(seoul, PassLayer.Tcp, "TcpTimedOut", "8443");
        Assert.InRange(receipt.Duration, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(15));
        await TwoHosts.AlarmsAsync(seoul, "InterclusterSyncAgentAXLConnectionFailed", singapore.Publisher.Value);

        foreach (var node in singapore.Nodes)
        {
            Assert.False(await seoul.ConnectsToAsync(node.Address, AxlSchema.Port));
            Assert.True(await seoul.ConnectsToAsync(node.Address, XcpRouter.Port));
            Assert.True(await seoul.ConnectsToAsync(node.Address, SipTarget.Port));
        }

        // The way back is another.
        Assert.Equal(untouched, (await singapore.PeerAsync()).LastPass);
        Assert.Empty(await singapore.AlarmsAsync());

        await hosts.Network.MendAsync();
        await hosts.InStepAsync();
    }
}
