using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;

namespace IcpConsole.Pages.Tests;

/// <summary>A peer in words.</summary>
public sealed class PeerTextTests
{
    private static readonly ConnectivityTest s_test = new(
        DateTimeOffset.UnixEpoch,
        null,
        null,
        TimeSpan.FromMilliseconds(20),
        null,
        TimeSpan.FromMilliseconds(30),
        null
    );

    private static readonly SyncState s_synced = new(
        SyncPhase.Idle,
        null,
        null,
        0,
        new SyncReceipt(SyncTrigger.Initial, default, default, SyncMode.Full, 0, 0, 0, 0, null)
    );

    public PeerTextTests() =>
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture =
            CultureInfo.InvariantCulture;

    [Fact]
    public void Times_are_said_to_be_of_the_node_that_answered_in_the_publishers_place()
    {
        var substitute = s_test with
        {
            Through = NodeName.Parse("127.0.11.2"),
            PublisherFailure = new PeerFailure(PassLayer.Tcp, new TcpRefused(8443)),
        };
        Assert.Equal(
            "the publisher failed at: TCP · 127.0.11.2 instead of the publisher: TCP 20 ms · AXL answered 30 ms",
            PeerText.Connectivity(substitute)
        );
    }

    [Fact]
    public void Times_of_the_publisher_end_with_what_failed() =>
        Assert.Equal(
            "TCP 20 ms · AXL answered 30 ms · failed at: query",
            PeerText.Connectivity(
                s_test with
                {
                    Failure = new PeerFailure(PassLayer.Query, new AxlFault("why")),
                }
            )
        );

    [Theory]
    [InlineData(OtherSideState.NotAdded, "SipTlsRefused", false, "Not added there yet")]
    [InlineData(OtherSideState.NotAdded, "TcpRefused", false, "SIP does not answer on a node")]
    [InlineData(OtherSideState.NotAdded, "SipTlsRefused", true, "Being checked")]
    [InlineData(OtherSideState.Added, "SipTlsRefused", true, "SIP does not answer on a node")]
    public void SIP_that_is_refused_with_TLS_is_put_down_to_the_missing_entry_where_one_is_missing(
        OtherSideState other,
        string problem,
        bool isSeen,
        string words
    )
    {
        var node = NodeName.Parse("127.0.12.1");
        var status = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), node, "icsa", PeerProtocol.Tls, 1),
            s_test,
            s_synced,
            null,
            null,
            null,
            ClusterId.Parse("singapore"),
            []
        )
        {
            OtherSide = new OtherSide(other, null),
            OtherView = isSeen
                ? new PeerView(
                    node,
                    PeerProtocol.Tls,
                    null,
                    Mark.Unknown,
                    null,
                    null,
                    "",
                    default,
                    default,
                    default,
                    default,
                    default,
                    null
                )
                : null,
            Nodes =
            [
                new NodeReach(
                    node,
                    new(8443, Mark.Check, null, null),
                    new(5061, Mark.Cross, ProblemCode.Read(problem, "8443"), null),
                    DateTimeOffset.UnixEpoch
                ),
            ],
        };
        Assert.Equal(words, PeerText.Headline(status));
    }

    [Fact]
    public void An_entry_there_that_has_not_come_through_is_called_that_with_what_the_other_side_says()
    {
        var node = NodeName.Parse("127.0.12.1");
        var status = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), node, "icsa", PeerProtocol.Tcp, 1),
            s_test,
            s_synced,
            null,
            null,
            null,
            ClusterId.Parse("singapore"),
            []
        )
        {
            OtherSide = new OtherSide(OtherSideState.NotAdded, null),
            OtherView = new PeerView(
                node,
                PeerProtocol.Tcp,
                null,
                Mark.Cross,
                PassLayer.Login,
                "AxlLoginFailed",
                "",
                default,
                default,
                default,
                default,
                default,
                null
            ),
        };
        var finding = status.Diagnosis.In(Aspect.OtherSide)!;
        Assert.Equal(
            ("Added there, but not connected yet", new AxlLoginFailed()),
            (finding.Headline.Text(), finding.Theirs)
        );
        Assert.Equal(
            Headlines.NotAddedThere,
            (status with { OtherView = null }).Diagnosis.In(Aspect.OtherSide)!.Headline
        );
    }
}
