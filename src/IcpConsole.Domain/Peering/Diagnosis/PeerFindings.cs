using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// The findings of one peer. Each rests on what the status says and on the findings below it: what
/// only follows from one of those is unknown, or names it.
/// </summary>
internal sealed class PeerFindings
{
    private readonly PeerStatus _status;
    private readonly Finding _connectivity;
    private readonly Finding _sync;
    private readonly Finding _otherSide;
    private readonly Finding _certificates;
    private readonly Finding _nodes;
    private readonly Finding _links;

    public PeerFindings(PeerStatus status)
    {
        _status = status;
        _connectivity = Connectivity();
        _sync = Sync();
        _otherSide = OtherSide();
        _certificates = Certificates();
        _nodes = Nodes();
        _links = Links();
    }

    private Fix Page => new(_status.Here, FixPlace.Peer, $"{_status.Peer.Id}");

    public List<Finding> InOrder()
    {
        var findings = new List<Finding>();
        foreach (
            var finding in new[]
            {
                _connectivity,
                Names(),
                _sync,
                Users(),
                _certificates,
                _otherSide,
                Security(),
                _links,
                Routing(),
                _nodes,
                Groups(),
            }.OfType<Finding>()
        )
        {
            // What is wrong with the one is wrong with the other: it is told once.
            var same = findings.Find(f =>
                f.Problem is not null
                && f.Problem == finding.Problem
                && (f.Mark == Mark.Cross || finding.Mark != Mark.Cross)
            );
            findings.Add(same is null ? finding : Following(finding, same.Aspect));
        }

        return findings;
    }

    private Finding Connectivity()
    {
        var fact = new Fact(_status.Connectivity?.At, FactSource.ConnectivityTest);
        return _status.Connectivity switch
        {
            null => Unknown(Aspect.Connectivity, Headlines.BeingChecked, fact),
            { PublisherFailure: { } publisher } => Cross(
                Aspect.Connectivity,
                Headlines.PublisherSilent,
                fact,
                publisher.Problem
            ),
            { Failure: { } failure } => Cross(
                Aspect.Connectivity,
                HeadlineOf(failure),
                fact,
                _status.Explain(failure)
            ),
            _ => Check(Aspect.Connectivity, Headlines.Reachable, fact),
        };
    }

    private static Headline HeadlineOf(PeerFailure failure) =>
        failure switch
        {
            { Problem: CertificateNotAccepted } => Headlines.AwaitsAcceptance,
            { Layer: PassLayer.Certificate } => Headlines.NotTrusted,
            { Layer: PassLayer.Login } => Headlines.LoginFailed,
            { Layer: PassLayer.Query } => Headlines.NoAnswer,
            _ => Headlines.NotReachable,
        };

    /// <summary>None where the peer's names are addresses.</summary>
    private Finding? Names()
    {
        if (_status.Names is not { Mark: not Mark.Unknown } names)
            return null;
        var fact = new Fact(names.At, FactSource.NameLookup);
        if (names.Mark == Mark.Check)
            return Check(
                Aspect.Names,
                names.Slowest is null ? Headlines.NamesResolve : Headlines.NamesSlow,
                fact
            );
        var cross = Cross(
            Aspect.Names,
            Headlines.NamesMissing,
            fact,
            names.Names.First(n => n.Problem is not null).Problem!
        );
        return _connectivity.Mark == Mark.Cross
            ? Following(cross, Aspect.Connectivity)
            : cross;
    }

    private Finding Sync()
    {
        var sync = _status.Sync;
        var fact = new Fact(sync.Last?.EndedAt, FactSource.Pass);
        if (sync.Phase == SyncPhase.AgentStopped)
            return Cross(
                Aspect.Sync,
                Headlines.AgentStopped,
                fact,
                new SyncAgentStopped()
            ) with
            {
                Fix = new Fix(
                    _status.Here,
                    FixPlace.Service,
                    null,
                    ServiceCatalogue.InterclusterSyncAgent.Name
                ),
            };
        if (!_status.Reachable)
            return NotSeen(
                Aspect.Sync,
                _connectivity.Mark == Mark.Unknown
                    ? Headlines.BeingChecked
                    : Headlines.Retrying,
                fact
            );
        return sync switch
        {
            { Last.Failure.Problem: SyncHeld held } => Cross(
                Aspect.Sync,
                Headlines.Held,
                fact,
                held
            ),
            { Last.Failure: { } failure } => Cross(
                Aspect.Sync,
                Headlines.Failed,
                fact,
                _status.Explain(failure)
            ),
            { Phase: not SyncPhase.Idle, Last: null } => Unknown(
                Aspect.Sync,
                Headlines.Syncing,
                fact
            ),
            { Last: null } => Unknown(Aspect.Sync, Headlines.NeverSynced, fact),
            { Phase: not SyncPhase.Idle } => Check(Aspect.Sync, Headlines.Syncing, fact),
            _ => Check(Aspect.Sync, Headlines.InStep, fact),
        };
    }

