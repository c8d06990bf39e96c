using IcpConsole.Domain.Peering;

namespace IcpConsole.Network.Tests;

public sealed class OneWayTests(SharedHosts shared)
{
    [Fact]
    public async Task Where_only_one_side_reaches_the_other_each_side_shows_its_own_truth()
    {
        var pair = await shared.InStepAsync(SharedHosts.ForOneWay);
        var (seoul, singapore) = (pair.Seoul, pair.Singapore);
        var since = TimeProvider.System.GetUtcNow();
        await pair.DropRequestsAsync(singapore, "tcp flags & (syn | ack) == syn");
        await singapore.FailsAsync(PassLayer.Tcp, "TcpTimedOut", "8443");
        await singapore.AlarmsAsync(
            "InterclusterSyncAgentAXLConnectionFailed",
            seoul.Publisher
        );
        // Seoul has tested its peer meanwhile, as it does every 15 s: one test that failed would
        // have made a pass that fails.
        await singapore.ReachesAsync<SyncReceipt>(
            async () =>
                await singapore.LastPassAsync() is { Failure: not null } last
                && last.EndedAt > since + TimeSpan.FromSeconds(16)
                    ? last
                    : null,
            "it goes on failing"
        );
        Assert.Null((await seoul.LastPassAsync())!.Failure);
        Assert.Empty(await seoul.AlarmsAsync());
        Assert.True(await seoul.Host.ConnectsToAsync(singapore.Nodes[0].Address, 8443));
        Assert.False(await singapore.Host.ConnectsToAsync(seoul.Nodes[0].Address, 8443));

        await pair.MendAsync();
        await pair.InStepAsync();
    }
}
