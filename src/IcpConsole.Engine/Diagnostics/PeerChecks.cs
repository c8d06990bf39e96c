using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// What is checked of a peer that answers. What the run sees is put into a status, and its rows
/// render what that comes to: what follows from something else has no row of its own.
/// </summary>
internal sealed class PeerChecks(
    ClusterContext cluster,
    Session session,
    PeerContact contact,
    StatusBoard board,
    bool usersSynchronized
)
{
    private readonly RemoteState _state = contact.State!;
    private readonly string _subject = session.Peer.Address.Value;

    /// <summary>What the run has seen so far, on what is known from before.</summary>
    private PeerStatus _seen = board.AsOfNow(session.Status.Now);

    private Fix Here => new(cluster.Id, FixPlace.Peer, $"{session.Peer.Id}");

    public async Task RunAsync(CheckRun run)
    {
        var problems = PeeringRules.Check(
            new PeeringFacts(
                cluster.Id,
                cluster.Traits,
                cluster.Topology,
                session.Peer.Address,
                new RemoteCluster(
                    _state.Id,
                    _state.Traits,
                    contact.Nodes,
                    _state.Peers,
                    _state.UsersSynchronized
                ),
                board.OthersOf(session.Peer.Id),
                usersSynchronized
            )
        );
        _seen = Seen(problems);
        await new RuleChecks(run, _subject, problems, _seen).RunAsync();
        await run.CheckAsync("PeerClock", _subject, () => RuleChecks.Clock(contact.Clock));
        await CheckAsync(
            run,
            "PeerCertificates",
            Aspect.Certificates,
            new SawExchanged(_seen.Certificates!.Certificates.Count),
            contact.View?.Certificates
        );
        await CheckAsync(run, "PeerBothSides", Aspect.OtherSide);
        await CheckAsync(run, "PeerAgents", Aspect.Agents);
        var routers = run.CheckAsync("PeerRouters", _subject, RoutersAsync);
        await Task.WhenAll(CheckPortsAsync(run), routers);
        await CheckAsync(run, "PeerProtocol", Aspect.Security);
        await CheckUsersAsync(run, problems);
        // What does not listen is not linked to.
        if ((await routers).Outcome != CheckOutcome.Failed)
            await CheckLinksAsync(run);
        session.HearOf(_seen);
    }

    /// <summary>What a pass would see now. A rule that is broken fails it.</summary>
    private PeerStatus Seen(IReadOnlyList<Problem> problems)
    {
        var now = cluster.Time.GetUtcNow();
        var seen = _seen.With(contact.Test) with
        {
            RemoteId = _state.Id,
            RemoteNodes = contact.Nodes,
            RemoteSip = _state.SipFederation,
            OtherView = contact.View,
            Certificates = KeptStatus.Certificates(
                session.Peer.Protocol,
                contact.Nodes,
                contact.Certificates,
                session.Trust,
                now
            ),
            Services = contact.Told.Services ?? _seen.Services,
        };
        seen = seen.With(seen.OtherSide.After(_state.Peers.Contains(cluster.Id), now));
        return problems.Count == 0
            ? seen
            : seen with
            {
                Sync = seen.Sync with
                {
                    Last = SyncReceipt.Failed(
                        SyncTrigger.Periodic,
                        now,
                        new PeerFailure(PassLayer.Query, problems[0])
                    ),
                },
            };
    }

    /// <summary>A row for what the status comes to in one aspect.</summary>
    /// <param name="run">The run.</param>
    /// <param name="test">The row.</param>
    /// <param name="aspect">The aspect.</param>
    /// <param name="saw">What a check mark rests on.</param>
    /// <param name="told">The other side's mark in this aspect; null where it tells none.</param>
    private async Task<CheckResult?> CheckAsync(
        CheckRun run,
        string test,
        Aspect aspect,
        Evidence? saw = null,
        Mark? told = null
    ) =>
        _seen.Diagnosis.In(aspect) is { IsCause: true } finding && !IsOwn(finding)
            ? await run.CheckAsync(test, _subject, () => Render(finding, saw, told))
            : null;

    /// <summary>What this cluster's own services bring about has its rows where those are.</summary>
    private static bool IsOwn(Finding finding) =>
        finding
            is { Problem: PeerAddedRestart }
                or { Fix: { Place: FixPlace.Service, Of: null } };

    private static CheckResult Render(Finding finding, Evidence? saw = null, Mark? told = null)
    {
        var result = finding switch
        {
            { Mark: Mark.Check } => CheckResult.Passed with { Detail = saw },
            { Mark: Mark.Cross, Problem: { } problem } => CheckResult.Failed(
                problem,
                finding.Fix
            ),
            { Problem: { } problem } => CheckResult.Warning(problem, finding.Fix),
            _ => CheckResult.Information(new NotTested()),
        } with
        {
            OtherSideProblem = finding.Theirs,
        };
        return told switch
        {
            Mark.Check => result with { OtherSide = CheckOutcome.Passed },
            Mark.Cross => result with { OtherSide = CheckOutcome.Failed },
            _ => result,
        };
    }

    /// <summary>The looks are rendered each by itself, and put into the status together.</summary>
    private async Task CheckPortsAsync(CheckRun run)
    {
        var looks = new PortLooks(cluster, session, contact);
        // A cluster of one node has no other.
        var nodes =
            contact.Nodes.Count > 1
                ? run.CheckAsync("PeerNodes", _subject, NodesAsync)
                : Task.CompletedTask;
        await Task.WhenAll(nodes, run.CheckAsync("PeerSip", _subject, SipAsync));
        _seen = looks.PutInto(_seen);

        async Task<CheckResult> NodesAsync(CancellationToken cancellationToken)
        {
            await looks.AxlAsync(cancellationToken);
            return RenderPorts(Aspect.Nodes, looks.PutInto(_seen), n => n.Axl);
        }

        async Task<CheckResult> SipAsync(CancellationToken cancellationToken)
        {
            await looks.SipAsync(cancellationToken);
            var seen = looks.PutInto(_seen);
            return seen.SipIsOff
                ? CheckResult.Information(seen.Nodes[0].Sip.Problem!)
                : RenderPorts(Aspect.Sip, seen, n => n.Sip, contact.View?.Sip);
        }
    }

    private static CheckResult RenderPorts(
        Aspect aspect,
        PeerStatus seen,
        Func<NodeReach, PortReach> port,
        Mark? told = null
    )
    {
        if (seen.Diagnosis.In(aspect) is not { IsCause: true } finding)
            return CheckResult.Information(new NotTested());
        var names = string.Join(
            ", ",
            seen.Nodes.Where(n => port(n).Mark == finding.Mark).Select(n => n.Node)
        );
        return Render(finding, told: told) with
        {
            Detail = finding.Mark switch
            {
                Mark.Cross => new SawOnNodes(names),
                Mark.Check => new SawAllAnswered(names),
                _ => null,
            },
        };
    }

    /// <summary>Whether routers listen, whoever may link to them.</summary>
    private async Task<CheckResult> RoutersAsync(CancellationToken cancellationToken)
    {
        var looks = await new PortLooks(cluster, session, contact).RoutersAsync(
            cancellationToken
        );
        var failed = looks.Where(l => l.Problem is not null).ToList();
        return failed is [var first, ..]
            ? CheckResult.Failed(
                first.Problem!,
                ServiceCheck.FixOf(_state.Id, first.Node, ServiceCatalogue.XcpRouter) with
                {
                    Of = session.Peer.Address,
                }
            ) with
            {
                Detail = new SawOnNodes(string.Join(", ", failed.Select(l => l.Node))),
            }
            : CheckResult.Saw(new SawAllOpen(string.Join(", ", looks.Select(l => l.Node))));
    }

    /// <summary>
    /// A pass that a broken rule, a stopped agent or an X certificate stopped has its row
    /// elsewhere.
    /// </summary>
    private async Task CheckUsersAsync(CheckRun run, IReadOnlyList<Problem> problems)
    {
        if (
            problems.Count > 0
            || !usersSynchronized
            || _seen.Sync.Phase == SyncPhase.AgentStopped
            || !_seen.Diagnosis.In(Aspect.Sync)!.IsCause
        )
            return;
        var sync = await run.CheckAsync("PeerSync", _subject, Sync);
        if (sync.Outcome == CheckOutcome.Failed)
            return;
        await run.CheckAsync("PeerUsers", _subject, UsersAsync);
        await CheckAsync(run, "PeerGroups", Aspect.Groups);
    }

    private CheckResult Sync()
    {
        var (now, parameters) = (cluster.Time.GetUtcNow(), cluster.Parameters.Agent);
        var finding = _seen.Diagnosis.In(Aspect.Sync)!;
        var last = _seen.LastSynchronized;
        var result =
            _seen.Sync.Stuck(parameters, now) is { } stuck ? CheckResult.Failed(stuck, Here)
            : RuleChecks.IsElsewhere(finding.Problem)
                ? CheckResult.Information(new NotTested())
            : finding.Mark != Mark.Check ? Render(finding)
            : now - last > parameters.Interval * 1.5
                ? CheckResult.Warning(
                    new SyncOverdue(
                        last!.Value,
                        (int)Math.Round(parameters.Interval.TotalMinutes)
                    ),
                    Here
                )
            : Render(finding, last is { } at ? new SawSynchronized(at) : null);
        return contact.View switch
        {
            { Reachable: Mark.Check, Problem: { } problem } => result with
            {
                OtherSide = CheckOutcome.Failed,
                OtherSideProblem = problem,
            },
            { Reachable: Mark.Check, LastSynchronized: not null } => result with
            {
                OtherSide = CheckOutcome.Passed,
            },
            _ => result,
        };
    }

    /// <summary>Users of both sides: as many, and the same.</summary>
    private async Task<CheckResult> UsersAsync(CancellationToken cancellationToken)
    {
        var progress = (
            await cluster.Database.Peers.ReadAsync(session.Peer.Id, cancellationToken)
        ).Progress;
        var (here, there) = (progress.Users, _state.Users);
        var isBehind = progress.Watermark != _state.Change || progress.Epoch != _state.Epoch;
        if (isBehind && here != there)
            return CheckResult.Information(
                new UsersBehind(here.Assigned, there.Assigned),
                Here
            );
        _seen = _seen with
        {
            Users = new AssociatedUsers(
                here.Assigned,
                there.Assigned,
                cluster.Time.GetUtcNow()
            )
            {
                Differ = here != there,
            },
        };
        return _seen.Diagnosis.In(Aspect.Users) is { } finding
            ? Render(finding, new SawUsersEqual(there.Assigned), contact.View?.Users)
            : CheckResult.Information(
                new UsersNone(_state.Id),
                new Fix(_state.Id, FixPlace.EndUsers) { Of = session.Peer.Address }
            );
    }

    /// <summary>The routers ask each other every few seconds.</summary>
    private async Task CheckLinksAsync(CheckRun run)
    {
        var links = await CheckAsync(
            run,
            "PeerLinks",
            Aspect.Links,
            new SawLinksUp(_seen.Links.Count),
            contact.View?.Links
        );
        if (links is null or { Outcome: CheckOutcome.Failed })
            return;
        var proven = _seen.Links.Count(l => l.Proof?.Mark == Mark.Check);
        if (_seen.Diagnosis.In(Aspect.Routing) is null)
            await run.CheckAsync("PeerRouting", _subject, () =>
                CheckResult.Information(new RouteNobodyToAsk(), Here)
            );
        else
            await CheckAsync(
                run,
                "PeerRouting",
                Aspect.Routing,
                new SawProven(proven),
                contact.View?.Routing
            );
    }
}