    /// <summary>
    /// None where nobody is on either side. Numbers that differ are a cross, but for as long as a
    /// pass is at work on them.
    /// </summary>
    private Finding? Users()
    {
        var fact = new Fact(_status.Users?.At, FactSource.Pass);
        return (_status.Reachable, _status.Users) switch
        {
            (false, _) => NotSeen(Aspect.Users, Headlines.NotKnown, fact),
            (_, null) => AfterSync(Aspect.Users, fact),
            (_, { Here: 0, There: 0 }) => null,
            (_, { } users) when users.Here == users.There => Check(
                Aspect.Users,
                Headlines.InStep,
                fact
            ),
            _ when _sync.Mark != Mark.Check => AfterSync(Aspect.Users, fact),
            _ when _status.Sync.Phase != SyncPhase.Idle => Unknown(
                Aspect.Users,
                Headlines.Syncing,
                fact
            ),
            (_, { } users) => Cross(
                Aspect.Users,
                Headlines.OutOfSync,
                fact,
                new UsersDiffer(users.Here, users.There)
            ),
        };
    }

    private Finding Certificates()
    {
        var fact = new Fact(_status.Certificates?.At, FactSource.Pass);
        if (_status.NeedsResync)
            return Following(
                Cross(Aspect.Certificates, Headlines.OutOfSync, fact, null),
                Aspect.Connectivity
            );
        if (!_status.Reachable)
            return NotSeen(Aspect.Certificates, Headlines.NotKnown, fact);
        return _status.CertificatesMark switch
        {
            Mark.Check => Check(Aspect.Certificates, Headlines.Secure, fact),
            Mark.Cross => Cross(
                Aspect.Certificates,
                Headlines.OutOfSync,
                fact,
                _status.CertificateSyncOff
                    ? new CertificateSyncOff()
                    : _status
                        .Certificates!.Certificates.First(c => c.Mark == Mark.Cross)
                        .Problem
            ),
            _ => AfterSync(Aspect.Certificates, fact),
        };
    }

    private Finding OtherSide()
    {
        var other = _status.OtherSide;
        var fact = new Fact(
            other.RemovedAt ?? _status.LastSynchronized,
            FactSource.Pass,
            Vantage.There
        );
        if (!_status.Reachable)
            return NotSeen(Aspect.OtherSide, Headlines.NotKnown, fact);
        return other.State switch
        {
            OtherSideState.Added => Check(Aspect.OtherSide, Headlines.BothSides, fact),
            OtherSideState.Removed => Cross(
                Aspect.OtherSide,
                Headlines.RemovedThere,
                fact,
                new EntryRemovedThere()
            ),
            OtherSideState.NotAdded when _status.IsNotAddedThere => Unknown(
                Aspect.OtherSide,
                Headlines.NotAddedThere,
                fact
            ) with
            {
                Problem = new EntryMissingThere(),
                Fix = _status.RemoteId is { } remote
                    ? new Fix(remote, FixPlace.NewPeer)
                    : null,
            },
            OtherSideState.NotAdded => Unknown(
                Aspect.OtherSide,
                Headlines.NotThroughThere,
                fact
            ) with
            {
                Problem = _status.OtherView?.Problem
                    ?? (
                        _status.RemoteId is { } remote
                            ? new EntryThereNotThrough(remote)
                            : null
                    ),
            },
            _ => AfterSync(Aspect.OtherSide, fact),
        };
    }

