using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class PeerStatusTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly PeerFailure s_refused = new(PassLayer.Tcp, new Problem("TcpRefused", null, "8443"));

    private static PeerStatus Good() => new(
        new Peer(new PeerId(1), NodeName.Parse("127.0.12.1"), "icsa", PeerProtocol.Tcp, 1),
        new ConnectivityTest(s_now, null, default, default, default, default, "TLS 1.3"),
        new SyncState(SyncPhase.Idle, null, s_now, 0, new SyncReceipt(SyncTrigger.Periodic, s_now, s_now, SyncMode.None, 0, 0, 0, 0, null)),
        new AssociatedUsers(5, 5, s_now),
        new CertificateStatus([new PeerCertificate(NodeName.Parse("127.0.12.1"), "tomcat", PeerCertificateState.Synchronized, null, null)], s_now),
        s_now, ClusterId.Parse("singapore"), [])
    {
        Nodes = [new NodeReach(NodeName.Parse("127.0.12.1"), new(8443, Mark.Check, null, null), new(7400, Mark.Check, null, null), new(5060, Mark.Unknown, new("SipOffHere"), null), s_now)],
    };

    [Fact]
    public void A_check_mark_needs_every_entry_checked()
    {
        Assert.Equal(Mark.Check, Good().Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Connectivity = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Users = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Certificates = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Nodes = [] }).Overall);
    }

    [Fact]
    public void A_port_of_a_node_that_does_not_answer_is_a_cross_and_one_that_nobody_asks_takes_nothing_away()
    {
        var node = Good().Nodes[0];
        Assert.Equal(Mark.Check, Good().NodesMark);
        Assert.Equal(Mark.Cross, (Good() with { Nodes = [node, node with { Router = node.Router with { Mark = Mark.Cross } }] }).Overall);
        Assert.Equal(Mark.Cross, (Good() with { Nodes = [node with { Sip = node.Sip with { Mark = Mark.Cross } }] }).Overall);
    }

    [Fact]
    public void Associated_Users_that_differ_are_a_cross()
    {
        var status = Good() with { Users = new AssociatedUsers(4, 5, s_now) };
        Assert.Equal(Mark.Cross, status.UsersMark);
        Assert.Equal(Mark.Cross, status.Overall);
    }

    [Fact]
    public void Associated_Users_that_a_pass_is_at_work_on_are_not_wrong_yet()
    {
        var status = Good() with { Users = new AssociatedUsers(0, 5, s_now), Sync = Good().Sync with { Phase = SyncPhase.Fetching } };
        Assert.Equal(Mark.Unknown, status.UsersMark);
    }

    [Fact]
    public void Nothing_is_checked_before_the_peer_was_reached()
    {
        var restored = Good() with { Connectivity = null };
        Assert.Equal((Mark.Unknown, Mark.Unknown, Mark.Unknown), (restored.UsersMark, restored.CertificatesMark, restored.Overall));
    }

    [Fact]
    public void What_follows_from_an_unreachable_peer_is_unknown_and_not_wrong()
    {
        var status = Good() with { Connectivity = Good().Connectivity! with { Failure = s_refused } };
        Assert.Equal(s_refused, status.Cause);
        Assert.Equal(Mark.Cross, status.Overall);
        Assert.Equal((Mark.Unknown, Mark.Unknown), (status.UsersMark, status.CertificatesMark));
    }

    [Fact]
    public void No_certificates_are_not_a_check_mark() => Assert.Equal(Mark.Unknown, new CertificateStatus([], s_now).Mark);

    [Theory]
    [InlineData(PeerCertificateState.Changed)]
    [InlineData(PeerCertificateState.Missing)]
    [InlineData(PeerCertificateState.Expired)]
    public void A_certificate_that_is_not_the_one_kept_is_a_cross(PeerCertificateState state)
    {
        var one = Good().Certificates!.Certificates[0];
        Assert.Equal(Mark.Cross, new CertificateStatus([one, one with { State = state }], s_now).Mark);
    }
}
