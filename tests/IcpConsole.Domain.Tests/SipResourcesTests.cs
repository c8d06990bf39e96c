using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Domain.Tests;

/// <summary>When the SIP Proxy takes more than is left (the guide, limitations).</summary>
public sealed class SipResourcesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);
    private static readonly NodeName s_publisher = NodeName.Parse("127.0.11.1");
    private static readonly NodeName s_subscriber = NodeName.Parse("127.0.11.2");

    private static readonly RedundancyLook s_look = new(
        s_now,
        new Dictionary<NodeName, bool> { [s_publisher] = true, [s_subscriber] = true }
    );

    [Fact]
    public void A_small_mesh_in_which_nobody_waits_may_have_twenty_processes() =>
        Assert.Null(SipResources.Shortage(Cluster(), s_now));

    [Fact]
    public void In_a_large_mesh_each_node_that_still_has_twenty_is_named()
    {
        var large = Cluster(peers: 19);
        Assert.Equal(
            new SipProcessesInLargeMesh(20, 10, "127.0.11.1, 127.0.11.2"),
            SipResources.Shortage(large, s_now)
        );
        Assert.Equal(
            new SipProcessesInLargeMesh(20, 10, "127.0.11.2"),
            SipResources.Shortage(WithTen(large, s_publisher), s_now)
        );
        Assert.Null(
            SipResources.Shortage(WithTen(WithTen(large, s_publisher), s_subscriber), s_now)
        );
    }

    [Theory]
    [InlineData(180, false)]
    [InlineData(181, true)]
    public void Syncs_that_wait_for_one_another_longer_than_a_tenth_of_the_interval_are_short_of_resources(
        int seconds,
        bool isShort
    ) =>
        Assert.Equal(
            isShort
                ? new SipProcessesWhileSyncsWait(seconds, 10, "127.0.11.1, 127.0.11.2")
                : null,
            SipResources.Shortage(Cluster(wait: TimeSpan.FromSeconds(seconds)), s_now)
        );

    [Fact]
    public void A_node_that_missed_heartbeats_and_answers_again_is_short_of_resources_and_a_silent_one_is_down()
    {
        var missed = s_look with
        {
            Missed = new Dictionary<NodeName, DateTimeOffset>
            {
                [s_subscriber] = s_now.AddMinutes(-29),
            },
        };
        Assert.Equal(
            new SipProcessesWhileHeartbeatsMissed("127.0.11.2", 10, "127.0.11.1, 127.0.11.2"),
            SipResources.Shortage(Cluster(missed), s_now)
        );
        Assert.Null(SipResources.Shortage(Cluster(missed), s_now.AddMinutes(2)));
        var silent = missed with
        {
            Healthy = new Dictionary<NodeName, bool> { [s_subscriber] = false },
        };
        Assert.Null(SipResources.Shortage(Cluster(silent), s_now));
    }

    private static ClusterSnapshot Cluster(
        RedundancyLook? look = null,
        int peers = 0,
        TimeSpan wait = default
    )
    {
        var topology = new Topology([
            new Node(s_subscriber, IPAddress.Parse(s_subscriber.Value), NodeRole.Subscriber),
            new Node(s_publisher, IPAddress.Parse(s_publisher.Value), NodeRole.Publisher),
        ]);
        var definition = new ClusterDefinition(
            ClusterId.Parse("seoul"),
            "seoul",
            new ClusterTraits("lab.example", default, Release.V15, default),
            topology,
            SipFederation: true,
            DirectoryFile: null
        );
        var good = SomePeer.Good();
        return new ClusterSnapshot(1, default, definition, ClusterState.Running, null)
        {
            Parameters = new ParametersSnapshot([]),
            Redundancy = new RedundancySnapshot(Redundancy.None, look),
            Peering = new PeeringSnapshot(
                [
                    .. Enumerable
                        .Range(1, peers)
                        .Select(i => good with { RemoteId = ClusterId.Parse($"peer-{i}") }),
                ],
                wait
            ),
        };
    }

    private static ClusterSnapshot WithTen(ClusterSnapshot cluster, NodeName node) =>
        cluster with
        {
            Parameters = new ParametersSnapshot([
                .. cluster.Parameters!.Set,
                .. ParameterCatalogue
                    .ForService(ParameterCatalogue.SipProxy)
                    .Select(p => new ParameterValue(node, p.Service, p.Name, "10")),
            ]),
        };
}
