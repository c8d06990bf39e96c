using System.Globalization;
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
    public Problem? Problem => Read(Code, Args);

    /// <summary>
    /// What only follows from the other side not knowing this cluster yet is no mark against it.
    /// </summary>
    public static PeerView From(PeerStatus status) =>
        new(
            status.Peer.Address,
            status.Peer.Protocol,
            status.RemoteId,
            status.Connectivity?.Mark ?? Mark.Unknown,
            status.Failure?.Layer,
            status.Failure?.Problem.Code,
            status.Failure is { } failure ? Carry(failure.Problem) : "",
            status.UsersMark,
            status.CertificatesMark,
            status.Diagnosis.In(Aspect.Links)!.Mark,
            status.IsRefusedAsUnknown ? Mark.Unknown : status.SipMark,
            status.RoutingMark,
            status.LastSynchronized
        );

    /// <summary>The arguments of a problem, as they are told.</summary>
    public static string Carry(Problem problem) =>
        string.Join(Separator, ProblemCode.ArgumentsOf(problem).Select(Carriable));

    /// <summary>What was told; null where no code was.</summary>
    public static Problem? Read(string? code, string args) =>
        code is null
            ? null
            : ProblemCode.Read(code, args.Length == 0 ? [] : args.Split(Separator));

    /// <summary>
    /// Arguments as they may be shown: what another side said must not end a row, part it in two, or
    /// turn the text around it.
    /// </summary>
    public static string Clean(string args) =>
        string.Concat(args.Select(c => c == Separator || IsPlain(c) ? c : ' '));

    private static string Carriable(string argument) =>
        string.Concat(
            argument.Take(ForeignProblem.MaxArgument).Select(c => IsPlain(c) ? c : ' ')
        );

    private static bool IsPlain(char c) =>
        !char.IsControl(c)
        && CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
