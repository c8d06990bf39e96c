using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Tests;

public sealed class PeerStatusTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly PeerFailure s_refused = new(PassLayer.Tcp, new TcpRefused(8443));

    private static PeerStatus Good() =>
        new(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(1), NodeName.Parse("127.0.12.1"), "icsa", PeerProtocol.Tcp, 1),
            new ConnectivityTest(s_now, null, default, default, default, default, "TLS 1.3"),
            new SyncState(
                SyncPhase.Idle,
                null,
                s_now,
                0,
                new SyncReceipt(
                    SyncTrigger.Periodic,
                    s_now,
                    s_now,
                    SyncMode.None,
                    0,
                    0,
                    0,
                    0,
                    null
                )
            ),
            new AssociatedUsers(5, 5, s_now),
            new CertificateStatus(
                [
                    new PeerCertificate(
                        NodeName.Parse("127.0.12.1"),
                        "tomcat",
                        PeerCertificateState.Synchronized,
                        null,
                        null
                    ),
                ],
                s_now
            ),
            s_now,
            ClusterId.Parse("singapore"),
            [new PeerNode(NodeName.Parse("127.0.12.1"), NodeRole.Publisher)]
        )
        {
            Nodes =
            [
                new NodeReach(
                    NodeName.Parse("127.0.12.1"),
                    new(8443, Mark.Check, null, null),
                    new(5060, Mark.Unknown, new SipOffHere(), null),
                    s_now
                ),
            ],
            OtherSide = new OtherSide(OtherSideState.Added, null),
            Links = [Link() with { Proof = new RouteProof(Mark.Check, null, s_now) }],
        };

    private static RouterLink Link(
        LinkState state = LinkState.Up,
        string from = "127.0.11.1"
    ) => new(NodeName.Parse(from), NodeName.Parse("127.0.12.1"), state, s_now);

    [Fact]
    public void A_check_mark_needs_every_entry_checked()
    {
        Assert.Equal(Mark.Check, Good().Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Connectivity = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Users = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Certificates = null }).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Nodes = [] }).Overall);
        Assert.Equal(
            Mark.Unknown,
            (Good() with { OtherSide = new OtherSide(OtherSideState.NotAdded, null) }).Overall
        );
    }

    [Fact]
    public void A_port_of_a_node_that_does_not_answer_is_a_cross_and_one_that_nobody_asks_takes_nothing_away()
    {
        var node = Good().Nodes[0];
        Assert.Equal(
            Mark.Cross,
            (
                Good() with
                {
                    Nodes = [node, node with { Axl = node.Axl with { Mark = Mark.Cross } }],
                }
            ).Overall
        );
        Assert.Equal(
            Mark.Cross,
            (
                Good() with
                {
                    Nodes = [node with { Sip = node.Sip with { Mark = Mark.Cross } }],
                }
            ).Overall
        );
    }

    [Fact]
    public void Nobody_on_either_side_is_no_check_mark_for_the_users_and_none_less_for_the_peer()
    {
        var nobody = Good() with { Users = new AssociatedUsers(0, 0, s_now) };
        Assert.Equal((Mark.Unknown, Mark.Check), (nobody.UsersMark, nobody.Overall));
        Assert.Equal(
            Mark.Cross,
            (Good() with { Users = new AssociatedUsers(0, 5, s_now) }).UsersMark
        );
    }

    [Theory]
    [InlineData(Mark.Check, Mark.Check, Mark.Check, Mark.Check, Mark.Check)]
    [InlineData(Mark.Check, Mark.Cross, Mark.Check, Mark.Check, Mark.Cross)]
    [InlineData(Mark.Check, Mark.Check, Mark.Cross, Mark.Check, Mark.Unknown)]
    [InlineData(Mark.Check, Mark.Check, Mark.Check, Mark.Cross, Mark.Cross)]
    [InlineData(Mark.Cross, Mark.Check, Mark.Check, Mark.Check, Mark.Unknown)]
    [InlineData(Mark.Check, Mark.Check, Mark.Unknown, Mark.Check, Mark.Unknown)]
    public void With_TLS_a_connection_is_secure_when_it_is_in_both_directions(
        Mark sip,
        Mark sipBack,
        Mark links,
        Mark linksBack,
        Mark security
    )
    {
        var status = Secure(sip, View(PeerProtocol.Tls, sipBack, linksBack)) with
        {
            Links =
            [
                Link(
                    links switch
                    {
                        Mark.Check => LinkState.Up,
                        Mark.Cross => LinkState.Down,
                        _ => LinkState.Unknown,
                    }
                ),
            ],
        };
        Assert.Equal([sip, sipBack, links, linksBack], status.TlsWays.Select(w => w.Mark));
        Assert.Equal(security, status.Diagnosis.CertificateStatus.Mark);
        // A port or a link on the way there is a cause of its own.
        Assert.Equal(
            new[] { sip, sipBack, links, linksBack }.Contains(Mark.Cross),
            status.Overall == Mark.Cross
        );
    }

    [Fact]
    public void What_the_other_side_does_without_TLS_or_does_not_tell_is_not_secure()
    {
        Assert.Equal(Mark.Unknown, Secure(Mark.Check, null).Diagnosis.CertificateStatus.Mark);
        var plain = Secure(Mark.Check, View(PeerProtocol.Tcp, Mark.Check, Mark.Check));
        Assert.Equal(
            (Mark.Cross, "ProtocolsDiffer"),
            (plain.Diagnosis.CertificateStatus.Mark, plain.ProtocolsDiffer?.Code)
        );
        Assert.Equal(new ProtocolsDiffer("TLS", "TCP", "singapore"), plain.ProtocolsDiffer);
        // Without TLS here there is nothing to secure but the exchange; UDP and TCP go together.
        var here = Good() with { OtherView = View(PeerProtocol.Udp, Mark.Cross, Mark.Cross) };
        Assert.Equal(
            (Mark.Check, null),
            (here.Diagnosis.CertificateStatus.Mark, here.ProtocolsDiffer)
        );
    }

    [Fact]
    public void SIP_that_is_not_spoken_takes_nothing_from_security()
    {
        var node = Good().Nodes[0];
        var status = Secure(Mark.Check, View(PeerProtocol.Tls, Mark.Unknown, Mark.Check)) with
        {
            Nodes = [node with { Sip = new(5061, Mark.Unknown, new SipOffThere(), null) }],
        };
        Assert.Equal(
            (Mark.Check, 2),
            (status.Diagnosis.CertificateStatus.Mark, status.TlsWays.Count)
        );
    }

    private static PeerStatus Secure(Mark sip, PeerView? view)
    {
        var good = Good();
        return good with
        {
            Peer = good.Peer with { Protocol = PeerProtocol.Tls },
            OtherView = view,
            Nodes = [good.Nodes[0] with { Sip = new(5061, sip, null, null) }],
        };
    }

    private static PeerView View(PeerProtocol protocol, Mark sip, Mark links) =>
        new(
            NodeName.Parse("127.0.11.1"),
            protocol,
            ClusterId.Parse("seoul"),
            Mark.Check,
            null,
            null,
            "",
            Mark.Check,
            Mark.Check,
            links,
            sip,
            Mark.Check,
            s_now
        );

    [Fact]
    public void A_node_without_a_running_agent_is_a_cross() =>
        Assert.Equal(
            Mark.Cross,
            (
                Good() with
                {
                    RemoteNodes =
                    [
                        new PeerNode(
                            NodeName.Parse("127.0.12.1"),
                            NodeRole.Publisher,
                            AgentRunning: false
                        ),
                    ],
                }
            ).Overall
        );

    [Fact]
    public void A_link_that_is_down_is_a_cross_and_one_that_is_not_known_no_check_mark()
    {
        Assert.Equal(
            Mark.Cross,
            (
                Good() with
                {
                    Links = [.. Good().Links, Link(LinkState.Down, "127.0.11.2")],
                }
            ).Overall
        );
        foreach (
            var state in (LinkState[])
                [LinkState.Unknown, LinkState.AwaitsRestart, LinkState.RouterStopped]
        )
            Assert.Equal(
                Mark.Unknown,
                (Good() with { Links = [.. Good().Links, Link(state, "127.0.11.2")] }).Overall
            );
    }

    [Fact]
    public void A_link_of_which_nobody_told_for_three_heartbeats_is_not_known_any_more()
    {
        Assert.Equal(LinkState.Up, Link().AsOf(s_now.AddSeconds(9)).State);
        Assert.Equal(LinkState.Unknown, Link().AsOf(s_now.AddSeconds(9.1)).State);
        var waiting = Link(LinkState.Down) with { NextTry = s_now.AddSeconds(30) };
        Assert.Equal(LinkState.Down, waiting.AsOf(s_now.AddSeconds(39)).State);
        Assert.Equal(LinkState.Unknown, waiting.AsOf(s_now.AddSeconds(39.1)).State);
    }

    [Fact]
    public void Routing_that_fails_is_a_cross_and_having_nobody_to_ask_for_takes_nothing_away()
    {
        PeerStatus With(Mark mark, Problem problem) =>
            Good() with
            {
                Links =
                [
                    .. Good().Links,
                    Link(from: "127.0.11.2") with
                    {
                        Proof = new RouteProof(mark, problem, s_now),
                    },
                ],
            };
        Assert.Equal(Mark.Cross, With(Mark.Cross, new RouteNoAnswer("user1")).Overall);
        Assert.Equal(Mark.Check, With(Mark.Unknown, new RouteNobodyToAsk()).Overall);
        Assert.Equal(Mark.Unknown, (Good() with { Links = [Link()] }).Overall);
    }

    [Fact]
    public void An_entry_that_was_removed_over_there_is_a_cross_and_no_outage()
    {
        var removed = OtherSide
            .Unknown.After(added: true, s_now)
            .After(added: false, s_now.AddMinutes(1));
        Assert.Equal(new OtherSide(OtherSideState.Removed, s_now.AddMinutes(1)), removed);
        Assert.Equal(removed, removed.After(added: false, s_now.AddMinutes(2)));
        Assert.Equal(
            OtherSideState.NotAdded,
            OtherSide.Unknown.After(added: false, s_now).State
        );
        var status = Good() with { OtherSide = removed };
        Assert.Equal(
            (Mark.Cross, null, true),
            (status.Overall, status.Failure, status.Reachable)
        );
    }

    [Fact]
    public void A_publisher_that_another_node_stands_in_for_is_still_the_cause()
    {
        var status = Good() with
        {
            Connectivity = Good().Connectivity! with
            {
                Through = NodeName.Parse("127.0.12.2"),
                PublisherFailure = s_refused,
            },
        };
        Assert.Equal(
            (s_refused, Mark.Cross, true),
            (status.Failure, status.Overall, status.Reachable)
        );
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
        var status = Good() with
        {
            Users = new AssociatedUsers(0, 5, s_now),
            Sync = Good().Sync with { Phase = SyncPhase.Fetching },
        };
        Assert.Equal(Mark.Unknown, status.UsersMark);
    }

    [Fact]
    public void Nothing_is_checked_before_the_peer_was_reached()
    {
        var restored = Good() with { Connectivity = null };
        Assert.Equal(
            (Mark.Unknown, Mark.Unknown, Mark.Unknown),
            (restored.UsersMark, restored.CertificatesMark, restored.Overall)
        );
    }

    [Fact]
    public void What_follows_from_an_unreachable_peer_is_unknown_and_not_wrong()
    {
        var status = Good() with
        {
            Connectivity = Good().Connectivity! with { Failure = s_refused },
        };
        Assert.Equal(s_refused, status.Failure);
        Assert.Equal(Mark.Cross, status.Overall);
        Assert.Equal(
            (Mark.Unknown, Mark.Unknown),
            (status.UsersMark, status.CertificatesMark)
        );
    }

    [Fact]
    public void No_certificates_are_not_a_check_mark() =>
        Assert.Equal(Mark.Unknown, new CertificateStatus([], s_now).Mark);

    [Theory]
    [InlineData(PeerCertificateState.Changed)]
    [InlineData(PeerCertificateState.Missing)]
    [InlineData(PeerCertificateState.Expired)]
    public void A_certificate_that_is_not_the_one_kept_is_a_cross(PeerCertificateState state)
    {
        var one = Good().Certificates!.Certificates[0];
        Assert.Equal(
            Mark.Cross,
            new CertificateStatus([one, one with { State = state }], s_now).Mark
        );
    }

    [Fact]
    public void What_another_peer_said_cannot_break_the_row_that_tells_of_it()
    {
        var status = Good() with
        {
            Connectivity = Good().Connectivity! with
            {
                Failure = new PeerFailure(
                    PassLayer.Query,
                    new AxlFault($"a\nb\tc\u202e\u2028\u2066{new string('d', 5000)}")
                ),
            },
        };
        var view = PeerView.From(status);
        Assert.DoesNotContain(view.Args, char.IsControl);
        Assert.DoesNotContain(view.Args, c => c is '\u202e' or '\u2028' or '\u2066');
        Assert.Equal("x\ty z", PeerView.Clean("x\ty\u2029z"));
        Assert.InRange(view.Args.Length, 1, 2048);
        Assert.StartsWith(
            "a b c",
            Assert.IsType<AxlFault>(view.Problem).Fault,
            StringComparison.Ordinal
        );
    }
}
