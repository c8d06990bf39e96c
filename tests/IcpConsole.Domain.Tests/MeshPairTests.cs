using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Domain.Tests;

public sealed class MeshPairTests
{
    private static ICluster Cluster(string id, string address, params string[] peers)
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
        var peering = Stub.Of<IPeering>(
            ("Peers", () =>
                peers
                    .Select(
                        (p, i) =>
                            new PeerStatus(
                                new LocalCluster(
                                    ClusterId.Parse("seoul"),
                                    NodeName.Parse("127.0.11.1")
                                ),
                                new Peer(
                                    new PeerId(i),
                                    NodeName.Parse(p),
                                    "icsa",
                                    PeerProtocol.Tcp,
                                    1
                                ),
                                null,
                                new SyncState(SyncPhase.Idle, null, null, 0, null),
                                null,
                                null,
                                null,
                                null,
                                []
                            )
                    )
                    .ToList()
            )
        );
        return Stub.Of<ICluster>(
            ("Id", () => ClusterId.Parse(id)),
            ("Topology", () => topology),
            ("Peering", () => peering)
        );
    }

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
