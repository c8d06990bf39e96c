using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>The User Troubleshooter over two clusters that peer.</summary>
public sealed class UserCheckTests
{
    [Fact]
    public async Task Users_who_are_there_twice_are_found_in_pages_with_both_clusters_and_the_cause()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var there = TwoClusters.UsersOf(singapore, 3);
        await clusters.SetUsersAsync(
            seoul,
            [
                there[0] with
                {
                    UserId = there[0].UserId.ToUpperInvariant(),
                    Node = seoul.Topology.Publisher.Name.Value,
                },
                there[1] with
                {
                    Mail = "other@elsewhere.example",
                    DirectoryUri = "other@elsewhere.example",
                    Node = seoul.Topology.Publisher.Name.Value,
                },
                there[2] with
                {
                    Node = null,
                },
                new EndUser("no-uri", "", "", "", "", null),
                new EndUser("odd", "", "", "", "not an address", null),
            ]
        );
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => s.Users?.Here == TwoClusters.Users);

        var first = await FindAsync(UserCheck.DuplicateUserId, 0, 1);
        var second = await FindAsync(UserCheck.DuplicateUserId, 1, 1);
        Assert.Equal((2, 2), (first.Total, second.Total));
        Assert.Equal(
            [there[0].UserId, there[1].UserId],
            first.Findings.Concat(second.Findings).Select(f => f.Value)
        );
        Assert.Equal(["seoul", "singapore"], first.Findings[0].Users.Select(u => u.Cluster));
        Assert.Equal(
            (DuplicateCause.SamePerson, DuplicateCause.Collision),
            (first.Findings[0].Cause!.Value, second.Findings[0].Cause!.Value)
        );
        // By their ID already, and no second time by their URI.
        Assert.Empty((await FindAsync(UserCheck.DuplicateDirectoryUri)).Findings);
        Assert.Equal(
            ["no-uri"],
            (await FindAsync(UserCheck.DirectoryUriEmpty)).Findings.Select(f => f.Value)
        );
        Assert.Equal(
            ["odd"],
            (await FindAsync(UserCheck.DirectoryUriInvalid)).Findings.Select(f => f.Value)
        );
        Assert.Equal(3, (await FindAsync(UserCheck.Unassigned)).Total);

        Task<FoundFindings> FindAsync(UserCheck check, int skip = 0, int take = 10) =>
            seoul.UserChecks!.FindAsync(check, skip, take, CancellationToken.None);
    }

    [Fact]
    public async Task Two_users_of_one_cluster_with_one_URI_are_different_persons_and_whoever_lost_his_node_to_an_administrator_owes_none()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var users = TwoClusters.UsersOf(clusters.Seoul, 4);
        await clusters.SetUsersAsync(
            clusters.Seoul,
            [
                users[0],
                users[1] with
                {
                    DirectoryUri = users[0].DirectoryUri.ToUpperInvariant(),
                },
                users[2],
                users[3] with
                {
                    Node = null,
                },
            ]
        );
        var finding = Assert.Single(
            (await FindAsync(UserCheck.DuplicateDirectoryUri)).Findings
        );
        Assert.Equal(
            (users[0].DirectoryUri, DuplicateCause.Collision),
            (finding.Value, finding.Cause)
        );
        Assert.True(
            (
                await clusters.Seoul.EndUsers!.AssignAsync(
                    [users[2].UserId],
                    new Assignment(AssignmentKind.ToNone),
                    CancellationToken.None
                )
            ).Succeeded
        );
        Assert.Equal(
            [users[3].UserId],
            (await FindAsync(UserCheck.Unassigned)).Findings.Select(f => f.Value)
        );

        Task<FoundFindings> FindAsync(UserCheck check) =>
            clusters.Seoul.UserChecks!.FindAsync(check, 0, 10, CancellationToken.None);
    }

    [Fact]
    public async Task A_stale_row_that_is_removed_comes_back_while_the_peer_has_it_and_not_after()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var left = TwoClusters.UsersOf(singapore, 1)[0];
        await clusters.SetUsersAsync(
            seoul,
            [left with { Node = seoul.Topology.Publisher.Name.Value }]
        );
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => s.UsersMark == Mark.Check);
        Assert.Equal(DuplicateCause.SamePerson, Assert.Single(await FindAsync()).Cause);
        await AgentAsync(ServiceAction.Stop);
        var finding = await OutdatedAsync();
        Assert.Equal(DuplicateCause.StaleRow, finding.Cause);
        var stale = finding.Users.Where(u => u.IsOutdated).ToList();

        Assert.Equal(
            1,
            await seoul.UserChecks!.RemoveStaleAsync(stale, CancellationToken.None)
        );
        Assert.Empty(await FindAsync());
        await AgentAsync(ServiceAction.Start);
        await Eventually.GetAsync(async () => (await FindAsync()).Count == 1);
        await TwoClusters.StatusAsync(seoul, peer, s =>
            s is { UsersMark: Mark.Check, Sync.Phase: SyncPhase.Idle }
        );
        // One that was synchronized meanwhile keeps what it has.
        Assert.Equal(
            0,
            await seoul.UserChecks.RemoveStaleAsync(stale, CancellationToken.None)
        );

        await AgentAsync(ServiceAction.Stop);
        await OutdatedAsync();
        await clusters.SetUsersAsync(
            singapore,
            TwoClusters.UsersOf(singapore, TwoClusters.Users).Skip(1)
        );
        Assert.Equal(
            1,
            await seoul.UserChecks.RemoveStaleAsync(stale, CancellationToken.None)
        );
        await AgentAsync(ServiceAction.Start);
        await TwoClusters.StatusAsync(seoul, peer, s =>
            s
                is {
                    UsersMark: Mark.Check,
                    Users.There: TwoClusters.Users - 1,
                    Sync.Phase: SyncPhase.Idle
                }
        );
        Assert.Empty(await FindAsync());

        async Task AgentAsync(ServiceAction action) =>
            Assert.Null(
                await seoul.Services!.DoAsync(
                    seoul.Topology.Publisher.Name,
                    ServiceCatalogue.InterclusterSyncAgent,
                    action,
                    CancellationToken.None
                )
            );

        async Task<UserFinding> OutdatedAsync()
        {
            await clusters.ExecuteAsync(
                seoul,
                "UPDATE Peers SET LastSynchronized = '2020-01-01 00:00:00'"
            );
            return Assert.Single(await FindAsync());
        }

        async Task<IReadOnlyList<UserFinding>> FindAsync() =>
            (
                await seoul.UserChecks!.FindAsync(
                    UserCheck.DuplicateUserId,
                    0,
                    10,
                    CancellationToken.None
                )
            ).Findings;
    }

    [Fact]
    public async Task Texts_that_name_the_same_person_are_found_as_one_in_both_clusters_whatever_their_form_and_case()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        await clusters.SetUsersAsync(seoul, [User(seoul, "jos\u00e9.ruiz", "\ubbfc\uc218")]);
        await clusters.SetUsersAsync(
            singapore,
            [
                User(singapore, "JOSE\u0301.RUIZ", "\u1106\u1175\u11ab\u1109\u116e"),
                User(singapore, "jose.ruiz", "Jose"),
            ]
        );
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => s.Users?.Here == 2);

        var twice = (
            await seoul.UserChecks.FindAsync(
                UserCheck.DuplicateUserId,
                0,
                10,
                CancellationToken.None
            )
        ).Findings;
        var finding = Assert.Single(twice);
        Assert.Equal(DuplicateCause.SamePerson, finding.Cause);
        Assert.Equal(
            ["jos\u00e9.ruiz", "JOSE\u0301.RUIZ"],
            finding.Users.Select(u => u.User.UserId)
        );
        foreach (
            var text in (string[])
                ["\ubbfc\uc218", "\u1106\u1175\u11ab\u1109\u116e", "JOS\u00c9"]
        )
        {
            var home = await clusters.AskAsync(
                seoul,
                new FindUsers(new UserSearch(text), 0, 10)
            );
            var remote = await clusters.AskAsync(
                seoul,
                new FindRemoteUsers(text, null, 0, 10)
            );
            Assert.Equal((1, 1), (home.Value!.Total, remote.Value!.Total));
        }

        static EndUser User(HostedCluster cluster, string id, string first) =>
            new(id, first, "", "", $"{id}@x.example", cluster.Topology.Publisher.Name.Value);
    }

    [Fact]
    public async Task Users_of_peers_are_found_by_a_part_of_what_is_known_of_them_whatever_its_case_and_of_one_peer_alone()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        await clusters.SetUsersAsync(
            singapore,
            [
                .. TwoClusters.UsersOf(singapore, 5),
                new EndUser(
                    "u1",
                    "Ha_Na",
                    "Kim",
                    "hana%@x.example",
                    "hana@x.example",
                    singapore.Topology.Publisher.Name.Value
                ),
            ]
        );
        var peer = await TwoClusters.AddPeerAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => s.Users?.Here == 6);

        Assert.Equal(6, (await FindAsync("")).Total);
        Assert.Equal(
            ("u1", "singapore"),
            (await FindAsync("ha_NA kim")) is { Total: 1 } found
                ? (found.Users[0].User.UserId, found.Users[0].Cluster)
                : default
        );
        Assert.Equal(1, (await FindAsync("kimha_")).Total);
        // The wildcards of LIKE are letters like any other.
        Assert.Equal(
            (1, 0),
            ((await FindAsync("hana%@")).Total, (await FindAsync("h%a")).Total)
        );
        Assert.Equal(
            (5, 2),
            await FindAsync("singapore.0", skip: 3) is var paged
                ? (paged.Total, paged.Users.Count)
                : default
        );
        Assert.Equal(
            (6, 0),
            ((await FindAsync("", peer)).Total, (await FindAsync("", new PeerId(99))).Total)
        );

        async Task<FoundRemoteUsers> FindAsync(string text, PeerId? of = null, int skip = 0) =>
            (await clusters.AskAsync(seoul, new FindRemoteUsers(text, of, skip, 50))).Value!;
    }
}
