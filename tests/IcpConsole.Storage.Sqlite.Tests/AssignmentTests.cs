using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Sqlite.Tests;

/// <summary>
/// Which node a home user is assigned to: by the directory file, by an administrator, and when
/// nodes change.
/// </summary>
public sealed class AssignmentTests
{
    private const string Publisher = "127.0.11.1";
    private const string Subscriber = "127.0.11.2";

    [Fact]
    public async Task Who_was_assigned_by_an_administrator_stays_when_the_directory_is_read_again_until_it_says_the_same()
    {
        using var test = await WithUsersAsync();
        Assert.Equal(1, Assign(test, "mina", Subscriber));
        Assert.Equal(0, Assign(test, "mina", Subscriber));
        test.SetHome([User("mina", Publisher, "Minah"), User("juno", Subscriber)]);
        Assert.Equal((Subscriber, "Minah", true), await FindAsync(test, "mina"));
        Assert.Equal((Subscriber, "Mina", false), await FindAsync(test, "juno"));

        test.SetHome([User("mina", Subscriber), User("juno", Publisher)]);
        test.SetHome([User("mina", Publisher), User("juno", Publisher)]);
        Assert.Equal((Publisher, "Mina", false), await FindAsync(test, "mina"));
    }

    [Fact]
    public async Task An_assignment_outlasts_a_row_whose_node_is_wrong_for_a_while_and_a_node_that_comes_again()
    {
        using var test = await WithUsersAsync();
        Assign(test, "juno", null);
        EndUser[] wrong = [User("mina", Publisher), User("juno", null), User("nari", null)];
        EndUser[] right =
        [
            User("mina", Publisher),
            User("juno", Subscriber),
            User("nari", null),
        ];
        test.SetHome(wrong, misplaced: new HashSet<string> { "juno" });
        test.SetHome(right);
        Assert.Equal((null, "Mina", true), await FindAsync(test, "juno"));
        var both = await test.Database.Definition.ReadAsync(CancellationToken.None);
        await test.Database.Definition.ChangeAsync(
            With(both, [both.Topology.Nodes[0]]),
            None,
            CancellationToken.None
        );
        test.SetHome(wrong, misplaced: new HashSet<string> { "juno" });
        await test.Database.Definition.ChangeAsync(both, None, CancellationToken.None);
        test.SetHome(right);
        Assert.Equal((null, "Mina", true), await FindAsync(test, "juno"));
    }

    [Fact]
    public async Task An_assignment_is_a_change_that_peers_fetch()
    {
        using var test = await WithUsersAsync();
        var before = await test.Database.Definition.HomeUsersAsync(CancellationToken.None);
        Assign(test, "mina", null);
        var after = await test.Database.Definition.HomeUsersAsync(CancellationToken.None);
        Assert.Equal((before.Count, before.Assigned - 1), (after.Count, after.Assigned));
        Assert.Equal(
            unchecked(
                before.Sum
                - User("mina", Publisher).Fingerprint()
                + User("mina", null).Fingerprint()
            ),
            after.Sum
        );
        Assert.Equal(
            4,
            await test.ScalarAsync("SELECT change FROM icsauser WHERE userid = 'mina'")
        );
    }

    [Fact]
    public async Task Users_follow_nodes_that_take_each_others_names()
    {
        using var test = await WithUsersAsync();
        await RenameAsync(test, (Publisher, Subscriber), (Subscriber, Publisher));
        Assert.Equal((Subscriber, "Mina", false), await FindAsync(test, "mina"));
        Assert.Equal((Publisher, "Mina", false), await FindAsync(test, "juno"));
    }

    [Fact]
    public async Task After_a_rename_a_file_with_the_old_name_moves_nobody_and_the_corrected_one_whom_it_says()
    {
        using var test = await WithUsersAsync();
        const string Renamed = "127.0.11.9";
        await RenameAsync(test, (Subscriber, Renamed));
        Assert.Equal((Renamed, "Mina", false), await FindAsync(test, "juno"));
        // The reader found the old name to be no node's.
        test.SetHome(
            [User("mina", Publisher), User("juno", null), User("yuna", null)],
            misplaced: new HashSet<string> { "juno", "yuna" }
        );
        Assert.Equal((Renamed, "Mina", false), await FindAsync(test, "juno"));
        Assert.Equal((null, "Mina", false), await FindAsync(test, "yuna"));
        test.SetHome([User("mina", Renamed), User("juno", Publisher), User("yuna", Renamed)]);
        Assert.Equal((Publisher, "Mina", false), await FindAsync(test, "juno"));
        Assert.Equal((Renamed, "Mina", false), await FindAsync(test, "mina"));
    }

    [Fact]
    public async Task A_node_may_take_the_name_of_one_that_is_removed_and_not_its_users()
    {
        using var test = await WithUsersAsync();
        var now = await test.Database.Definition.ReadAsync(CancellationToken.None);
        await test.Database.Definition.ChangeAsync(
            With(now, [now.Topology.Nodes[0] with { Name = NodeName.Parse(Subscriber) }]),
            new Dictionary<NodeName, NodeName>
            {
                [NodeName.Parse(Publisher)] = NodeName.Parse(Subscriber),
            },
            CancellationToken.None
        );
        Assert.Equal((Subscriber, "Mina", false), await FindAsync(test, "mina"));
        Assert.Equal((null, "Mina", false), await FindAsync(test, "juno"));
    }

    [Fact]
    public async Task Nobody_is_assigned_to_a_node_that_is_not_there()
    {
        using var test = await WithUsersAsync();
        Assert.Equal(1, Assign(test, "juno", "127.0.99.1"));
        Assert.Equal((null, "Mina", false), await FindAsync(test, "juno"));
    }

