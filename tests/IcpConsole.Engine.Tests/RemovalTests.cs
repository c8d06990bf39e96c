using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>What a pass, or an administrator, takes away.</summary>
public sealed class RemovalTests
{
    [Fact]
    public async Task A_removal_of_more_than_a_tenth_is_held_until_it_is_confirmed_and_can_be_undone()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => TwoClusters.InStep(s));

        const int Left = TwoClusters.Users - 25;
        await clusters.SetUsersAsync(singapore, TwoClusters.UsersOf(singapore, Left));
        Assert.Equal(
            nameof(SyncHeld),
            (
                await seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!
                .Failure
                ?.Problem
                .Code
        );
        var held = seoul.Peers.Find(peer)!;
        Assert.Equal(
            (new HeldUsers(25, TwoClusters.Users), SyncPhase.Held, TwoClusters.Users),
            (held.Held, held.Sync.Phase, held.Users!.Here)
        );

        // Fewer were confirmed than would go: nothing is changed.
        Assert.NotNull(
            (
                await seoul.Peering.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain with
                    {
                        MayLose = 24,
                    },
                    CancellationToken.None
                )
            )!.Failure
        );
        var confirmed = await seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain with
            {
                MayLose = 25,
            },
            CancellationToken.None
        );
        Assert.Equal((25, null), (confirmed!.Removed, confirmed.Failure));
        var removed = seoul.Peers.Find(peer)!;
        Assert.Equal(
            (25, Left, null),
            (removed.Removal?.Users, removed.Users!.Here, removed.Held)
        );

        await seoul.Peering.UndoRemovalAsync(peer, CancellationToken.None);
        var back = await TwoClusters.StatusAsync(seoul, peer, s =>
            s is { Sync.Phase: SyncPhase.Held, Users.Here: TwoClusters.Users }
        );
        Assert.Equal(
            (null, new HeldUsers(25, TwoClusters.Users), 0),
            (back.Removal, back.Held, back.Sync.Mismatches)
        );
    }

    [Fact]
    public async Task A_deleted_peers_users_are_out_of_sight_at_once_and_the_other_peer_notices_nothing()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        var doomed = await TwoClusters.AddPeerAsync(oslo, clusters.Singapore);
        var kept = await TwoClusters.AddBothAsync(oslo, clusters.Seoul);
        await TwoClusters.StatusAsync(oslo, doomed, s => s.Users?.Here == TwoClusters.Users);
        var before = await TwoClusters.StatusAsync(oslo, kept, s =>
            s.LinksMark == Mark.Check && s.Users?.Here == TwoClusters.Users
        );
        Assert.Equal(
            2 * TwoClusters.Users,
            await clusters.CountAsync(oslo, "SELECT count(*) FROM enduser")
        );

        await oslo.Peering!.DeleteAsync(doomed, CancellationToken.None);

        Assert.Equal(
            TwoClusters.Users,
            await clusters.CountAsync(oslo, "SELECT count(*) FROM enduser")
        );
        var after = oslo.Peers.Find(kept)!;
        Assert.Equal(
            before.Links.Select(l => (l.State, l.Since)),
            after.Links.Select(l => (l.State, l.Since))
        );
        Assert.Equal(0, after.Sync.Failures);
    }

    [Fact]
    public async Task The_other_side_is_told_that_it_was_removed_and_does_not_take_it_for_an_outage()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var here = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.OtherSide.State == OtherSideState.NotAdded
        );
        var there = await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.OtherSide.State == OtherSideState.Added
        );

        await clusters.Singapore.Peering!.DeleteAsync(there, CancellationToken.None);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.OtherSide.State == OtherSideState.Removed
        );
        Assert.NotNull(status.OtherSide.RemovedAt);
        Assert.Equal((true, null), (status.Reachable, status.Failure));
        // Its routers end the links of a cluster that is no peer any more: that is no broken link.
        await TwoClusters.StatusAsync(clusters.Seoul, here, s =>
            s.Links.All(l => l.State == LinkState.NotKnownThere)
        );
        Assert.Equal(Mark.Unknown, clusters.Seoul.Peers.Find(here)!.LinksMark);
    }

    [Fact]
    public async Task Every_pass_leaves_a_receipt_with_its_bytes_and_an_unchanged_one_costs_the_same_whatever_the_size()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        var few = await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, 5 * TwoClusters.Users)
        );
        var added = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        var many = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        Assert.Equal(
            (SyncMode.None, SyncMode.Delta, SyncMode.None),
            (few!.Mode, added!.Mode, many!.Mode)
        );
        Assert.InRange(many.Bytes, 1, few.Bytes + 20);
        Assert.InRange(added.Bytes, 4 * TwoClusters.Users * 100, long.MaxValue);
        var receipts = await clusters.Seoul.Peering.ReceiptsAsync(
            peer,
            CancellationToken.None
        );
        Assert.Equal([many, added, few], receipts.Take(3));
    }
}
