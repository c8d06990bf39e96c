using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class PeerViewStoreTests
{
    [Fact]
    public async Task What_was_seen_of_a_peer_that_is_deleted_meanwhile_is_told_to_nobody()
    {
        using var test = await TestDatabase.CreateAsync();
        var (peers, address) = (test.Database.Peers, NodeName.Parse("127.0.12.1"));
        var peer = await peers.AddAsync(
            new PeerDraft(address, "icsa", "p", PeerProtocol.Tcp),
            null,
            CancellationToken.None
        );
        PeerView[] seen =
        [
            new(
                address,
                PeerProtocol.Tcp,
                null,
                Mark.Check,
                null,
                null,
                "",
                Mark.Check,
                Mark.Check,
                Mark.Check,
                Mark.Check,
                Mark.Check,
                null
            ),
        ];
        PeerService[] told =
        [
            new(
                address,
                ServiceCatalogue.XcpRouter,
                Runs: true,
                new DateTimeOffset(2026, 11, 30, 6, 0, 0, TimeSpan.Zero),
                new CertificateRestart("cup-xmpp")
            ),
        ];
        await test.Database.PeerViews.KeepAsync(seen, told, CancellationToken.None);
        Assert.Equal(1, await test.ScalarAsync("SELECT count(*) FROM icsaview"));
        await peers.DeleteAsync(peer, CancellationToken.None);
        await test.Database.PeerViews.KeepAsync(seen, told, CancellationToken.None);
        Assert.Equal(0, await test.ScalarAsync("SELECT count(*) FROM icsaview"));
        Assert.Equal(
            1,
            await test.ScalarAsync(
                "SELECT count(*) FROM icsaservice WHERE service = 'Cisco XCP Router' AND running = 't' AND code = 'CertificateRestart' AND args = 'cup-xmpp'"
            )
        );
    }
}
