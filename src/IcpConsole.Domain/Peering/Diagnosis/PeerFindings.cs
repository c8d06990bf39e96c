using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// The findings of one peer. Each rests on what the status says and on the findings below it: what
/// only follows from one of those is unknown, or names it.
/// </summary>
internal sealed partial class PeerFindings
{
    private readonly PeerStatus _status;
    private readonly Finding _connectivity;
    private readonly Finding _sync;
    private readonly Finding _otherSide;
    private readonly Finding _certificates;
    private readonly Finding _links;

    public PeerFindings(PeerStatus status)
    {
        _status = status;
        _connectivity = Connectivity();
        _sync = Sync();
        _otherSide = OtherSide();
        _certificates = Certificates();
        _links = Links();
    }

    private Fix Page => new(_status.Local.Id, FixPlace.Peer, $"{_status.Peer.Id}");

    /// <summary>On a page of the peer; null until it is known which cluster that is.</summary>
    private Fix? There(FixPlace place, string? key, string? field = null) =>
        _status.RemoteId is { } remote
            ? new Fix(remote, place, key, field) { Of = _status.Peer.Address }
            : null;

    private Fix? ServiceThere(NodeName node, NodeService service) =>
        There(FixPlace.Service, node.Value, service.Name);

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
                Nodes(),
                Sip(),
                Agents(),
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

    /// <summary>Nobody could look, because the peer does not answer or was not asked yet.</summary>
    private static Finding NotSeen(Aspect aspect, Headline headline, Fact fact) =>
        Following(Unknown(aspect, headline, fact), Aspect.Connectivity);

    /// <summary>The first pass, or the next one, brings it.</summary>
    private Finding AfterSync(Aspect aspect, Fact fact)
    {
        var finding = Unknown(aspect, Headlines.BeingChecked, fact);
        return _sync.Mark == Mark.Check ? finding : Following(finding, Aspect.Sync);
    }

    /// <summary>Only a cause is a cross; what follows from it is not known.</summary>
    private static Finding Following(Finding finding, Aspect reason) =>
        finding with
        {
            Mark = finding.Mark == Mark.Cross ? Mark.Unknown : finding.Mark,
            FollowsFrom = reason,
            Problem = null,
            Theirs = null,
            Node = null,
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