    /// <summary>None where neither entry says TLS.</summary>
    private Finding? Security()
    {
        var fact = new Fact(_status.Connectivity?.At, FactSource.RouterLink);
        if (_status.ProtocolsDiffer is { } differ)
            return Cross(Aspect.Security, Headlines.ProtocolsDiffer, fact, differ) with
            {
                Fix = Page with { Field = nameof(PeerForm.Protocol) },
            };
        if (_status.Peer.Protocol != PeerProtocol.Tls)
            return null;
        if (!_status.Reachable)
            return NotSeen(Aspect.Security, Headlines.NotKnown, fact);
        if (_certificates.Mark != Mark.Check)
            return Following(
                Unknown(Aspect.Security, Headlines.NotKnown, fact),
                Aspect.Certificates
            );
        if (_otherSide.Mark != Mark.Check)
            return Following(
                Unknown(Aspect.Security, Headlines.NotKnown, fact),
                Aspect.OtherSide
            );
        var ways = _status.TlsWays;
        var crosses = ways.Where(w => w.Mark == Mark.Cross).ToList();
        if (crosses.Count == 0)
            return ways.All(w => w.Mark == Mark.Check)
                ? Check(Aspect.Security, Headlines.Secure, fact)
                : Unknown(Aspect.Security, Headlines.BeingChecked, fact);
        var cross = Cross(
            Aspect.Security,
            Headlines.NotSecure,
            fact,
            new ConnectionsWithoutTls(
                string.Join(", ", crosses.Where(w => !w.IsOutbound).Select(NameOf))
            )
        );
        return crosses switch
        {
            _ when crosses.Exists(w => w is { IsSip: false, IsOutbound: true }) => Following(
                cross,
                Aspect.Links
            ),
            _ when crosses.Exists(w => w is { IsSip: true, IsOutbound: true }) => Following(
                cross,
                Aspect.Nodes
            ),
            _ => cross,
        };
    }

    private static string NameOf(TlsWay way) => way.IsSip ? "SIP" : "XMPP";

    private Finding Links()
    {
        var links = _status.Links;
        var fact = new Fact(
            links.Count == 0 ? null : links.Max(l => l.At),
            FactSource.RouterLink
        );
        // The other side takes certificates when its first pass comes through.
        if (
            _otherSide.Mark != Mark.Check
            && links.Any(l => l.Mark == Mark.Cross)
            && links.Where(l => l.Mark == Mark.Cross).All(l => l.Problem is LinkNotAuthorized)
        )
            return Following(
                Unknown(Aspect.Links, Headlines.NotKnownThere, fact),
                Aspect.OtherSide
            );
        if (links.FirstOrDefault(l => l.Mark == Mark.Cross) is { } down)
        {
            var cross = Cross(
                Aspect.Links,
                Headlines.LinkDown,
                fact,
                down.Problem ?? new LinkClosed()
            );
            return _connectivity.Mark == Mark.Cross ? Following(cross, Aspect.Connectivity)
                : _status.ProtocolsDiffer is not null ? Following(cross, Aspect.Security)
                : cross;
        }

        if (_status.LinksMark == Mark.Check)
            return Check(Aspect.Links, Headlines.LinksAllUp, fact);
        if (_connectivity.Mark == Mark.Cross)
            return NotSeen(Aspect.Links, Headlines.NotKnown, fact);
        return links switch
        {
            _ when links.Any(l => l.State == LinkState.NotKnownThere) => NotKnownThere(fact),
            _ when links.FirstOrDefault(l => l.State == LinkState.AwaitsRestart) is { } =>
                Unknown(Aspect.Links, Headlines.AwaitsRestart, fact) with
                {
                    Problem = new PeerAddedRestart(),
                    Fix = new Fix(_status.Here, FixPlace.RestartPlan),
                },
            _ when links.FirstOrDefault(l => l.State == LinkState.RouterStopped)
                    is { } stopped => Unknown(Aspect.Links, Headlines.RouterStopped, fact) with
            {
                Problem = new TestServiceStopped(
                    ServiceCatalogue.XcpRouter,
                    stopped.From.Value
                ),
                Fix = new Fix(
                    _status.Here,
                    FixPlace.Service,
                    stopped.From.Value,
                    ServiceCatalogue.XcpRouter.Name
                ),
            },
            _ => AfterSync(Aspect.Links, fact),
        };
    }

    private Finding NotKnownThere(Fact fact)
    {
        var finding = Unknown(Aspect.Links, Headlines.NotKnownThere, fact);
        return _otherSide.Mark == Mark.Check
            ? finding with
            {
                Problem = new LinkNotKnownThere(),
            }
            : Following(finding, Aspect.OtherSide);
    }

