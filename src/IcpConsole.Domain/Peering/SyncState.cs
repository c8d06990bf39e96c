using IcpConsole.Domain.Parameters;

namespace IcpConsole.Domain.Peering;

public enum SyncPhase
{
    /// <summary>No pass runs; see the last one's result.</summary>
    Idle,
    Connecting,

    /// <summary>Other peers' users are fetched first; see <see cref="SyncState.Place"/>.</summary>
    Waiting,
    Fetching,
    Applying,

    /// <summary>
    /// Nothing is sent until an administrator accepts the certificate that the peer presents.
    /// </summary>
    AwaitingAcceptance,

    /// <summary>
    /// So many users would be removed that an administrator is asked first; see <see
    /// cref="PeerStatus.Held"/>.
    /// </summary>
    Held,

    /// <summary>Cisco Intercluster Sync Agent is stopped on the publisher.</summary>
    AgentStopped,
}

/// <summary>Users staged so far, of those that the peer announced.</summary>
public sealed record SyncProgress(int Staged, int Total);

/// <summary>What the Intercluster Sync Agent does for this peer.</summary>
/// <param name="Phase">Now.</param>
/// <param name="Progress">While fetching.</param>
/// <param name="NextAt">When the next pass is due; null while one runs or none will.</param>
/// <param name="Failures">Passes failed in a row.</param>
/// <param name="Last">The last pass's receipt.</param>
public sealed record SyncState(
    SyncPhase Phase,
    SyncProgress? Progress,
    DateTimeOffset? NextAt,
    int Failures,
    SyncReceipt? Last
)
{
    /// <summary>When the pass that runs began, UTC; null while none does.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>
    /// When the first of the failed passes in a row ended, UTC; null when the last one succeeded.
    /// </summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How often the users of both sides did not add up, and were fetched anew.</summary>
    public int Mismatches { get; init; }

    /// <summary>While waiting: the place in the queue, from 1.</summary>
    public int? Place { get; init; }

    /// <summary>After a pass that an administrator cut: as if it had not begun.</summary>
    public SyncState Cancelled() =>
        this with
        {
            Phase = Last?.Failure?.Problem is SyncHeld ? SyncPhase.Held : SyncPhase.Idle,
            Progress = null,
            Place = null,
            RunningSince = null,
        };

    /// <summary>
    /// Why a peer's passes are more than late: one has lasted two hours, or they have failed for
    /// four intervals (the guide, steps 8 and 9). Null where they are not, and where an
    /// administrator is awaited.
    /// </summary>
    public Problem? Stuck(AgentParameters parameters, DateTimeOffset now) =>
        RunningSince is { } running && now - running >= AgentParameters.LongestPass
            ? new SyncHangs((int)Math.Round(AgentParameters.LongestPass.TotalMinutes))
        : Phase is not (SyncPhase.AwaitingAcceptance or SyncPhase.Held)
        && FailingSince is { } failing
        && now - failing >= parameters.LongestFailure
            ? new SyncKeepsFailing((int)Math.Round(parameters.LongestFailure.TotalMinutes))
        : null;
}
