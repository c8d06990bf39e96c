using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Links between the clusters' routers on 7400, what is proven over them, and what is told.
/// </summary>
public sealed class RouterLinkTests
{
    private static NodeName Node(HostedCluster cluster, int index) =>
        cluster.Topology.Nodes[index].Name;

    [Fact]
    public async Task Every_local_node_keeps_a_link_to_every_remote_node_and_proves_the_routing_over_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s is { LinksMark: Mark.Check, RoutingMark: Mark.Check }
            && s.Links.All(l => l.Proof is not null)
        );

        Assert.Equal(
            from local in clusters.Seoul.Topology.Nodes
            from remote in clusters.Singapore.Topology.Nodes
            orderby local.Name, remote.Name
            select (local.Name, remote.Name),
            status.Links.Select(l => (l.From, l.To))
        );
        Assert.All(status.Links, l =>
            Assert.Equal((Mark.Check, null), (l.Proof!.Mark, l.Proof.Problem))
        );
        Assert.All(status.Links, l => Assert.NotNull(l.Proof!.User));
    }

    [Fact]
    public async Task The_routing_is_proven_by_a_user_whom_the_peer_alone_has()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        var before = await TwoClusters.StatusAsync(seoul, peer, s =>
            s.RoutingMark == Mark.Check && s.Links.All(l => l.Proof is not null)
        );
        var proved = before.Links.Select(l => l.Proof!.User).Distinct().ToList();
        await clusters.SetUsersAsync(
            seoul,
            [
                .. TwoClusters.UsersOf(seoul, TwoClusters.Users),
                .. TwoClusters
                    .UsersOf(singapore, TwoClusters.Users)
                    .Where(u => proved.Contains(u.UserId))
                    .Select(u =>
                        u with
                        {
                            DirectoryUri = $"other.{u.DirectoryUri}",
                            Node = Node(seoul, 0).Value,
                        }
                    ),
            ]
        );
        foreach (var node in singapore.Topology.Nodes)
            Assert.Null(
                await singapore.Services!.DoAsync(
                    node.Name,
                    ServiceCatalogue.XcpRouter,
                    ServiceAction.Restart,
                    CancellationToken.None
                )
            );
        var after = await TwoClusters.StatusAsync(seoul, peer, s =>
            s.RoutingMark == Mark.Check
            && s.Links.All(l => l.Proof is { } proof && !proved.Contains(proof.User))
        );
        Assert.All(after.Links, l => Assert.NotNull(l.Proof!.User));
    }

    [Fact]
    public async Task A_router_that_stops_is_seen_at_once_and_its_return_too()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        var (stopped, other) = (Node(clusters.Singapore, 1), Node(clusters.Singapore, 0));

        Assert.Null(
            await clusters.Singapore.Services!.DoAsync(
                stopped,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Stop,
                CancellationToken.None
            )
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Links.Where(l => l.To == stopped).All(l => l.State == LinkState.Down)
        );
        Assert.All(status.Links.Where(l => l.To == other), l =>
            Assert.Equal(LinkState.Up, l.State)
        );
        Assert.All(status.Links.Where(l => l.To == stopped), l =>
            Assert.True(l is { Problem: not null, LastGood: not null, NextTry: not null })
        );
        Assert.Equal(Mark.Cross, status.Overall);

        Assert.Null(
            await clusters.Singapore.Services.DoAsync(
                stopped,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Start,
                CancellationToken.None
            )
        );
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
    }

    [Fact]
    public async Task A_local_router_that_is_stopped_says_so_and_is_no_fault_of_the_peer()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        var stopped = Node(clusters.Seoul, 1);

        Assert.Null(
            await clusters.Seoul.Services!.DoAsync(
                stopped,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Stop,
                CancellationToken.None
            )
        );

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Links.Where(l => l.From == stopped).All(l => l.State == LinkState.RouterStopped)
        );
        Assert.Equal((Mark.Unknown, Mark.Unknown), (status.LinksMark, status.Overall));
        Assert.All(status.Links.Where(l => l.From != stopped), l =>
            Assert.Equal(LinkState.Up, l.State)
        );
    }

    [Fact]
    public async Task A_change_is_told_over_the_link_and_fetched_long_before_the_period_ends()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));

        await clusters.WriteUsersAsync(clusters.Singapore, TwoClusters.Users + 3);
        clusters.Singapore.Users!.SyncNow();

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Users?.Here == TwoClusters.Users + 3 && s.Sync.Last?.Added == 3
        );
        Assert.Equal(
            (SyncTrigger.Notice, SyncMode.Delta),
            (status.Sync.Last!.Trigger, status.Sync.Last.Mode)
        );
    }

    [Fact]
    public async Task A_node_whose_agent_is_stopped_does_not_learn_new_users_and_fails_the_proof_with_that_reason()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        var (stopped, fed) = (Node(clusters.Seoul, 1), Node(clusters.Seoul, 0));

        await clusters.Seoul.Services!.DoAsync(
            stopped,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await clusters.WriteUsersAsync(clusters.Singapore, TwoClusters.Users + 2);
        clusters.Singapore.Users!.SyncNow();

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Links.Any(l => l.From == stopped && l.Proof?.Mark == Mark.Cross)
        );
        Assert.All(status.Links.Where(l => l.Proof?.Mark == Mark.Cross), l =>
            Assert.Equal((stopped, "RouteNotFed"), (l.From, l.Proof!.Problem!.Code))
        );
        Assert.All(status.Links.Where(l => l.From == fed), l =>
            Assert.Equal(Mark.Check, l.Proof?.Mark)
        );

        await clusters.Seoul.Services.DoAsync(
            stopped,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Start,
            CancellationToken.None
        );
        await clusters.WriteUsersAsync(clusters.Singapore, TwoClusters.Users + 4);
        clusters.Singapore.Users.SyncNow();
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.RoutingMark == Mark.Check && s.Users?.Here == TwoClusters.Users + 4
        );
    }

    [Fact]
    public async Task A_user_whom_the_named_node_does_not_serve_fails_the_proof()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        // Unseen by the change numbers, as when a node's own database is broken.
        await using (
            var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={clusters.DatabasePath(clusters.Singapore)}"
            )
        )
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE HomeUsers SET Deleted = 1";
            await command.ExecuteNonQueryAsync();
        }

        // A link that comes up proves the routing anew.
        await clusters.Singapore.Services!.DoAsync(
            Node(clusters.Singapore, 0),
            ServiceCatalogue.XcpRouter,
            ServiceAction.Restart,
            CancellationToken.None
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.RoutingMark == Mark.Cross
        );
        Assert.Contains("RouteUnknownThere", status.Links.Select(l => l.Proof?.Problem?.Code));
    }

    [Theory]
    [InlineData(Release.V125)]
    [InlineData(Release.V14)]
    public async Task Before_15_the_link_to_a_new_peer_waits_for_a_restart_of_the_router_and_a_notice_says_so(
        Release release
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            Lab.Traits with
            {
                Release = release,
            }
        );
        Assert.Empty(oslo.Services!.PendingRestarts);

        var peer = await TwoClusters.AddBothAsync(oslo, clusters.Singapore);
        var status = await TwoClusters.StatusAsync(oslo, peer, s =>
            s.Links.Count > 0 && s.Sync.Last is { Failure: null }
        );
        Assert.All(status.Links, l => Assert.Equal(LinkState.AwaitsRestart, l.State));
        var notice = Assert.Single(oslo.Services.PendingRestarts);
        Assert.Equal((Node(oslo, 0), "PeerAddedRestart"), (notice.Node, notice.Reason.Code));

        Assert.Null(
            await oslo.Services.DoAsync(
                Node(oslo, 0),
                ServiceCatalogue.XcpRouter,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        await TwoClusters.StatusAsync(oslo, peer, s => s.LinksMark == Mark.Check);
        Assert.Empty(oslo.Services.PendingRestarts);

        await oslo.Peering!.DeleteAsync(peer, CancellationToken.None);
        Assert.Equal(
            release == Release.V125 ? ["PeerDeletedRestart"] : [],
            oslo.Services.PendingRestarts.Select(n => n.Reason.Code)
        );
    }

    [Fact]
    public async Task In_15_links_are_live_and_no_notice_is_raised()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.LinksMark == Mark.Check);
        Assert.Empty(clusters.Seoul.Services!.PendingRestarts);
        await clusters.Seoul.Peering!.DeleteAsync(peer, CancellationToken.None);
        Assert.Empty(clusters.Seoul.Services.PendingRestarts);
    }
}
