using IcpConsole.Domain.Peering;

namespace IcpConsole.Network.Tests;

public sealed class DnsOutageTests
{
    [Fact]
    public async Task Without_DNS_the_last_users_stay_and_the_name_is_named_and_with_it_peers_rejoin_by_themselves()
    {
        await using var hosts = await TwoHosts.StartAsync(pairs: 1);
        var pair = hosts.Pairs[0];
        await pair.InStepAsync();
        var (seoul, singapore) = (pair.Seoul, pair.Singapore);
        var (known, before) = (
            (await seoul.PeerAsync()).Progress.Users,
            await seoul.UserIdsAsync()
        );

        await pair.Network.StopDnsAsync();
        foreach (var (here, there) in pair.Directions)
        {
            await here.FailsAsync(PassLayer.Name, "NameServerFailed", there.Publisher.Value);
            await here.AlarmsAsync("XCPConfigMgrHostNameResolutionFailed", there.Publisher);
        }

        // Someone joins and someone leaves on one side meanwhile.
        await singapore.WriteUsersAsync([.. singapore.Generate(25).Skip(1)]);
        await singapore.ReachesAsync<object>(
            async () => (await singapore.HomeUsersAsync()).Count == 24 ? singapore : null,
            "the directory file was read"
        );
        Assert.Equal(known, (await seoul.PeerAsync()).Progress.Users);
        Assert.Equal(before, await seoul.UserIdsAsync());

        await pair.Network.StartDnsAsync();
        await pair.InStepAsync();
        Assert.Null((await seoul.LastPassAsync())!.Failure);
    }
}
