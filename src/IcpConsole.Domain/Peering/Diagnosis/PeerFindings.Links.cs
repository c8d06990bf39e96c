using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <content>What goes on between the nodes of both sides.</content>
internal sealed partial class PeerFindings
{
    /// <summary>
    /// Until then the other side has opened its links to a router that was started, and told of it.
    /// </summary>
    private static readonly TimeSpan s_retold = TimeSpan.FromSeconds(15);

    /// <summary>None where neither entry says TLS.</summary>
    private Finding? Security()
    {
        // What goes wrong on the way there has findings of its own.
        var fact = new Fact(
            _status.Connectivity?.At,
            FactSource.ConnectivityTest,
            Vantage.There
        );
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
                : AwaitsRestartThere(fact) ?? Unknown(Aspect.Security, NotToldYet, fact);
        if (crosses.Exists(w => w is { IsSip: false, IsOutbound: true }))
            return Follows(Aspect.Links);
        if (crosses.Exists(w => w is { IsSip: true, IsOutbound: true }))
            return Follows(Aspect.Sip);
        // What the other side told before services here were as they are now.
        if (_status.Connectivity!.At < _status.LocalSince + s_retold)
            return Unknown(Aspect.Security, Headlines.BeingChecked, fact);
        if (
            crosses.TrueForAll(w => !w.IsSip)
            && _status.Links.Any(l => l.State == LinkState.RouterStopped)
        )
            return Follows(Aspect.Links);
        if (
            crosses.TrueForAll(w => w.IsSip)
            && _status.SipStoppedHere is [var first, ..] stopped
        )
            return Unknown(Aspect.Security, Headlines.SipStoppedHere, fact) with
            {
                Problem = new TestServiceStopped(
                    ServiceCatalogue.SipProxy,
                    string.Join(", ", stopped)
                ),
                Fix = new Fix(
                    _status.Local.Id,
                    FixPlace.Service,
                    first.Value,
                    ServiceCatalogue.SipProxy.Name
                ),
            };
        var names = string.Join(", ", crosses.Select(NameOf));
        return Cross(
            Aspect.Security,
            Headlines.NotSecure,
            fact,
            _status.OtherView?.Certificates == Mark.Cross
                ? new CertificatesNotTakenThere(names)
                : new ConnectionsWithoutTls(names)
        );

        Finding Follows(Aspect reason) =>
            Following(Unknown(Aspect.Security, Headlines.NotKnown, fact), reason);
    }

    /// <summary>A side that fails does not look at its connections.</summary>
    private Headline NotToldYet =>
        _status.OtherView?.Problem is null ? Headlines.BeingChecked : Headlines.NotKnown;

