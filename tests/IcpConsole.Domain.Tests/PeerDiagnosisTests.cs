using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using static IcpConsole.Testing.SomePeer;

namespace IcpConsole.Domain.Tests;

public sealed class PeerDiagnosisTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_the_state_findings_agree_with_one_another(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var status = Any(random);
            var diagnosis = status.Diagnosis;
            Assert.Equal(
                diagnosis.Findings.Count,
                diagnosis.Findings.Select(f => f.Aspect).Distinct().Count()
            );
            Assert.Equal(
                diagnosis.Findings.Select(f => f.Aspect).Order(),
                diagnosis.Findings.Select(f => f.Aspect)
            );
            Assert.Equal(
                diagnosis.Overall == Mark.Check,
                diagnosis.Findings.All(f => f.Mark == Mark.Check)
            );
            Assert.Equal(diagnosis.Overall, diagnosis.Cause.Mark);
            Assert.All(diagnosis.Findings, f => AssertHasItsReason(f, diagnosis));
            // Nothing is told twice.
            var told = diagnosis.Causes.Select(f => f.Problem).ToList();
            Assert.Equal(told.Distinct(), told);
            Assert.Equal(
                diagnosis.Overall == Mark.Cross,
                diagnosis.Causes.Any(f => f.Mark == Mark.Cross)
            );
        }
    }

    private static void AssertHasItsReason(Finding finding, PeerDiagnosis diagnosis)
    {
        var reason = finding;
        for (var hops = 0; reason.FollowsFrom is { } aspect; hops++)
        {
            Assert.Null(reason.Problem);
            Assert.True(hops < 5, $"{finding} follows from itself.");
            reason = diagnosis.In(aspect)!;
            Assert.NotEqual(Mark.Check, reason.Mark);
        }

        if (finding.Mark == Mark.Cross)
        {
            Assert.Equal(Mark.Cross, reason.Mark);
            Assert.NotNull(reason.Problem);
            Assert.NotNull(reason.Problem.Hint());
        }
    }

    [Fact]
    public void A_failed_pass_comes_before_an_entry_that_was_removed_over_there()
    {
        var status = Good() with
        {
            OtherSide = new OtherSide(OtherSideState.Removed, s_now),
            Sync = Synced(new PeerFailure(PassLayer.Query, new AxlTimedOut())),
        };
        Assert.Equal(Headlines.Failed, status.Diagnosis.Headline);
        Assert.Equal(
            [new AxlTimedOut(), new EntryRemovedThere()],
            status.Diagnosis.Causes.Select(f => f.Problem)
        );
    }

    [Fact]
    public void Users_that_differ_are_told_with_their_numbers()
    {
        var status = Good() with { Users = new AssociatedUsers(3, 4, s_now) };
        Assert.Equal(
            (Headlines.OutOfSync, new UsersDiffer(3, 4)),
            (status.Diagnosis.Headline, status.Diagnosis.Cause.Problem)
        );
    }

    [Fact]
    public void What_nobody_has_looked_at_is_being_checked()
    {
        var status = new PeerStatus(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            Good().Peer with
            {
                Protocol = PeerProtocol.Tls,
            },
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            null,
            []
        );
        Assert.Equal(
            (Mark.Unknown, Headlines.BeingChecked),
            (status.Overall, status.Diagnosis.Headline)
        );
        Assert.Empty(status.Diagnosis.Causes);
    }

    [Fact]
    public void A_side_that_has_no_entry_is_the_reason_for_ports_and_connections_that_it_refuses()
    {
        var status = Good() with
        {
            Peer = Good().Peer with { Protocol = PeerProtocol.Tls },
            OtherSide = new OtherSide(OtherSideState.NotAdded, null),
            Nodes =
            [
                Good().Nodes[0] with
                {
                    Sip = new PortReach(5061, Mark.Cross, new SipTlsRefused(), null),
                },
            ],
            Links = [Link(LinkState.NotKnownThere)],
        };
        Assert.Equal(
            (Mark.Unknown, Headlines.NotAddedThere),
            (status.Overall, status.Diagnosis.Headline)
        );
        Assert.Equal(
            [new NoEntryThere(ClusterId.Parse("singapore"), NodeName.Parse("127.0.11.1"))],
            status.Diagnosis.Causes.Select(f => f.Problem)
        );
        Assert.All([Aspect.Sip, Aspect.Security, Aspect.Links], a =>
            Assert.Equal(Aspect.OtherSide, status.Diagnosis.In(a)!.FollowsFrom)
        );
    }

    [Fact]
    public void What_is_wrong_at_one_node_names_that_node()
    {
        var good = Good();
        var node = good.Nodes[0].Node;
        var axl = good with
        {
            Nodes =
            [
                good.Nodes[0] with
                {
                    Axl = new PortReach(8443, Mark.Cross, new AxlNotRunning(), null),
                },
            ],
        };
        var link = good with { Links = [Link(LinkState.Down)] };
        Assert.Equal(node, axl.Diagnosis.Cause.Node);
        Assert.Equal(link.Links[0].To, link.Diagnosis.Cause.Node);
    }

    [Fact]
    public void A_side_that_fails_leads_to_its_troubleshooter_and_is_not_waited_for()
    {
        var good = Good();
        var status = good with
        {
            Peer = good.Peer with { Protocol = PeerProtocol.Tls },
            OtherView = new PeerView(
                good.Local.Publisher,
                PeerProtocol.Tls,
                good.Local.Id,
                Mark.Cross,
                PassLayer.Login,
                nameof(AxlNotRunning),
                "",
                Mark.Unknown,
                Mark.Unknown,
                Mark.Unknown,
                Mark.Unknown,
                Mark.Unknown,
                null
            ),
        };
        Assert.Equal(
            new Fix(ClusterId.Parse("singapore"), FixPlace.SystemTroubleshooter)
            {
                Of = status.Peer.Address,
            },
            status.Diagnosis.Cause.Fix
        );
        Assert.Equal(Headlines.NotKnown, status.Diagnosis.CertificateStatus.Headline);
    }

    [Fact]
    public void An_agent_that_is_stopped_is_a_cross_with_the_page_to_start_it()
    {
        var status = Good() with
        {
            Sync = Synced(null) with { Phase = SyncPhase.AgentStopped },
        };
        Assert.Equal(
            (Headlines.AgentStopped, new SyncAgentStopped()),
            (status.Diagnosis.Headline, status.Diagnosis.Cause.Problem)
        );
        Assert.NotNull(status.Diagnosis.Cause.Fix);
    }

    [Fact]
    public void Two_clusters_without_users_are_in_step()
    {
        var status = Good() with
        {
            Users = new AssociatedUsers(0, 0, s_now),
            Links =
            [
                Link(LinkState.Up) with
                {
                    Proof = new RouteProof(Mark.Unknown, new RouteNobodyToAsk(), s_now),
                },
            ],
        };
        Assert.Equal(
            (Mark.Check, Headlines.InStep),
            (status.Overall, status.Diagnosis.Headline)
        );
        Assert.Null(status.Diagnosis.In(Aspect.Users));
        Assert.Null(status.Diagnosis.In(Aspect.Routing));
    }

    [Fact]
    public void Where_a_platform_has_no_peers_nobody_is_sent_to_add_the_entry_over_there()
    {
        var status = Good() with
        {
            Sync = Synced(new PeerFailure(PassLayer.Query, new SmallerOvaHere())),
            OtherSide = new OtherSide(OtherSideState.NotAdded, null),
        };
        var finding = status.Diagnosis.In(Aspect.OtherSide)!;
        Assert.Equal(Aspect.Sync, finding.FollowsFrom);
        Assert.Null(finding.Fix);
        Assert.Equal(new SmallerOvaHere(), status.Diagnosis.Cause.Problem);
    }
}
