using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>A peer that tells what is wrong harms itself alone.</summary>
public sealed class RoguePeerTests
{
    [Fact]
    public void All_users_are_fetched_anew_three_times_in_a_quarter_of_an_hour()
    {
        var time = new ManualTimeProvider();
        var limit = new StartOverLimit(time);
        for (var i = 0; i < 3; i++)
            Assert.True(limit.TryTake(out _));
        Assert.False(limit.TryTake(out var wait));
        Assert.Equal(TimeSpan.FromMinutes(15), wait);
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.True(limit.TryTake(out _));
    }

    [Fact]
    public async Task A_peer_whose_change_numbers_start_over_again_and_again_is_told_to_wait_and_a_forced_sync_asks_at_once()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, TwoClusters.BothInStep);
        for (var i = 0; i < 5; i++)
        {
            await clusters.ExecuteAsync(singapore, $"UPDATE Cluster SET Epoch = 'epoch{i}'");
            await clusters.WriteUsersAsync(singapore, TwoClusters.Users + i + 1);
            singapore.Users!.SyncNow();
            await TwoClusters.StatusAsync(seoul, peer, s =>
                s.Users?.Here == TwoClusters.Users + i + 1
                || s.Failure?.Problem.Code == nameof(PeerStartsOver)
            );
        }

        var status = await TwoClusters.StatusAsync(seoul, peer, s =>
            s.Failure?.Problem.Code == nameof(PeerStartsOver)
        );
        Assert.Equal(TwoClusters.Users + 3, status.Users!.Here);
        Assert.Null(
            (
                await seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        Assert.Equal(TwoClusters.Users + 5, seoul.Peers.Find(peer)!.Users!.Here);
    }

    [Fact]
    public async Task A_peer_that_says_that_anothers_node_is_its_own_keeps_the_other_peer_out_of_nothing()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        var rogue = await TwoClusters.AddPeerAsync(seoul, oslo);
        await TwoClusters.StatusAsync(seoul, rogue, TwoClusters.InStep);
        // As if it had told of nodes of a cluster that is no peer yet.
        foreach (var node in singapore.Topology.Nodes)
            await clusters.ExecuteAsync(
                seoul,
                $"INSERT INTO PeerNodes (PeerId, Name, Role, AgentRunning) VALUES ({rogue.Value}, '{node.Name}', 1, 1)"
            );
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, TwoClusters.BothInStep);
        var back = Assert.Single(singapore.Peers.All);
        await TwoClusters.StatusAsync(singapore, back.Peer.Id, TwoClusters.BothInStep);
    }

    [Fact]
    public async Task Of_a_certificate_with_thousands_of_names_none_is_looked_up()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var address = clusters.Network.Address(3, 5);
        using var certificate = TestServer.Certificate(
            address.ToString(),
            Enumerable.Range(0, 3000).Select(i => $"node{i}.rogue.example")
        );
        await using var server = TestServer.Tls(address, certificate, new MemoryStream());
        var form = new PeerForm
        {
            Address = address.ToString(),
            AxlUsername = "a",
            AxlPassword = "b",
            ConfirmAxlPassword = "b",
        };
        var contact = await clusters.Seoul.Peering!.ProbeAsync(
            null,
            form,
            CancellationToken.None
        );
        var peer = (
            await clusters.Seoul.Peering.SaveAsync(
                null,
                form,
                contact.Value!.Certificate,
                CancellationToken.None
            )
        ).Value;
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal(
            (PassLayer.Certificate, "CertificateTooManyNames"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.DoesNotContain(names.Asked, n => n.Contains("rogue", StringComparison.Ordinal));
    }
}
