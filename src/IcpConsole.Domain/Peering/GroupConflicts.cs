namespace IcpConsole.Domain.Peering;

/// <summary>
/// A group that both clusters synchronize from the directory: it is to be of one of them.
/// </summary>
/// <param name="Name">As it is called here.</param>
/// <param name="Here">Its members on this cluster.</param>
/// <param name="There">Its members on the peer.</param>
public sealed record GroupConflict(string Name, int Here, int There);

/// <summary>Enterprise groups of this cluster and of a peer that are in each other's way.</summary>
/// <param name="Count">All of them.</param>
/// <param name="First">The first <see cref="MaxShown"/>, by name.</param>
/// <param name="At">When the peer last told of its groups, or that they are the same, UTC.</param>
public sealed record GroupConflicts(
    int Count,
    IReadOnlyList<GroupConflict> First,
    DateTimeOffset At
)
{
    public const int MaxShown = 100;

    /// <summary>In words; null where there is none.</summary>
    public Problem? Problem => Count == 0 ? null : new GroupsConflict(Count, First[0].Name);
}
