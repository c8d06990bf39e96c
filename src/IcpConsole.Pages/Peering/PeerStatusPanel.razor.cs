using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>
/// Inter-cluster Peer Status. Only the cause is red; what merely follows from it is unknown, with
/// the age of its last value.
/// </summary>
public sealed partial class PeerStatusPanel
{
    private PeerDiagnosis _diagnosis = default!;
    private PeerCertificate? _copying;
    private PeerCertificate? _taken;
    private GroupConflicts? _conflicts;

    [Parameter, EditorRequired]
    public PeerStatus Status { get; set; } = default!;

    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = default!;

    [Inject]
    private PageDoor Door { get; set; } = default!;

    [Parameter]
    public DateTimeOffset Now { get; set; }

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter]
    public EventCallback<CertificateSummary> OnAccept { get; set; }

    [Parameter]
    public EventCallback<ForceSyncStart> OnForceSync { get; set; }

    private Finding? In(Aspect aspect) => _diagnosis.In(aspect);

    protected override void OnParametersSet() => _diagnosis = Status.Diagnosis;

    /// <summary>What only follows from something else is no X.</summary>
    private bool IsKnown(PeerCertificate certificate) =>
        Status.Knows(certificate)
        && (certificate.Mark != Mark.Cross || In(Aspect.Certificates)?.Mark == Mark.Cross);

    private Mark MarkOf(TlsWay way) =>
        way.Mark == Mark.Cross && In(Aspect.Security)?.Mark != Mark.Cross
            ? Mark.Unknown
            : way.Mark;

    private string? GroupsWords =>
        Status.Groups is { Count: > 0 and var count } && Status.Reachable
            ? PeeringText.GroupConflictsCount.With(TextFormat.Number(count))
            : null;

    private string UsersWords =>
        Status.Users is { } users ? TextFormat.Number(users.Here) : PeeringText.NotKnown;

    private string? UsersEvidence =>
        Status.Users is not { } users ? null
        : users is { Here: 0, There: 0 } && Status.Reachable ? PeeringText.NobodyThere
        : Status.Reachable
            ? PeeringText.HereAndThere.With(
                TextFormat.Number(users.Here),
                TextFormat.Number(users.There)
            )
        : PeeringText.HereUnknownThere.With(TextFormat.Number(users.Here));

    private string NextSync =>
        Status.Sync switch
        {
            { Phase: SyncPhase.AwaitingAcceptance } => PeeringText.WhenAccepted,
            { Phase: SyncPhase.AgentStopped } => PeeringText.WhenAgentRuns,
            { NextAt: { } next } => TextFormat.Until(next - Now),
            _ => PeeringText.Running,
        };

    /// <summary>Why it is then; null where it has no time yet.</summary>
    private string? NextSyncHint =>
        Status.Sync
            is { NextAt: null }
                or { Phase: SyncPhase.AwaitingAcceptance or SyncPhase.AgentStopped }
            ? null
            : (
                Status.Sync is { Failures: > 0, Phase: not SyncPhase.Held }
                    ? PeeringText.NextRetryHint
                    : PeeringText.NextSyncHint
            ).With((int)AgentParameters.Of(Cluster).Interval.TotalMinutes);

    private async Task<IReadOnlyList<Problem>> CopyAsync(
        PeerCertificate certificate,
        byte[] file
    )
    {
        var copied = await Door.SendAsync(
            Cluster.Id,
            new CopyCertificate(Status.Peer.Id, certificate.Service, certificate.Node, file)
        );
        if (copied.Succeeded)
            _taken = certificate;
        return copied.Problems;
    }

    private string? Age(DateTimeOffset? at) =>
        at is { } time ? TextFormat.Ago(Now - time) : null;

    private static string NodeText(PeerNode node)
    {
        var role =
            node.Role == NodeRole.Publisher
                ? PeeringText.NodePublisher
                : PeeringText.NodeSubscriber;
        return $"{node.Name} ({role})";
    }
}
