using IcpConsole.Domain.Peering;

namespace IcpConsole.Network.Tests;

public sealed class PacketLossTests
{
    [Fact]
    public async Task Loss_of_all_packets_one_way_fails_both_sides_at_TCP_and_both_recover_when_it_ends()
    {
        await using var hosts = await TwoHosts.StartAsync();
        await hosts.InStepAsync();

        await hosts.Network.DropAsync("seoul");
        foreach (var host in (IEnumerable<Host>)[hosts.Seoul, hosts.Singapore]) await TwoHosts.FailsAsync(host, PassLayer.Tcp, "TcpTimedOut", "8443");
        Assert.Equal(TwoHosts.Ids(hosts.Seoul.Users.Concat(hosts.Singapore.Users)), await hosts.Seoul.UserIdsAsync());

        await hosts.Network.MendAsync();
        await hosts.InStepAsync();
    }
}
