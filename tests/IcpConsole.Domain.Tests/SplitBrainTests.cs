using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class SplitBrainTests
{
    private static readonly ClusterId s_seoul = ClusterId.Parse("seoul");
    private static readonly ClusterId s_oslo = ClusterId.Parse("oslo");

    private static SplitBrain Between(string[] here, string[] there, params string[] names)
    {
        var topology = new Topology([
            .. here.Select(
                (n, i) =>
                    new Node(
                        NodeName.Parse(n),
                        IPAddress.Loopback,
                        i == 0 ? NodeRole.Publisher : NodeRole.Subscriber
                    )
            ),
        ]);
        var status = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), NodeName.Parse(there[0]), "icsa", PeerProtocol.Tcp, 1),
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            s_oslo,
            [.. there.Select(n => new PeerNode(NodeName.Parse(n), NodeRole.Subscriber))]
        )
        {
            Names = new NameLookups(
                [.. names.Select(n => new NameLookup(NodeName.Parse(n), [], default, null))],
                DateTimeOffset.UnixEpoch
            ),
        };
        return SplitBrain.Between(s_seoul, topology, status);
    }

    [Fact]
    public void Clusters_whose_nodes_are_named_by_addresses_lose_nothing()
    {
        var risk = Between(["127.0.11.1", "127.0.11.2"], ["127.0.12.1"], "127.0.12.1");
        Assert.Empty(risk.Lost);
        Assert.False(risk.SyncStops);
    }

    [Fact]
    public void Nodes_lose_those_of_the_other_cluster_that_have_host_names()
    {
        var risk = Between(["seoul-1.corp", "127.0.11.2"], ["127.0.12.1", "oslo-2.corp"]);
        LostReach[] expected =
        [
            new(
                NodeName.Parse("seoul-1.corp"),
                s_seoul,
                NodeName.Parse("oslo-2.corp"),
                s_oslo
            ),
            new(NodeName.Parse("127.0.11.2"), s_seoul, NodeName.Parse("oslo-2.corp"), s_oslo),
            new(NodeName.Parse("127.0.12.1"), s_oslo, NodeName.Parse("seoul-1.corp"), s_seoul),
            new(
                NodeName.Parse("oslo-2.corp"),
                s_oslo,
                NodeName.Parse("seoul-1.corp"),
                s_seoul
            ),
        ];
        Assert.Equal(expected, risk.Lost);
    }

    [Fact]
    public void A_host_name_in_the_peers_certificate_stops_the_sync_though_its_nodes_are_addresses()
    {
        var risk = Between(["127.0.11.1"], ["127.0.12.1"], "127.0.12.1", "cucm.corp");
        Assert.Empty(risk.Lost);
        Assert.True(risk.SyncStops);
    }
}
