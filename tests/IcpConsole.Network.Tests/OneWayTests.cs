using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Network.Tests;

public sealed class OneWayTests
{
    [Fact]
    public async Task Where_only_one_side_reaches_the_other_each_side_shows_its_own_truth()
    {
        await using var hosts = await TwoHosts.StartAsync(network => network.DropAsync("singapore", "tcp flags & (syn | ack) == syn"));
        var (seoul, singapore) = (hosts.Seoul, hosts.Singapore);

        await hosts.InStepAsync(seoul, singapore);
        var good = (await seoul.PeerAsync()).LastPass;
        await TwoHosts.FailsAsync(singapore, PassLayer.Tcp, "TcpTimedOut", "8443");
        // Failures go on for longer than the 15 s between connectivity tests, and Seoul's find nothing wrong.
        await singapore.ReachesAsync<StoredPeer>(
            async () => await singapore.PeerAsync() is { LastPass: { } last } peer && last.EndedAt - good!.EndedAt > TimeSpan.FromSeconds(16) ? peer : null, "further failures");
        Assert.Equal(good, (await seoul.PeerAsync()).LastPass);
        Assert.Empty(await seoul.AlarmsAsync(activeOnly: false));
        await TwoHosts.AlarmsAsync(singapore, "InterclusterSyncAgentAXLConnectionFailed", seoul.Publisher.Value);
        Assert.Equal(TwoHosts.Ids(singapore.Users), await singapore.UserIdsAsync());

        await hosts.Network.MendAsync();
        await hosts.InStepAsync();
    }
}