    [Fact]
    public async Task Users_of_a_node_that_is_removed_are_unassigned_until_the_directory_says_where()
    {
        using var test = await WithUsersAsync();
        await test.Database.Definition.ChangeAsync(
            With(
                await test.Database.Definition.ReadAsync(CancellationToken.None),
                [Node(Publisher, NodeRole.Publisher)]
            ),
            None,
            CancellationToken.None
        );
        Assert.Equal((null, "Mina", false), await FindAsync(test, "juno"));
        test.SetHome([User("mina", Publisher), User("juno", Publisher), User("nari", null)]);
        Assert.Equal((Publisher, "Mina", false), await FindAsync(test, "juno"));
    }

    [Fact]
    public async Task High_availability_goes_with_the_pair_that_it_was_for()
    {
        using var test = await WithUsersAsync();
        var redundancy = test.Database.Redundancy;
        await redundancy.SetHighAvailabilityAsync(1, true, CancellationToken.None);
        await redundancy.SetServedByAsync(
            NodeName.Parse(Subscriber),
            NodeName.Parse(Publisher),
            CancellationToken.None
        );
        Assert.Equal(
            4,
            await test.ScalarAsync(
                "SELECT tkhaserverstate FROM enterprisenode WHERE name = '127.0.11.1'"
            )
        );
        Assert.Equal(
            1,
            await test.ScalarAsync(
                "SELECT count(*) FROM icsanode WHERE name = '127.0.11.2' AND servedby = '127.0.11.1'"
            )
        );

        await RenameAsync(test, (Publisher, "127.0.11.9"));
        Assert.Equal(
            ("127.0.11.2", "127.0.11.9"),
            (await redundancy.ReadAsync(CancellationToken.None))
                .ServedBy.Select(s => (s.Key.Value, s.Value.Value))
                .Single()
        );
        var now = await test.Database.Definition.ReadAsync(CancellationToken.None);
        await test.Database.Definition.ChangeAsync(
            With(now, [now.Topology.Nodes[0], now.Topology.Nodes[1] with { Group = 2 }]),
            None,
            CancellationToken.None
        );
        var apart = await redundancy.ReadAsync(CancellationToken.None);
        Assert.Empty(apart.HighAvailability);
        Assert.Empty(apart.ServedBy);
    }

    [Theory]
    [InlineData("MINA@", "mina")]
    [InlineData("Mina Park", "mina juno nari")]
    [InlineData("%", "")]
    [InlineData("n_ri", "")]
    [InlineData("juno@", "juno")]
    public async Task Users_are_found_by_any_part_of_what_names_them(string text, string found)
    {
        using var test = await WithUsersAsync();
        Assert.Equal(
            found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            await test.Database.HomeUsers.IdsAsync(
                new UserSearch(text),
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task Users_are_found_by_their_node_and_page_by_page()
    {
        using var test = await WithUsersAsync();
        Assert.Equal(
            ["juno"],
            await test.Database.HomeUsers.IdsAsync(
                new UserSearch(Node: NodeName.Parse(Subscriber)),
                CancellationToken.None
            )
        );
        Assert.Equal(
            ["nari"],
            await test.Database.HomeUsers.IdsAsync(
                new UserSearch(Unassigned: true),
                CancellationToken.None
            )
        );
        var page = await test.Database.HomeUsers.FindAsync(
            new UserSearch(),
            1,
            1,
            CancellationToken.None
        );
        Assert.Equal((3, "mina"), (page.Total, page.Users.Single().User.UserId));
    }

    private static readonly Dictionary<NodeName, NodeName> None = [];

    private static EndUser User(string id, string? node, string first = "Mina") =>
        new(id, first, "Park", $"{id}@x.example", "", node);

    private static Node Node(string address, NodeRole role) =>
        new(NodeName.Parse(address), IPAddress.Parse(address), role);

    private static ClusterDefinition With(
        ClusterDefinition definition,
        IReadOnlyList<Node> nodes
    ) => definition with { Topology = new Topology(nodes, []) };

    private static async Task<TestDatabase> WithUsersAsync()
    {
        var test = await TestDatabase.CreateAsync();
        var now = await test.Database.Definition.ReadAsync(CancellationToken.None);
        await test.Database.Definition.ChangeAsync(
            With(
                now,
                [Node(Publisher, NodeRole.Publisher), Node(Subscriber, NodeRole.Subscriber)]
            ),
            None,
            CancellationToken.None
        );
        test.SetHome([User("mina", Publisher), User("juno", Subscriber), User("nari", null)]);
        return test;
    }

    private static int Assign(TestDatabase test, string userId, string? node) =>
        test.Database.HomeUserWriter.Assign(users =>
            users.Select(u => u.User.UserId == userId ? u.At(node) : u)
        );

    private static async Task RenameAsync(
        TestDatabase test,
        params (string From, string To)[] names
    )
    {
        var now = await test.Database.Definition.ReadAsync(CancellationToken.None);
        var renamed = names.ToDictionary(
            n => NodeName.Parse(n.From),
            n => NodeName.Parse(n.To)
        );
        var nodes = now
            .Topology.Nodes.Select(n =>
                renamed.TryGetValue(n.Name, out var name) ? n with { Name = name } : n
            )
            .ToList();
        await test.Database.Definition.ChangeAsync(
            With(now, nodes),
            renamed,
            CancellationToken.None
        );
    }

    private static async Task<(string? Node, string FirstName, bool Differs)> FindAsync(
        TestDatabase test,
        string userId
    )
    {
        var home = (
            await test.Database.HomeUsers.FindAsync(
                new UserSearch($"{userId}@"),
                0,
                1,
                CancellationToken.None
            )
        ).Users.Single();
        return (home.User.Node, home.User.FirstName, home.AssignedHere);
    }
}
