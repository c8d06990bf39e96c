using IcpConsole.Domain.Peering;

namespace IcpConsole.Network.Tests;

public sealed class PacketLossTests(SharedHosts shared)
{
    [Fact]
    public async Task Loss_of_all_packets_one_way_fails_both_sides_at_TCP_and_both_recover_when_it_ends()
    {
        var pair = await shared.InStepAsync(SharedHosts.ForLoss);

        await pair.DropAllAsync(pair.Seoul);
        foreach (var (here, there) in pair.Directions)
        {
            await here.FailsAsync(PassLayer.Tcp, "TcpTimedOut", "8443");
            Assert.Equal(Pair.Ids(here.Users.Concat(there.Users)), await here.UserIdsAsync());
        }

        await pair.MendAsync();
        await pair.InStepAsync();
    }
}
