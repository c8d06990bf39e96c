using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>Enterprise groups of two clusters that peer: each is to be of one of them.</summary>
public sealed class EnterpriseGroupTests
{
    [Fact]
    public async Task A_group_that_both_directories_have_is_a_conflict_on_both_sides_until_one_of_them_drops_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (await TwoClusters.AddPeerAsync(seoul, singapore), await TwoClusters.AddPeerAsync(singapore, seoul));
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check && s.GroupsMark == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check && s.GroupsMark == Mark.Check);

        await GroupAsync(clusters, seoul, u => u.UserId.EndsWith('1') ? "Sales;Seoul" : "Seoul");
        await TwoClusters.StatusAsync(seoul, there, s => s.GroupsMark == Mark.Check);
        await GroupAsync(clusters, singapore, u => u.UserId.EndsWith('2') || u.UserId.EndsWith('3') ? "SALES" : "");
        var status = await TwoClusters.StatusAsync(seoul, there, s => s.GroupsMark == Mark.Cross);
        Assert.Equal((1, Mark.Cross), (status.Groups!.Count, status.Overall));
        Assert.Equal([new GroupConflict("Sales", 4, 8)], status.Groups.First);
        Assert.Equal([new GroupConflict("SALES", 8, 4)], (await TwoClusters.StatusAsync(singapore, here, s => s.GroupsMark == Mark.Cross)).Groups!.First);

        // What is kept is told after a restart, too.
        Assert.True((await clusters.Registry.SaveAsync(seoul.Id, ClusterForm.From(seoul.Definition), CancellationToken.None)).Succeeded);
        seoul = clusters.Seoul;
        await TwoClusters.StatusAsync(seoul, there, s => s.GroupsMark == Mark.Cross);

        await GroupAsync(clusters, seoul, _ => "Seoul");
        await TwoClusters.StatusAsync(seoul, there, s => s.GroupsMark == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.GroupsMark == Mark.Check);
    }

    [Fact]
    public async Task Thousands_of_groups_are_read_page_by_page_and_the_first_hundred_conflicts_are_named()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        List<EnterpriseGroup> groups = [.. Enumerable.Range(0, 2500).Select(i => new EnterpriseGroup($"Group {i:D4}", 1))];
        await (await clusters.DatabaseOfAsync(singapore)).Groups.KeepHomeAsync(groups, CancellationToken.None);
        await (await clusters.DatabaseOfAsync(seoul)).Groups.KeepHomeAsync(groups[300..], CancellationToken.None);
        var there = await TwoClusters.AddPeerAsync(seoul, singapore);
        var conflicts = (await TwoClusters.StatusAsync(seoul, there, s => s.Groups is not null)).Groups!;
        Assert.Equal((2200, 100, "Group 0300"), (conflicts.Count, conflicts.First.Count, conflicts.First[0].Name));

        // With the entry goes what it told.
        await seoul.Peering!.DeleteAsync(there, CancellationToken.None);
        Assert.Equal(0, await clusters.CountAsync(seoul, "SELECT count(*) FROM PeerGroups"));
    }

    private static async Task GroupAsync(TwoClusters clusters, ICluster cluster, Func<EndUser, string> groups)
    {
        var file = clusters.Files.Single(f => Path.GetFileName(f) == Path.GetFileName(cluster.Definition.DirectoryFile));
        await DirectoryWriter.WriteAsync(file, TwoClusters.UsersOf(cluster, TwoClusters.Users), CancellationToken.None, groups);
        cluster.Users!.SyncNow();
    }
}
