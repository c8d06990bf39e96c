using IcpConsole.Domain.Diagnostics;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// What the state of a peer means, decided here and nowhere else: lists, panels, the mesh, the task
/// flow and the troubleshooter render it.
/// </summary>
public sealed class PeerDiagnosis
{
    private PeerDiagnosis(IReadOnlyList<Finding> findings) => Findings = findings;

    /// <summary>
    /// At most one for each aspect, the lowest layer first. An aspect in which there is nothing to
    /// find, such as the users of two clusters that have none, has none.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>One mark for the whole peer: the worst.</summary>
    public Mark Overall =>
        Findings.Any(f => f.Mark == Mark.Cross) ? Mark.Cross
        : Findings.All(f => f.Mark == Mark.Check) ? Mark.Check
        : Mark.Unknown;

    /// <summary>
    /// The first finding that makes the whole what it is, and has no other reason; one that somebody
    /// can do something about before one that only takes its time.
    /// </summary>
    public Finding Cause
    {
        get
        {
            var causes = Findings.Where(f => f.Mark == Overall && f.IsCause).ToList();
            return causes.Find(f => f.Problem is not null) ?? causes[0];
        }
    }

    /// <summary>The whole in a few words.</summary>
    public Headline Headline => Overall == Mark.Check ? Headlines.InStep : Cause.Headline;

    /// <summary>
    /// Everything that needs somebody: what is wrong first, then what is still to be done.
    /// </summary>
    public IEnumerable<Finding> Causes =>
        Findings
            .Where(f => f is { Mark: not Mark.Check, IsCause: true, Problem: not null })
            .OrderByDescending(f => f.Mark == Mark.Cross);

    /// <summary>Null where there is nothing to find.</summary>
    public Finding? In(Aspect aspect) => Findings.FirstOrDefault(f => f.Aspect == aspect);

    /// <summary>
    /// Certificate Status (the guide, steps 6 and 7): whether certificates are exchanged and, where
    /// that is so, whether connections come about with them; that they do not is said in any case.
    /// </summary>
    public Finding CertificateStatus =>
        (In(Aspect.Certificates)!, In(Aspect.Security)) switch
        {
            (_, { Mark: Mark.Cross } security) => security,
            ({ Mark: Mark.Check }, { } security) => security,
            var (certificates, _) => certificates,
        };

    /// <summary>
    /// The ports of the peer's nodes: the worse of AXL and SIP.
    /// </summary>
    public Finding Ports
    {
        get
        {
            var (axl, sip) = (In(Aspect.Nodes)!, In(Aspect.Sip));
            return (axl.Mark, sip?.Mark) switch
            {
                (Mark.Check, Mark.Check) => axl with { Headline = Headlines.PortsAnswer },
                (Mark.Check, not null) or (Mark.Unknown, Mark.Cross) => sip!,
                _ => axl,
            };
        }
    }

    /// <summary>What the state of a peer means.</summary>
    public static PeerDiagnosis From(PeerStatus status)
    {
        var findings = new PeerFindings(status).InOrder();
        if (
            findings.TrueForAll(f => f.Mark != Mark.Cross)
            && findings.Exists(f => f.Mark == Mark.Unknown)
            && status.OtherView?.Problem is { } theirs
        )
            findings = findings.ConvertAll(f =>
                f is { Aspect: Aspect.OtherSide, Mark: Mark.Check }
                    ? f with
                    {
                        Mark = Mark.Unknown,
                        Headline = Headlines.OtherSideFails,
                        Problem = new OtherSideFails(
                            status.RemoteId?.Value ?? status.Peer.Address.Value
                        ),
                        Theirs = theirs,
                        Fix = status.RemoteId is { } remote
                            ? new Fix(remote, FixPlace.SystemTroubleshooter)
                            {
                                Of = status.Peer.Address,
                            }
                            : null,
                        Fact = f.Fact with { Vantage = Vantage.There },
                    }
                    : f
            );
        return new PeerDiagnosis(findings);
    }
}
