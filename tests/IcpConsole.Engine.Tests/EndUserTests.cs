using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Tests;

/// <summary>Users are assigned to nodes, and peers are told.</summary>
public sealed class EndUserTests
{
    [Fact]
    public async Task Assigned_users_reach_the_peers_within_seconds_and_may_follow_the_directory_again()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (users, node) = (clusters.Seoul.EndUsers!, clusters.Seoul.Topology.Nodes[1].Name);
        var peer = await TwoClusters.AddBothAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.BothInStep);
        var all = await clusters.UserIdsAsync(clusters.Seoul);
        var before = (
            await clusters.Seoul.Users!.AssignedAsync(CancellationToken.None)
        ).GetValueOrDefault(node);
        var moved = await users.AssignAsync(
            all,
            new Assignment(AssignmentKind.ToNode, node),
            CancellationToken.None
        );
        Assert.Equal(TwoClusters.Users - before, moved.Value);
        await ThereAsync(TwoClusters.Users);

        await users.AssignAsync(
            all,
            new Assignment(AssignmentKind.Evenly),
            CancellationToken.None
        );
        var even = await clusters.Seoul.Users.AssignedAsync(CancellationToken.None);
        Assert.All(clusters.Seoul.Topology.Nodes, n =>
            Assert.Equal(
                TwoClusters.Users / clusters.Seoul.Topology.Nodes.Count,
                even[n.Name],
                tolerance: 1.0
            )
        );
        await users.AssignAsync(
            all,
            new Assignment(AssignmentKind.ToNone),
            CancellationToken.None
        );
        await ThereAsync(0);
        await users.AssignAsync(
            all,
            new Assignment(AssignmentKind.AsInDirectory),
            CancellationToken.None
        );
        await ThereAsync(before);

        Task ThereAsync(int count) =>
            Testing.Eventually.GetAsync(async () =>
                await clusters.CountAsync(
                    clusters.Singapore,
                    $"SELECT count(*) FROM PeerUsers WHERE Node = '{node}'"
                ) == count
            );
    }

    [Fact]
    public async Task A_node_of_another_cluster_takes_no_users()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var users = clusters.Seoul.EndUsers!;
        var assigned = await users.AssignAsync(
            await clusters.UserIdsAsync(clusters.Seoul),
            new Assignment(AssignmentKind.ToNode, clusters.Singapore.Topology.Publisher.Name),
            CancellationToken.None
        );
        Assert.Equal("NodeGone", Assert.Single(assigned.Problems).Code);
    }
}
