using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>Enterprise groups of two clusters that peer: each is to be of one of them.</summary>
public sealed class EnterpriseGroupTests
{
    [Fact]
    public async Task A_group_that_both_directories_have_is_a_conflict_on_both_sides_until_one_of_them_drops_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddPeerAsync(seoul, singapore),
            await TwoClusters.AddPeerAsync(singapore, seoul)
        );
        await TwoClusters.StatusAsync(seoul, there, s =>
            s.Overall == Mark.Check && s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Check
        );
        await TwoClusters.StatusAsync(singapore, here, s =>
            s.Overall == Mark.Check && s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Check
        );

        await clusters.GroupAsync(seoul, u =>
            u.UserId.EndsWith('1') ? "Verkäufe;Seoul" : "Seoul"
        );
        await clusters.GroupAsync(singapore, u =>
            u.UserId.EndsWith('2') || u.UserId.EndsWith('3') ? "VERKÄUFE" : ""
        );
        var status = await TwoClusters.StatusAsync(seoul, there, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Cross
        );
        Assert.Equal((1, Mark.Cross), (status.Groups!.Count, status.Overall));
        Assert.Equal([new GroupConflict("Verkäufe", 4, 8)], status.Groups.First);
        Assert.Equal(
            [new GroupConflict("VERKÄUFE", 8, 4)],
            (
                await TwoClusters.StatusAsync(singapore, here, s =>
                    s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Cross
                )
            )
                .Groups!
                .First
        );

        // After a restart, too.
        await clusters.ReopenAsync(seoul);
        seoul = clusters.Seoul;
        await TwoClusters.StatusAsync(seoul, there, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Cross
        );

        await clusters.GroupAsync(seoul, _ => "Seoul");
        await TwoClusters.StatusAsync(seoul, there, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Check
        );
        await TwoClusters.StatusAsync(singapore, here, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Check
        );
    }

    [Fact]
    public async Task A_peer_that_was_installed_anew_is_asked_for_its_groups_whatever_it_counts()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var there = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        foreach (var cluster in clusters.Registry.Clusters)
            await clusters.GroupAsync(cluster, _ => "Sales");
        await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Cross && s.Sync.Phase == SyncPhase.Idle
        );
        await clusters.ExecuteAsync(
            clusters.Singapore,
            "UPDATE Cluster SET Epoch = 'another'; DELETE FROM HomeGroups"
        );
        Assert.Null(
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    there,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        Assert.Equal(0, clusters.Seoul.Peers.Find(there)!.Groups!.Count);
    }

    [Fact]
    public async Task A_peer_that_tells_of_no_groups_is_synchronized_all_the_same_and_nothing_is_known_of_them()
    {
        await using var clusters = await TwoClusters.StartAsync();
        await clusters.ExecuteAsync(clusters.Singapore, "DROP VIEW icsagroup");
        var there = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var status = await TwoClusters.StatusAsync(
            clusters.Seoul,
            there,
            TwoClusters.BothInStep
        );
        Assert.Equal((null, null), (status.Groups, status.Diagnosis.In(Aspect.Groups)));

        // As soon as it does, they are read, whether or not anything else moved.
        await clusters.ExecuteAsync(
            clusters.Singapore,
            "CREATE VIEW icsagroup AS SELECT Id AS id, Name AS name, Members AS members FROM HomeGroups"
        );
        Assert.Null(
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    there,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            s.Diagnosis.In(Aspect.Groups)?.Mark == Mark.Check
        );
    }

    [Fact]
    public async Task Thousands_of_groups_are_read_page_by_page_and_the_first_hundred_conflicts_are_named()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        List<EnterpriseGroup> groups =
        [
            .. Enumerable.Range(0, 2500).Select(i => new EnterpriseGroup($"Group {i:D4}", 1)),
        ];
        await (await clusters.DatabaseOfAsync(singapore)).Groups.KeepHomeAsync(
            groups,
            CancellationToken.None
        );
        await (await clusters.DatabaseOfAsync(seoul)).Groups.KeepHomeAsync(
            groups[300..],
            CancellationToken.None
        );
        var there = await TwoClusters.AddBothAsync(seoul, singapore);
        var conflicts = (
            await TwoClusters.StatusAsync(seoul, there, s => s.Groups is not null)
        ).Groups!;
        Assert.Equal(
            (2200, 100, "Group 0300"),
            (conflicts.Count, conflicts.First.Count, conflicts.First[0].Name)
        );

        // Who reads while groups come and go misses none and gets none twice: those that stay keep
        // their number.
        var store = (await clusters.DatabaseOfAsync(singapore)).Groups;
        var number = await clusters.CountAsync(
            singapore,
            "SELECT id FROM icsagroup WHERE name = 'Group 0300'"
        );
        Assert.True(
            await store.KeepHomeAsync(
                [.. groups[..400], new EnterpriseGroup("Another", 1)],
                CancellationToken.None
            )
        );
        Assert.Equal(
            number,
            await clusters.CountAsync(
                singapore,
                "SELECT id FROM icsagroup WHERE name = 'Group 0300'"
            )
        );
        // Members alone move nothing.
        Assert.False(
            await store.KeepHomeAsync(
                [.. groups[..400], new EnterpriseGroup("Another", 2)],
                CancellationToken.None
            )
        );
        Assert.Null(
            (
                await seoul.Peering!.ForceSyncAsync(
                    there,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        Assert.Equal(
            100,
            (await TwoClusters.StatusAsync(seoul, there, s => s.Groups?.Count == 100))
                .Groups!
                .First
                .Count
        );

        // With the entry goes what it told.
        await seoul.Peering.DeleteAsync(there, CancellationToken.None);
        Assert.Equal(0, await clusters.CountAsync(seoul, "SELECT count(*) FROM PeerGroups"));
    }
}
