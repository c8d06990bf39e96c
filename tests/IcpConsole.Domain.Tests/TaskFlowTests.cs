using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

/// <summary>The steps of the guide's task flow that a peer takes part in.</summary>
public sealed class TaskFlowTests
{
    private static readonly NodeName s_node = NodeName.Parse("127.0.12.1");
    private static readonly ClusterSnapshot s_seoul = new(
        1,
        default,
        new ClusterDefinition(
            ClusterId.Parse("seoul"),
            "seoul",
            new ClusterTraits("lab.example", default, Release.V15, default),
            new Topology([
                new Node(s_node, System.Net.IPAddress.Parse(s_node.Value), NodeRole.Publisher),
            ]),
            SipFederation: false,
            DirectoryFile: null
        ),
        ClusterState.Running,
        null
    );

    private static TaskState StateOf(
        int step,
        string? failure,
        PassLayer layer,
        OtherSideState otherSide = OtherSideState.Added
    )
    {
        var test = new ConnectivityTest(
            default,
            failure is null ? null : new PeerFailure(layer, ProblemCode.Read(failure)),
            null,
            null,
            null,
            null,
            null
        );
        var peer = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), s_node, "icsa", PeerProtocol.Tcp, 1),
            test,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            ClusterId.Parse("singapore"),
            [new PeerNode(s_node, NodeRole.Publisher)]
        )
        {
            OtherSide = new OtherSide(otherSide, null),
            Nodes = failure is null
                ?
                [
                    new NodeReach(
                        s_node,
                        new(8443, Mark.Check, null, null),
                        new(5060, Mark.Unknown, null, null),
                        default
                    ),
                ]
                : [],
        };
        return TaskFlow.Steps(s_seoul, peer).Single(s => s.Number == step).State;
    }

    [Fact]
    public void A_login_that_is_refused_was_answered_by_AXL_and_is_a_matter_of_the_entry()
    {
        Assert.Equal(TaskState.Done, StateOf(2, "AxlLoginFailed", PassLayer.Login));
        Assert.Equal(TaskState.Broken, StateOf(4, "AxlLoginFailed", PassLayer.Login));
        Assert.Equal(TaskState.Broken, StateOf(2, "AxlNotRunning", PassLayer.Query));
    }

    [Fact]
    public void Certificates_that_were_exchanged_are_done_although_SIP_is_refused()
    {
        var peer = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), s_node, "icsa", PeerProtocol.Tls, 1),
            new ConnectivityTest(default, null, null, null, null, null, null),
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            new CertificateStatus(
                [
                    new PeerCertificate(
                        s_node,
                        "tomcat",
                        PeerCertificateState.Synchronized,
                        null,
                        null
                    ),
                ],
                default
            ),
            null,
            null,
            [new PeerNode(s_node, NodeRole.Publisher)]
        )
        {
            Nodes =
            [
                new NodeReach(
                    s_node,
                    new(8443, Mark.Check, null, null),
                    new(5061, Mark.Cross, new SipTlsRefused(), null),
                    default
                ),
            ],
        };
        Assert.Equal(Mark.Unknown, peer.Diagnosis.CertificateStatus.Mark);
        Assert.Equal(
            TaskState.Done,
            TaskFlow.Steps(s_seoul, peer).Single(s => s.Number == 7).State
        );
    }

    [Theory]
    [InlineData(Platform.Ova15000, FixPlace.NewPeer)]
    [InlineData(Platform.SmallerOva, FixPlace.Peers)]
    [InlineData(Platform.BusinessEdition6000, FixPlace.Peers)]
    public void Where_the_platform_has_no_peers_nobody_is_sent_to_add_one(
        Platform platform,
        FixPlace place
    )
    {
        var cluster = s_seoul with
        {
            Definition = s_seoul.Definition with
            {
                Traits = s_seoul.Traits with { Platform = platform },
            },
            Peering = new PeeringSnapshot([], TimeSpan.Zero),
        };
        Assert.Equal(place, TaskFlow.PlaceOf(cluster, 4).Place);
    }

    [Fact]
    public void Every_step_is_done_where_its_place_is()
    {
        var steps = TaskFlow.Steps(s_seoul);
        Assert.Equal(Enumerable.Range(1, TaskFlow.Last), steps.Select(s => s.Number));
        Assert.All(steps, s => Assert.Equal(TaskFlow.PlaceOf(s_seoul, s.Number), s.Place));
    }

    [Fact]
    public void What_nobody_could_find_out_is_neither_owed_nor_broken()
    {
        Assert.Equal(TaskState.Unknown, StateOf(2, "TcpRefused", PassLayer.Tcp));
        Assert.Equal(TaskState.Unknown, StateOf(5, "TcpRefused", PassLayer.Tcp));
        Assert.Equal(TaskState.Unknown, StateOf(7, "TcpRefused", PassLayer.Tcp));
        Assert.Equal(TaskState.Unknown, StateOf(4, null, default, OtherSideState.Unknown));
    }

    [Fact]
    public void An_entry_that_the_other_side_does_not_have_is_owed_and_one_that_it_deleted_broken()
    {
        Assert.Equal(TaskState.Owed, StateOf(4, null, default, OtherSideState.NotAdded));
        Assert.Equal(TaskState.Broken, StateOf(4, null, default, OtherSideState.Removed));
        Assert.Equal(
            (TaskState.Done, TaskState.Done, TaskState.Done),
            (StateOf(2, null, default), StateOf(4, null, default), StateOf(5, null, default))
        );
    }
}
