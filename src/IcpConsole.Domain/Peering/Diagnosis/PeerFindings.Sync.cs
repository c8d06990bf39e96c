using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <content>What tests and passes come to.</content>
internal sealed partial class PeerFindings
{
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
            ) with
            {
                Fix = FixOf(publisher),
            },
            { Failure: { } failure } => Cross(
                Aspect.Connectivity,
                HeadlineOf(failure),
                fact,
                _status.Explain(failure)
            ) with
            {
                Fix = FixOf(failure),
            },
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

    private Fix? FixOf(PeerFailure failure) =>
        failure switch
        {
            { Layer: PassLayer.Certificate } => Page,
            { Layer: PassLayer.Login, Problem: AxlRoleMissing } => Page with
            {
                Field = nameof(PeerForm.AxlUsername),
            },
            { Layer: PassLayer.Login } => Page with { Field = nameof(PeerForm.AxlPassword) },
            { Problem: SanNameUnresolved } => There(
                FixPlace.Certificate,
                $"{CertificateServices.Tomcat}.{_status.Peer.Address}"
            ),
            { Layer: PassLayer.Name } => Page with { Field = nameof(PeerForm.Address) },
            { Layer: PassLayer.Tcp } => ServiceThere(
                _status.Peer.Address,
                ServiceCatalogue.Tomcat
            ),
            _ => ServiceThere(_status.Peer.Address, ServiceCatalogue.AxlWebService),
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
                    _status.Local.Id,
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
            ) with
            {
                Fix = Page,
            },
            { Last.Failure: { } failure } => Cross(
                Aspect.Sync,
                Headlines.Failed,
                fact,
                _status.Explain(failure)
            ) with
            {
                Fix = RuleFixes.For(failure.Problem, _status),
            },
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
            (_, { } users) when users.Here == users.There && !users.Differ => Check(
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
            ) with
            {
                Fix = Page,
            },
        };
    }

    private Finding Certificates()
    {
        var fact = new Fact(_status.Certificates?.At, FactSource.Pass);
        // The guide's X beside the certificate that changed (step 7).
        if (_status.NeedsResync)
            return Cross(Aspect.Certificates, Headlines.OutOfSync, fact, null) with
            {
                FollowsFrom = Aspect.Connectivity,
            };
        if (!_status.Reachable)
            return NotSeen(Aspect.Certificates, Headlines.NotKnown, fact);
        return _status.CertificatesMark switch
        {
            Mark.Check => Check(Aspect.Certificates, Headlines.Secure, fact),
            Mark.Cross when AwaitTheDomain() => Following(
                Cross(Aspect.Certificates, Headlines.OutOfSync, fact, null),
                Aspect.Sync
            ),
            Mark.Cross => Cross(
                Aspect.Certificates,
                Headlines.OutOfSync,
                fact,
                ProblemOf(_status.Certificates!.Certificates.First(c => c.Mark == Mark.Cross))
            ) with
            {
                Fix = Page,
            },
            _ => AfterSync(Aspect.Certificates, fact),
        };
    }

    /// <summary>Only one that is missing is kept away by what is switched off.</summary>
    private Problem? ProblemOf(PeerCertificate certificate) =>
        _status.CertificateSyncOff && certificate.State == PeerCertificateState.Missing
            ? new CertificateSyncOff()
            : certificate.Problem;

    /// <summary>
    /// A router's certificate names the domain: it cannot be taken before that fits.
    /// </summary>
    private bool AwaitTheDomain() =>
        _status.Sync.Last?.Failure?.Problem is DomainDiffers
        && _status
            .Certificates!.Certificates.Where(c => c.Mark == Mark.Cross)
            .All(c => c.Service == CertificateServices.CupXmpp);

    /// <summary>One of the two platforms has no intercluster peers.</summary>
    private bool MayNotPeer =>
        _status.Sync.Last?.Failure?.Problem is { } problem
        && (problem.IsOfPlatformHere() || problem.IsOfPlatformThere());

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
            // Nobody is sent to add what cannot be peered.
            _ when MayNotPeer => AfterSync(Aspect.OtherSide, fact),
            OtherSideState.Removed => Cross(
                Aspect.OtherSide,
                Headlines.RemovedThere,
                fact,
                new EntryRemovedThere()
            ) with
            {
                Fix = There(FixPlace.NewPeer, _status.Local.Publisher.Value),
            },
            OtherSideState.NotAdded when _status.IsNotAddedThere => Unknown(
                Aspect.OtherSide,
                Headlines.NotAddedThere,
                fact
            ) with
            {
                Problem = _status.RemoteId is { } remote
                    ? new NoEntryThere(remote, _status.Local.Publisher)
                    : null,
                Fix = There(FixPlace.NewPeer, _status.Local.Publisher.Value),
            },
            OtherSideState.NotAdded => Unknown(
                Aspect.OtherSide,
                Headlines.NotThroughThere,
                fact
            ) with
            {
                Problem = _status is { RemoteId: { } remote, OtherView.Problem: not null }
                    ? new EntryThereNotThrough(remote)
                    : null,
                Theirs = _status.OtherView?.Problem,
                Fix = _status.OtherView is { Problem: not null }
                    ? There(FixPlace.SystemTroubleshooter, null)
                    : null,
            },
            _ => AfterSync(Aspect.OtherSide, fact),
        };
    }

    /// <summary>None where the peer tells of no groups.</summary>
    private Finding? Groups()
    {
        if (_status.Groups is not { } groups)
            return _status.LastSynchronized is null
                ? AfterSync(Aspect.Groups, new Fact(null, FactSource.Pass))
                : null;
        var fact = new Fact(groups.At, FactSource.Pass);
        return !_status.Reachable ? NotSeen(Aspect.Groups, Headlines.NotKnown, fact)
            : groups.Problem is { } problem
                ? Cross(Aspect.Groups, Headlines.GroupConflicts, fact, problem) with
                {
                    Fix = Page,
                }
            : Check(Aspect.Groups, Headlines.NoGroupConflict, fact);
    }
}
