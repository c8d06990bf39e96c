namespace IcpConsole.Domain.Peering;

/// <summary>Whether the peer has an entry for this cluster, as it says itself.</summary>
public enum OtherSideState
{
    Unknown,
    NotAdded,
    Added,

    /// <summary>It had one, and it was deleted there: this is not an outage.</summary>
    Removed,
}

/// <param name="State">As of the last pass.</param>
/// <param name="RemovedAt">When the removal was seen, UTC; null where there was none.</param>
public sealed record OtherSide(OtherSideState State, DateTimeOffset? RemovedAt)
{
    public static OtherSide Unknown { get; } = new(OtherSideState.Unknown, null);

    /// <summary>What a pass saw, after what was known before.</summary>
    public OtherSide After(bool added, DateTimeOffset at) =>
        added ? new(OtherSideState.Added, null)
        : State == OtherSideState.Added ? new(OtherSideState.Removed, at)
        : State == OtherSideState.Removed ? this
        : new(OtherSideState.NotAdded, null);
}
