using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

public enum SyncTrigger
{
    /// <summary>The first pass of a new peer.</summary>
    Initial,
    Periodic,

    /// <summary>After a failed pass, or when an unreachable peer answers again.</summary>
    Retry,

    /// <summary>The peer told, over a router link, that something changed.</summary>
    Notice,

    /// <summary>Force Manual Sync.</summary>
    Forced,

    /// <summary>
    /// The agent restarted itself (the guide, steps 8 and 9): kept in place of the pass that it
    /// abandoned.
    /// </summary>
    Recovery,
}

/// <summary>What a pass fetched.</summary>
public enum SyncMode
{
    /// <summary>The peer had nothing new: one request.</summary>
    None,

    /// <summary>The changes since the last pass.</summary>
    Delta,

    /// <summary>Everything: a new peer, or one that was rebuilt.</summary>
    Full,
}

/// <summary>What a pass did.</summary>
/// <param name="Trigger">Why it ran.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Mode">What it fetched.</param>
/// <param name="Added">Users.</param>
/// <param name="Changed">Users.</param>
/// <param name="Removed">Users.</param>
/// <param name="CertificatesTaken">Certificates added to tomcat-trust, or replaced there.</param>
/// <param name="Failure">Null when it succeeded; otherwise the counts are zero.</param>
public sealed record SyncReceipt(
    SyncTrigger Trigger,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    SyncMode Mode,
    int Added,
    int Changed,
    int Removed,
    int CertificatesTaken,
    PeerFailure? Failure
)
{
    /// <summary>Sent and received, handshakes included.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// The node that answered in the publisher's place; null when the publisher did.
    /// </summary>
    public NodeName? Through { get; init; }

    /// <summary>The users of both sides did not add up at first, and were fetched anew.</summary>
    public bool Repaired { get; init; }

    /// <summary>As many of a peer's last receipts are shown.</summary>
    public const int Shown = 50;

    public TimeSpan Duration => EndedAt - StartedAt;

    /// <summary>Of a pass that failed at once.</summary>
    public static SyncReceipt Failed(
        SyncTrigger trigger,
        DateTimeOffset at,
        PeerFailure failure
    ) => new(trigger, at, at, SyncMode.None, 0, 0, 0, 0, failure);
}
