using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// What is tested of a peer that answers. Each cause has one row: what follows from another row
/// that failed is left out.
/// </summary>
internal sealed class PeerChecks(
    ClusterContext cluster,
    PeerEntry entry,
    PeerContact contact,
    IReadOnlyList<OtherPeer> others,
    bool usersSynchronized
)
{
    /// <summary>
    /// Certificates and alarms are dated by clocks; a minute or two does no harm.
    /// </summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>So long it may take until the other side has learned of a node.</summary>
    private static readonly TimeSpan s_learning = TimeSpan.FromMinutes(1);

    private bool _certificatesFailed;
    private bool _entryAmiss;

    private readonly RemoteState _state = contact.State!;
    private readonly PeerStatus _status = entry.Status.AsOf(cluster.Time.GetUtcNow());
    private readonly string _subject = entry.Peer.Address.Value;

    private Fix Here => new(cluster.Id, FixPlace.Peer, $"{entry.Peer.Id}");

    public async Task RunAsync(TestRun run)
    {
        var problems = PeeringRules.Check(
            new PeeringFacts(
                cluster.Id,
                cluster.Traits,
                cluster.Topology,
                entry.Peer.Address,
                new RemoteCluster(
                    _state.Id,
                    _state.Traits,
                    contact.Nodes,
                    _state.Peers,
                    _state.UsersSynchronized
                ),
                others,
                usersSynchronized
            )
        );
        var certificates = await run.TestAsync("PeerCertificates", _subject, () =>
            Certificates(domainDiffers: problems.Any(p => p is DomainDiffers))
        );
        var bothSides = await run.TestAsync("PeerBothSides", _subject, BothSides);
        var protocol = contact.View is { } view
            ? await run.TestAsync("PeerProtocol", _subject, () => Protocol(view))
            : null;
        _certificatesFailed = certificates.Outcome == TestOutcome.Failed;
        _entryAmiss =
            bothSides.Outcome != TestOutcome.Passed || protocol?.Outcome == TestOutcome.Failed;
        // A cluster of one node has no other.
        var nodes =
            contact.Nodes.Count > 1
                ? run.TestAsync("PeerNodes", _subject, NodesAsync)
                : Task.CompletedTask;
        var (routers, sip) = (
            run.TestAsync("PeerRouters", _subject, RoutersAsync),
            run.TestAsync("PeerSip", _subject, SipAsync)
        );
        Finding[] rules =
        [
            await RuleAsync(
                "PeerAddress",
                p => p.Field == nameof(PeerForm.Address),
                _ => Here with { Field = nameof(PeerForm.Address) }
            ),
            await RuleAsync(
                "PeerCompatible",
                p => p.Field is null && !IsOfMesh(p) && !IsElsewhere(p),
                p => new Fix(
                    p is PlatformThere ? _state.Id : cluster.Id,
                    FixPlace.Cluster,
                    null,
                    FieldOf(p)
                )
            ),
            await RuleAsync("PeerMesh", IsOfMesh, _ => null),
            await RuleAsync(
                "PeerSyncAgent",
                p => p is SyncAgentNotFinishedThere,
                _ => new Fix(_state.Id, FixPlace.Cluster, null, "DirectoryFile")
            ),
        ];
        await run.TestAsync("PeerAgents", _subject, Agents);
        await run.TestAsync("PeerClock", _subject, Clock);
        // A pass that a broken rule, a stopped agent or an X certificate stopped has its row above.
        if (
            usersSynchronized
            && _status.Sync.Phase != SyncPhase.AgentStopped
            && rules.Append(certificates).All(f => f.Outcome != TestOutcome.Failed)
        )
        {
            var sync = await run.TestAsync("PeerSync", _subject, Sync);
            if (sync.Outcome != TestOutcome.Failed)
            {
                await run.TestAsync("PeerUsers", _subject, UsersAsync);
                await run.TestAsync("PeerGroups", _subject, Groups);
            }
        }

        await Task.WhenAll(nodes, sip);
        if (
            rules
                .Append(bothSides)
                .Append(protocol)
                .Append(await routers)
                .Any(f => f?.Outcome == TestOutcome.Failed)
        )
            return;
        var links = await run.TestAsync("PeerLinks", _subject, Links);
        if (links.Outcome != TestOutcome.Failed)
            await run.TestAsync("PeerRouting", _subject, Routing);

        Task<Finding> RuleAsync(
            string test,
            Func<Problem, bool> belongs,
            Func<Problem, Fix?> fix
        ) =>
            run.TestAsync(test, _subject, () =>
                problems.FirstOrDefault(belongs) is { } problem
                    ? Finding.Failed(problem with { Field = null }, fix(problem))
                    : Finding.Passed
            );
    }

    /// <summary>AXL on all nodes (the guide, step 2).</summary>
    private async Task<Finding> NodesAsync(CancellationToken cancellationToken)
    {
        var ports = new NodePorts(cluster, entry.Peer.Protocol, entry.Tls);
        var looks = await Task.WhenAll(
            contact
                .Nodes.Where(n => n.Name != entry.Peer.Address)
                .Select(async node =>
                {
                    using var connection = entry.Connect(node.Name);
                    return (
                        node.Name,
                        Reach: await ports.AxlAsync(connection, cancellationToken)
                    );
                })
        );
        return OfNodes(
            looks.Select(l => (l.Name, l.Reach.Mark == Mark.Check ? null : l.Reach.Problem)),
            ServiceCatalogue.AxlWebService,
            nodes => new SawAllAnswered(nodes)
        );
    }

    private async Task<Finding> RoutersAsync(CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(
            contact.Nodes.Select(async node =>
                (node.Name, Problem: await RouterAsync(node.Name, cancellationToken))
            )
        );
        return OfNodes(looks, ServiceCatalogue.XcpRouter, nodes => new SawAllOpen(nodes));
    }

    private async Task<Problem?> RouterAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await PeerDialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                node,
                XmppSchema.Port,
                resolved: null,
                cancellationToken
            );
            return null;
        }
        catch (PeerFailureException e)
        {
            return ServiceTest.PortProblem(e.Failure.Problem);
        }
    }

    private async Task<Finding> SipAsync(CancellationToken cancellationToken)
    {
        if (!cluster.Definition.SipFederation || !_state.SipFederation)
            return Finding.Information(
                cluster.Definition.SipFederation ? new SipOffThere() : new SipOffHere()
            );
        var ports = new NodePorts(cluster, entry.Peer.Protocol, entry.Tls);
        var looks = await Task.WhenAll(
            contact.Nodes.Select(async node =>
                (
                    node.Name,
                    Reach: await ports.SipAsync(
                        node.Name,
                        _state.SipFederation,
                        cancellationToken
                    )
                )
            )
        );
        return OtherSide(
            OfNodes(
                looks.Select(l =>
                    (
                        l.Name,
                        l.Reach is { Mark: Mark.Cross, Problem: { } problem }
                            ? ServiceTest.PortProblem(problem)
                            : null
                    )
                ),
                ServiceCatalogue.SipProxy,
                nodes => new SawAllAnswered(nodes)
            ),
            _entryAmiss ? null : contact.View?.Sip
        );
    }

    /// <summary>The first node with a problem is where the fix leads.</summary>
    private Finding OfNodes(
        IEnumerable<(NodeName Node, Problem? Problem)> looks,
        NodeService service,
        Func<string, Evidence> seen
    )
    {
        var all = looks.ToList();
        var failed = all.FindAll(l => l.Problem is not null && !IsSaid(l.Problem));
        return failed.Count > 0
                ? Finding.Failed(
                    failed[0].Problem!,
                    ServiceTest.FixOf(_state.Id, failed[0].Node, service)
                ) with
                {
                    Detail = new SawOnNodes(string.Join(", ", failed.Select(l => l.Node))),
                }
            : all.Exists(l => l.Problem is not null) ? Finding.Information(new NotTested())
            : Finding.Saw(seen(string.Join(", ", all.Select(l => l.Node))));
    }

    /// <summary>
    /// An entry that has not come through to this cluster yet is not told of as a peer, but sees it
    /// already.
    /// </summary>
    private Finding BothSides() =>
        _state.Peers.Contains(cluster.Id) ? Finding.Passed
        : contact.View is { } view
            ? Finding.Information(new EntryThereNotThrough(_state.Id)) with
            {
                OtherSideProblem = view.Problem,
            }
        : Finding.Failed(
            new NoEntryThere(_state.Id, cluster.Topology.Publisher.Name),
            new Fix(_state.Id, FixPlace.NewPeer, cluster.Topology.Publisher.Name.Value)
        );

    /// <summary>Routers take no link without TLS from a peer whose entry says TLS.</summary>
    private Finding Protocol(PeerView view) =>
        (_status with { OtherView = view }).ProtocolsDiffer is { } differ
            ? Finding.Failed(differ, Here with { Field = nameof(PeerForm.Protocol) })
            : Finding.Passed;

    private Finding Agents()
    {
        var stopped = contact.Nodes.Where(n => !n.AgentRunning).Select(n => n.Name).ToList();
        return stopped.Count == 0
            ? Finding.Passed
            : Finding.Failed(
                new TestServiceStopped(
                    ServiceCatalogue.InterclusterSyncAgent,
                    string.Join(", ", stopped)
                ),
                ServiceTest.FixOf(
                    _state.Id,
                    stopped[0],
                    ServiceCatalogue.InterclusterSyncAgent
                )
            );
    }

    /// <summary>
    /// What the peer announces now, held against the trust store (the guide, step 7).
    /// </summary>
    private Finding Certificates(bool domainDiffers)
    {
        var status = PeerStatuses.Certificates(
            entry.Peer.Protocol,
            contact.Nodes,
            contact.Certificates,
            entry.Trust,
            cluster.Time.GetUtcNow()
        );
        // A router's certificate names the domain: it cannot be taken before that fits.
        var wrong = status
            .Certificates.Where(c =>
                c.Mark == Mark.Cross
                && !(domainDiffers && c.Service == CertificateServices.CupXmpp)
            )
            .ToList();
        var finding =
            wrong.Count > 0
                ? Finding.Failed(wrong[0].Problem!, Here)
                : Finding.Saw(new SawExchanged(status.Certificates.Count));
        if (wrong.Count > 1)
            finding = finding with
            {
                Detail = new SawAllWrong(
                    string.Join(", ", wrong.Select(c => $"{c.Service} {c.Node}"))
                ),
            };
        return OtherSide(finding, contact.View?.Certificates);
    }

    private Finding Sync()
    {
        var (sync, now, parameters) = (
            _status.Sync,
            cluster.Time.GetUtcNow(),
            cluster.Parameters.Agent
        );
        var finding =
            SyncSchedule.Stuck(sync, parameters, now) is { } stuck
                ? Finding.Failed(stuck, Here)
            : sync.Last is null ? Finding.Information(new NotSynchronizedYet(), Here)
            // The section that it is about has a row for it.
            : IsElsewhere(sync.Last.Failure?.Problem) ? Finding.Information(new NotTested())
            : sync.Last.Failure is { } failure ? Finding.Failed(failure.Problem, Here)
            : _status.LastSynchronized is { } last && now - last > parameters.Interval * 1.5
                ? Finding.Warning(
                    new SyncOverdue(last, (int)Math.Round(parameters.Interval.TotalMinutes)),
                    Here
                )
            : Finding.Saw(new SawSynchronized(_status.LastSynchronized!.Value));
        return contact.View is not { } view ? finding
            : view is { Reachable: Mark.Check, Problem: { } problem }
                ? finding with
                {
                    OtherSide = TestOutcome.Failed,
                    OtherSideProblem = problem,
                }
            : view is { Reachable: Mark.Check, LastSynchronized: not null }
                ? finding with
                {
                    OtherSide = TestOutcome.Passed,
                }
            : finding;
    }

    /// <summary>Users of both sides: as many, and the same.</summary>
    private async Task<Finding> UsersAsync(CancellationToken cancellationToken)
    {
        var progress = (
            await cluster.Database.Peers.ReadAsync(entry.Peer.Id, cancellationToken)
        ).Progress;
        var finding =
            progress.Users is { Assigned: 0 } && _state.Users.Assigned == 0
                ? Finding.Information(
                    new UsersNone(_state.Id),
                    new Fix(_state.Id, FixPlace.EndUsers)
                )
            : progress.Users == _state.Users
                ? Finding.Saw(new SawUsersEqual(_state.Users.Assigned))
            : progress.Watermark != _state.Change || progress.Epoch != _state.Epoch
                ? Finding.Information(
                    new UsersBehind(progress.Users.Assigned, _state.Users.Assigned),
                    Here
                )
            : Finding.Failed(
                new UsersDiffer(progress.Users.Assigned, _state.Users.Assigned),
                Here
            );
        return OtherSide(finding, contact.View?.Users);
    }

    /// <summary>
    /// The routers ask each other every few seconds; a local one that is stopped has a row of its
    /// own.
    /// </summary>
    private Finding Links()
    {
        var links = _status
            .Links.Where(l =>
                cluster.Services.Runs(l.From, ServiceCatalogue.XcpRouter)
                && l.State != LinkState.AwaitsRestart
            )
            .ToList();
        var down = links.Find(l => l.State == LinkState.Down && !IsSaid(l.Problem));
        var refused = _entryAmiss
            ? null
            : links.Find(l =>
                l.State == LinkState.NotKnownThere
                && cluster.Time.GetUtcNow() - l.Since > s_learning
            );
        var finding =
            (down ?? refused) is { } wrong ? Finding.Failed(wrong.Problem!, Here)
            : links.Exists(l => l.State != LinkState.Up) || links.Count == 0
                ? Finding.Information(new LinksNotKnown(), Here)
            : Finding.Saw(new SawLinksUp(links.Count));
        return OtherSide(finding, contact.View?.Links);
    }

    private Finding Routing()
    {
        var proofs = _status
            .Links.Where(l => l.State == LinkState.Up)
            .Select(l => l.Proof)
            .ToList();
        var finding =
            proofs.Find(p => p?.Mark == Mark.Cross) is { Problem: { } wrong }
                ? Finding.Failed(wrong, Here)
            : proofs.Contains(null) ? Finding.Information(new LinksNotKnown(), Here)
            : proofs.Count(p => p!.Mark == Mark.Check) is > 0 and var proven
                ? Finding.Saw(new SawProven(proven))
            : Finding.Information(new RouteNobodyToAsk(), Here);
        return OtherSide(finding, contact.View?.Routing);
    }

    private Finding Clock() =>
        contact.Clock is not { } ahead ? Finding.Information(new NotTested())
        : ahead.Duration() <= s_clockTolerance
            ? Finding.Saw(new SawClockAhead((int)Math.Round(ahead.TotalSeconds)))
        : Finding.Warning(
            new ClocksDiffer(
                (int)Math.Round(ahead.TotalSeconds),
                (int)Math.Round(s_clockTolerance.TotalSeconds)
            )
        );

    private Finding Groups() =>
        _status.Groups is not { } groups ? Finding.Information(new NotSynchronizedYet(), Here)
        : groups.Problem is { } problem ? Finding.Failed(problem, Here)
        : Finding.Passed;

    private bool IsSaid(Problem? problem) =>
        (_certificatesFailed && IsOfCertificates(problem))
        || (_entryAmiss && problem is SipTlsRefused or LinkNotAuthorized);

    private static bool IsOfMesh(Problem problem) => problem is MeshFullHere or MeshFullThere;

    /// <summary>Sections that these are about have rows for them.</summary>
    private static bool IsElsewhere(Problem? problem) =>
        problem is PlatformHere or SyncAgentNotFinishedHere or SyncAgentNotFinishedThere;

    /// <summary>What the row of certificates says already.</summary>
    private static bool IsOfCertificates(Problem? problem) =>
        problem
            is CertificateChanged
                or CertificateCorrupted
                or CertificateNotAccepted
                or CertificateNotExchanged
                or CertificateNotTheOneKept
                or CertificateExpired;

    /// <summary>The field of a cluster that has to fit its peers'.</summary>
    private static string? FieldOf(Problem problem) =>
        problem switch
        {
            DomainDiffers => nameof(ClusterForm.Domain),
            AddressSchemeDiffers => nameof(ClusterForm.AddressScheme),
            ReleasesMayNotPeer => nameof(ClusterForm.Release),
            PlatformThere => nameof(ClusterForm.Platform),
            _ => null,
        };

    private static Finding OtherSide(Finding finding, Mark? mark) =>
        mark switch
        {
            Mark.Check => finding with { OtherSide = TestOutcome.Passed },
            Mark.Cross => finding with { OtherSide = TestOutcome.Failed },
            _ => finding,
        };
}
