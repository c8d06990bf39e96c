using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>Whether the users of both sides are the same, since when, and what comes next.</summary>
public sealed partial class SyncGroup
{
    [Parameter, EditorRequired]
    public PeerStatus Status { get; set; } = default!;

    [Parameter, EditorRequired]
    public ClusterSnapshot Cluster { get; set; } = default!;

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private PeerDiagnosis Diagnosis => Status.Diagnosis;

    private string? LastAge =>
        Status.LastSynchronized is { } at ? TextFormat.Ago(Now - at) : null;

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
}