    /// <summary>Before release 15 a router links to a new peer when it starts.</summary>
    private Finding? AwaitsRestartThere(Fact fact)
    {
        var nodes = _status
            .PendingRestarts.Where(s => s.Pending is PeerAddedRestart)
            .Select(s => s.Node)
            .ToList();
        return nodes.Count == 0 || _status.OtherView?.Links != Mark.Unknown
            ? null
            : Unknown(Aspect.Security, Headlines.AwaitsRestartThere, fact) with
            {
                Problem = new RestartPendingThere(string.Join(", ", nodes)),
                Fix = new Fix(_status.Local.Id, FixPlace.RestartPlan),
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
            _status.OtherSide.State != OtherSideState.Added
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
            ) with
            {
                Node = down.To,
                Fix = ServiceThere(down.To, ServiceCatalogue.XcpRouter),
            };
            return _connectivity.Mark == Mark.Cross ? Following(cross, Aspect.Connectivity)
                : _status.ProtocolsDiffer is not null ? Following(cross, Aspect.Security)
                : IsOfCertificates(cross.Problem) ? Following(cross, Aspect.Certificates)
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
                    Fix = new Fix(_status.Local.Id, FixPlace.RestartPlan),
                },
            _ when links.FirstOrDefault(l => l.State == LinkState.RouterStopped)
                    is { } stopped => Unknown(Aspect.Links, Headlines.RouterStopped, fact) with
            {
                Problem = new TestServiceStopped(
                    ServiceCatalogue.XcpRouter,
                    stopped.From.Value
                ),
                Fix = new Fix(
                    _status.Local.Id,
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
        return _status.OtherSide.State == OtherSideState.Added
            ? finding with
            {
                Problem = new NodesNotLearnedThere(),
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
        {
            var cross = Cross(
                Aspect.Routing,
                Headlines.RoutingFailed,
                fact,
                failed.Problem ?? new Unexpected()
            );
            // Users who are addressed otherwise, or were not fetched, are not found.
            return _sync.Mark == Mark.Cross ? Following(cross, Aspect.Sync) : cross;
        }

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

    /// <summary>AXL on every node (the guide, step 2).</summary>
    private Finding Nodes()
    {
        var fact = PortLook;
        if (!_status.Reachable)
            return NotSeen(Aspect.Nodes, Headlines.NotKnown, fact);
        if (_status.Nodes.FirstOrDefault(n => n.Axl.Mark == Mark.Cross) is { } silent)
        {
            var cross = Cross(
                Aspect.Nodes,
                Headlines.NodesNotReachable,
                fact,
                silent.Axl.Problem ?? new Unexpected()
            ) with
            {
                Node = silent.Node,
                Fix = ServiceThere(silent.Node, ServiceCatalogue.AxlWebService),
            };
            return IsOfCertificates(cross.Problem)
                ? Following(cross, Aspect.Certificates)
                : cross;
        }

        return _status.AxlMark == Mark.Check
            ? Check(Aspect.Nodes, Headlines.NodesReachable, fact)
            : AfterSync(Aspect.Nodes, fact);
    }

    /// <summary>None where SIP is not spoken.</summary>
    private Finding? Sip()
    {
        var fact = PortLook;
        if (_status.SipIsOff)
            return null;
        if (!_status.Reachable)
            return NotSeen(Aspect.Sip, Headlines.NotKnown, fact);
        if (_status.IsRefusedAsUnknown)
            return Following(Unknown(Aspect.Sip, _otherSide.Headline, fact), Aspect.OtherSide);
        if (_status.Nodes.FirstOrDefault(n => n.Sip.Mark == Mark.Cross) is { } silent)
        {
            var cross = Cross(
                Aspect.Sip,
                Headlines.SipNotAnswered,
                fact,
                silent.Sip.Problem ?? new Unexpected()
            ) with
            {
                Node = silent.Node,
                Fix = ServiceThere(silent.Node, ServiceCatalogue.SipProxy),
            };
            return _status.ProtocolsDiffer is not null ? Following(cross, Aspect.Security)
                : IsOfCertificates(cross.Problem) ? Following(cross, Aspect.Certificates)
                : cross;
        }

        return _status.SipMark == Mark.Check
            ? Check(Aspect.Sip, Headlines.SipAnswered, fact)
            : AfterSync(Aspect.Sip, fact);
    }

    /// <summary>The guide, step 5.</summary>
    private Finding Agents()
    {
        var fact = _status.Services is null
            ? new Fact(_status.LastSynchronized, FactSource.Pass, Vantage.There)
            : new Fact(_status.Connectivity?.At, FactSource.ConnectivityTest, Vantage.There);
        return !_status.Reachable ? NotSeen(Aspect.Agents, Headlines.NotKnown, fact)
            : _status.RemoteNodes.Count == 0 ? AfterSync(Aspect.Agents, fact)
            : _status.StoppedAgents is [var first, ..] stopped
                ? Cross(
                    Aspect.Agents,
                    Headlines.NodeAgentStopped,
                    fact,
                    new TestServiceStopped(
                        ServiceCatalogue.InterclusterSyncAgent,
                        string.Join(", ", stopped)
                    )
                ) with
                {
                    Fix = ServiceThere(first, ServiceCatalogue.InterclusterSyncAgent),
                }
            : Check(Aspect.Agents, Headlines.AgentsRun, fact);
    }

    private Fact PortLook =>
        new(_status.Nodes.Count == 0 ? null : _status.Nodes[0].At, FactSource.PortLook);

    /// <summary>
    /// A connection that comes to nothing because a certificate is wrong: that is told where
    /// certificates are.
    /// </summary>
    private bool IsOfCertificates(Problem? problem) =>
        _certificates.Mark != Mark.Check
        && _status.CertificatesMark == Mark.Cross
        && problem
            is SipTlsRefused
                or LinkNotAuthorized
                or CertificateChanged
                or CertificateCorrupted
                or CertificateNotAccepted
                or CertificateNotExchanged
                or CertificateNotTheOneKept
                or CertificateExpired;
}
