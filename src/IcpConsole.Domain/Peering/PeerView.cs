using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// What one side of a peering sees of the other, as it tells the other when it is asked
/// (docs/protocol.md, "icsaview").
/// </summary>
/// <param name="Address">The Peer Address of its entry.</param>
/// <param name="Protocol">Inter-cluster transport protocol of its entry.</param>
/// <param name="RemoteId">Cluster ID that answered there; null until one did.</param>
/// <param name="Reachable">Its connectivity test.</param>
/// <param name="Layer">Where that test, or the last pass, failed; null where neither did.</param>
/// <param name="Code">Why; null where nothing failed.</param>
/// <param name="Args">Of the code, separated by tabs; empty for none.</param>
/// <param name="Users">Whether it has all users.</param>
/// <param name="Certificates">Whether it has all certificates.</param>
/// <param name="Links">Whether its router links are up.</param>
/// <param name="Sip">Whether SIP is answered at every node; unknown where it is not spoken.</param>
/// <param name="Routing">Whether its routing was proven.</param>
/// <param name="LastSynchronized">When its last pass succeeded, UTC; null when none ever
/// did.</param>
public sealed record PeerView(
    NodeName Address,
    PeerProtocol Protocol,
    ClusterId? RemoteId,
    Mark Reachable,
    PassLayer? Layer,
    string? Code,
    string Args,
    Mark Users,
    Mark Certificates,
    Mark Links,
    Mark Sip,
    Mark Routing,
    DateTimeOffset? LastSynchronized
)
{
    /// <summary>
    /// Between arguments: of the control characters that XML 1.0 can carry, one that no argument
    /// has.
    /// </summary>
    public const char Separator = '\t';

    /// <summary>What failed, in words of whoever reads it; null where nothing did.</summary>
    public Problem? Problem =>
        Code is null
            ? null
            : ProblemCode.Read(Code, Args.Length == 0 ? [] : Args.Split(Separator));

    public static PeerView From(PeerStatus status) =>
        new(
            status.Peer.Address,
            status.Peer.Protocol,
            status.RemoteId,
            status.Connectivity?.Mark ?? Mark.Unknown,
            status.Failure?.Layer,
            status.Failure?.Problem.Code,
            status.Failure is { } failure
                ? string.Join(
                    Separator,
                    ProblemCode.ArgumentsOf(failure.Problem).Select(Carriable)
                )
                : "",
            status.UsersMark,
            status.CertificatesMark,
            status.LinksMark,
            status.SipMark,
            status.RoutingMark,
            status.LastSynchronized
        );

    /// <summary>
    /// An argument may be what another peer said: what could end a row or part it in two becomes a
    /// blank.
    /// </summary>
    private static string Carriable(string argument) =>
        string.Concat(
            argument.Take(ForeignProblem.MaxArgument).Select(c => char.IsControl(c) ? ' ' : c)
        );
}
