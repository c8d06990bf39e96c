namespace IcpConsole.Network.Tests;

public sealed class PeeringTests
{
    [Fact]
    public async Task Two_hosts_peer_by_their_names_and_sync_users_both_ways()
    {
        await using var hosts = await TwoHosts.StartAsync();
        await hosts.InStepAsync();

        Assert.Equal((20, 30), ((await hosts.Seoul.PeerAsync()).Progress.Users.Count, (await hosts.Singapore.PeerAsync()).Progress.Users.Count));
        Assert.Equal("singapore", (await hosts.Seoul.PeerAsync()).Progress.RemoteId?.Value);
        // Names have addresses and addresses names, and the consoles asked for both.
        foreach (var (host, node) in hosts.Singapore.Nodes.Select(n => (hosts.Seoul, n)).Concat(hosts.Seoul.Nodes.Select(n => (hosts.Singapore, n))))
        {
            Assert.Equal(node.Address.ToString(), await host.AddressOfAsync(node.Name));
            Assert.Equal(node.Name.Value, await host.NameOfAsync(node.Address));
        }
    }
}
