using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class PeeringRulesTests
{
    private static readonly Topology s_topology = new(
    [
        new Node(NodeName.Parse("127.0.11.1"), IPAddress.Parse("127.0.11.1"), NodeRole.Publisher),
        new Node(NodeName.Parse("127.0.11.2"), IPAddress.Parse("127.0.11.2"), NodeRole.Subscriber),
    ]);

    private static readonly OtherPeer s_singapore = new(NodeName.Parse("127.0.12.1"), ClusterId.Parse("singapore"));

    private static string[] Check(string address, string? remote) =>
    [
        .. PeeringRules.Check(new PeeringFacts(
            ClusterId.Parse("seoul"), s_topology, NodeName.Parse(address), remote is null ? null : new RemoteCluster(ClusterId.Parse(remote)), [s_singapore])).Select(p => p.Code),
    ];

    [Theory]
    [InlineData("127.0.11.1")]
    [InlineData("127.0.11.2")]
    public void A_node_of_the_cluster_itself_is_no_peer(string address) => Assert.Equal(["PeerIsOwnNode"], Check(address, null));

    [Fact]
    public void A_peer_is_not_added_twice() => Assert.Equal(["PeerAlreadyThere"], Check("127.0.12.1", null));

    [Fact]
    public void A_cluster_is_not_a_peer_under_two_addresses() => Assert.Equal(["PeerDuplicatesCluster"], Check("127.0.12.2", "Singapore"));

    [Fact]
    public void Two_clusters_never_share_a_cluster_ID() => Assert.Equal(["PeerHasOwnClusterId"], Check("127.0.13.1", "SEOUL"));

    [Fact]
    public void Another_cluster_breaks_no_rule() => Assert.Empty(Check("127.0.13.1", "frankfurt"));
}