    /// <summary>None where there is nobody to ask for.</summary>
    private Finding? Routing()
    {
        var proofs = _status
            .Links.Where(l => l.State == LinkState.Up)
            .Select(l => l.Proof)
            .ToList();
        var fact = new Fact(
            proofs.OfType<RouteProof>().Select(p => (DateTimeOffset?)p.At).Max(),
            FactSource.RouterLink
        );
        if (proofs.Find(p => p?.Mark == Mark.Cross) is { } failed)
            return Cross(
                Aspect.Routing,
                Headlines.RoutingFailed,
                fact,
                failed.Problem ?? new Unexpected()
            );
        if (_links.Mark != Mark.Check)
            return Following(Unknown(Aspect.Routing, Headlines.NotKnown, fact), Aspect.Links);
        if (proofs.TrueForAll(p => p?.Problem is RouteNobodyToAsk))
            return null;
        return proofs.TrueForAll(p =>
            p is { Mark: Mark.Check } or { Problem: RouteNobodyToAsk }
        )
            ? Check(Aspect.Routing, Headlines.RoutingProven, fact)
            : Unknown(Aspect.Routing, Headlines.BeingChecked, fact);
    }

    private Finding Nodes()
    {
        var fact = new Fact(
            _status.Nodes.Count == 0 ? null : _status.Nodes[0].At,
            FactSource.PortLook
        );
        if (!_status.Reachable)
            return NotSeen(Aspect.Nodes, Headlines.NotKnown, fact);
        if (_status.IsRefusedAsUnknown)
            return Following(
                Unknown(Aspect.Nodes, Headlines.NotAddedThere, fact),
                Aspect.OtherSide
            );
        var port = _status
            .Nodes.SelectMany(n => n.Ports)
            .FirstOrDefault(p => p.Mark == Mark.Cross);
        var stopped = _status
            .RemoteNodes.Where(n => !n.AgentRunning)
            .Select(n => n.Name)
            .ToList();
        return _status.NodesMark switch
        {
            Mark.Check => Check(Aspect.Nodes, Headlines.NodesReachable, fact),
            Mark.Cross when port is not null => Cross(
                Aspect.Nodes,
                Headlines.NodesNotReachable,
                fact,
                port.Problem ?? new Unexpected()
            ),
            Mark.Cross => Cross(
                Aspect.Nodes,
                Headlines.NodeAgentStopped,
                fact,
                new TestServiceStopped(
                    ServiceCatalogue.InterclusterSyncAgent,
                    string.Join(", ", stopped)
                )
            ),
            _ => AfterSync(Aspect.Nodes, fact),
        };
    }

    /// <summary>None until groups were compared.</summary>
    private Finding? Groups()
    {
        if (_status.Groups is not { } groups)
            return null;
        var fact = new Fact(groups.At, FactSource.Pass);
        return !_status.Reachable ? NotSeen(Aspect.Groups, Headlines.NotKnown, fact)
            : groups.Problem is { } problem
                ? Cross(Aspect.Groups, Headlines.GroupConflicts, fact, problem)
            : Check(Aspect.Groups, Headlines.NoGroupConflict, fact);
    }

    /// <summary>Nobody could look, because the peer does not answer or was not asked yet.</summary>
    private static Finding NotSeen(Aspect aspect, Headline headline, Fact fact) =>
        Following(Unknown(aspect, headline, fact), Aspect.Connectivity);

    /// <summary>The first pass, or the next one, brings it.</summary>
    private Finding AfterSync(Aspect aspect, Fact fact)
    {
        var finding = Unknown(aspect, Headlines.BeingChecked, fact);
        return _sync.Mark == Mark.Check ? finding : Following(finding, Aspect.Sync);
    }

    private static Finding Following(Finding finding, Aspect reason) =>
        finding with
        {
            FollowsFrom = reason,
            Problem = null,
            Fix = null,
        };

    private static Finding Check(Aspect aspect, Headline headline, Fact fact) =>
        new(aspect, Mark.Check, headline, fact);

    private static Finding Unknown(Aspect aspect, Headline headline, Fact fact) =>
        new(aspect, Mark.Unknown, headline, fact);

    private static Finding Cross(
        Aspect aspect,
        Headline headline,
        Fact fact,
        Problem? problem
    ) => new(aspect, Mark.Cross, headline, fact) { Problem = problem };
}
