using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class MeshPairTests
{
    private static ClusterSnapshot Cluster(string id, string address, params string[] peers)
    {
        var topology = new Topology(
            [
                new Node(
                    NodeName.Parse(address),
                    System.Net.IPAddress.Parse(address),
                    NodeRole.Publisher
                ),
            ],
            []
        );
        var definition = new ClusterDefinition(
            ClusterId.Parse(id),
            id,
            new ClusterTraits("lab.example", default, Release.V15, default),
            topology,
            SipFederation: false,
            DirectoryFile: null
        );
        return new ClusterSnapshot(1, default, definition, ClusterState.Running, null)
        {
            Peering = new PeeringSnapshot([.. peers.Select(Entry)], TimeSpan.Zero),
        };
    }

    private static PeerStatus Entry(string address, int id) =>
        new(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(id), NodeName.Parse(address), "icsa", PeerProtocol.Tcp, 1),
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            null,
            []
        );

    [Fact]
    public void Every_pair_is_there_and_those_that_are_not_peered_last()
    {
        var pairs = MeshPair.FromClusters([
            Cluster("berlin", "127.0.1.1", "127.0.2.1"),
            Cluster("oslo", "127.0.2.1", "192.0.2.9"),
            Cluster("seoul", "127.0.3.1"),
        ]);
        Assert.Equal(
            [
                ("berlin", "oslo", Mark.Unknown, false),
                ("oslo", "192.0.2.9", Mark.Unknown, false),
                ("berlin", "seoul", Mark.Unknown, true),
                ("oslo", "seoul", Mark.Unknown, true),
            ],
            pairs.Select(p => (p.A.Id.Value, p.Name, p.Mark, p.IsApart))
        );
    }
}
