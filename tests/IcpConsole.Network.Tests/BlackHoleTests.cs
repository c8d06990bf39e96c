using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Services;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Sip;

namespace IcpConsole.Network.Tests;

public sealed class BlackHoleTests
{
    [Fact]
    public async Task A_port_that_is_swallowed_fails_by_timeout_at_TCP_by_its_number_and_the_other_ports_stay_open()
    {
        await using var hosts = await TwoHosts.StartAsync();
        await hosts.InStepAsync();
        var (seoul, singapore) = (hosts.Seoul, hosts.Singapore);
        var untouched = (await singapore.PeerAsync()).LastPass;

        await hosts.Network.DropAsync("seoul", $"tcp dport {AxlSchema.Port}");
        var receipt = await TwoHosts.FailsAsync(seoul, PassLayer.Tcp, "TcpTimedOut", "8443");
        Assert.InRange(receipt.Duration, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(10));
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
