using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public enum LinkState
{
    /// <summary>
    /// Not known: it was not opened yet, or nobody has told of it for three heartbeats.
    /// </summary>
    Unknown,

    /// <summary>The remote router answers pings (XEP-0199).</summary>
    Up,

    /// <summary>It does not, or the link could not be opened.</summary>
    Down,

    /// <summary>
    /// The remote router does not know the local node: there is no entry for this cluster, or its
    /// nodes were not learned yet.
    /// </summary>
    NotKnownThere,

    /// <summary>
    /// The local router reads its links when it starts (releases before 15), and has not been
    /// restarted since the peer was added.
    /// </summary>
    AwaitsRestart,

    /// <summary>The local node's router is stopped.</summary>
    RouterStopped,
}

/// <summary>The link that a local node's router keeps to a remote node's on 7400.</summary>
/// <param name="From">The local node.</param>
/// <param name="To">The remote node.</param>
/// <param name="State">Now.</param>
/// <param name="Since">When it came into this state, UTC.</param>
public sealed record RouterLink(
    NodeName From,
    NodeName To,
    LinkState State,
    DateTimeOffset Since
)
{
    /// <summary>Between two pings.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);

    /// <summary>A link of which nobody told for so many heartbeats is unknown.</summary>
    public const int MissedHeartbeats = 3;

    /// <summary>When the link was last looked after, UTC.</summary>
    public DateTimeOffset At { get; init; } = Since;

    /// <summary>When a ping was last answered, UTC; null when none ever was.</summary>
    public DateTimeOffset? LastGood { get; init; }

    /// <summary>When it is tried again, UTC; null while it is up.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>Why it is down.</summary>
    public Problem? Problem { get; init; }

    /// <summary>How long the last answer took.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>
    /// The last routing proof over it; null where none was tried since it came up.
    /// </summary>
    public RouteProof? Proof { get; init; }

    public Mark Mark =>
        State switch
        {
            LinkState.Up => Mark.Check,
            LinkState.Down => Mark.Cross,
            _ => Mark.Unknown,
        };

    /// <summary>
    /// What is known of it at a moment: nothing, once nobody has told of it for too long.
    /// </summary>
    public RouterLink AsOf(DateTimeOffset now) =>
        now - (NextTry > At ? NextTry.Value : At) > Heartbeat * MissedHeartbeats
        && State is LinkState.Up or LinkState.Down or LinkState.NotKnownThere
            ? this with
            {
                State = LinkState.Unknown,
            }
            : this;
}

/// <summary>
/// Routing proof: a presence probe (RFC 6121, section 4.3) from one of our users to one of theirs,
/// over a router link, answered by the node that the synced record names.
/// </summary>
/// <param name="Mark">Unknown where it could not be asked.</param>
/// <param name="Problem">Why it is no check mark.</param>
/// <param name="At">When, UTC.</param>
public sealed record RouteProof(Mark Mark, Problem? Problem, DateTimeOffset At)
{
    /// <summary>The user who was asked for; null where nobody was.</summary>
    public string? User { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan? Took { get; init; }
}
