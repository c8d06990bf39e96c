namespace IcpConsole.Domain.Clusters;

/// <summary>
/// State of a node within its presence redundancy group (Cisco, <em>Configure Redundancy and High
/// Availability</em>).
/// </summary>
public enum HaState
{
    /// <summary>The group has no high availability.</summary>
    Idle,
    Normal,

    /// <summary>Its users are served by the other node of its group.</summary>
    FailedOver,

    /// <summary>It serves the other node's users beside its own.</summary>
    RunningInBackupMode,
}

/// <summary>The presence redundancy groups of a cluster at one moment. Immutable.</summary>
/// <param name="HighAvailability">Numbers of the groups that have it.</param>
/// <param name="ServedBy">Nodes that have failed over, each with the node that serves its
/// users.</param>
public sealed record Redundancy(
    IReadOnlyList<int> HighAvailability,
    IReadOnlyDictionary<NodeName, NodeName> ServedBy
)
{
    public static readonly Redundancy None = new([], new Dictionary<NodeName, NodeName>());

    public HaState StateOf(Node node) =>
        !HighAvailability.Contains(node.Group) ? HaState.Idle
        : ServedBy.ContainsKey(node.Name) ? HaState.FailedOver
        : ServedBy.Values.Contains(node.Name) ? HaState.RunningInBackupMode
        : HaState.Normal;
}

/// <summary>A look at the nodes of groups with high availability. Immutable.</summary>
/// <param name="At">UTC.</param>
/// <param name="Healthy">The nodes that were asked, and whether each could serve.</param>
public sealed record RedundancyLook(
    DateTimeOffset At,
    IReadOnlyDictionary<NodeName, bool> Healthy
)
{
    /// <summary>
    /// Nodes that ever did not answer in time, and when they last did not, UTC. One that is well by
    /// now was short of resources rather than down.
    /// </summary>
    public IReadOnlyDictionary<NodeName, DateTimeOffset> Missed { get; init; } =
        new Dictionary<NodeName, DateTimeOffset>();
}

/// <summary>
/// Presence redundancy groups: high availability, and users who move to the partner of a node that
/// is down, and back.
/// </summary>
/// <param name="Now">Who serves whom.</param>
/// <param name="Look">How the nodes of groups with high availability were when they were last
/// asked; null when they never were.</param>
public sealed record RedundancySnapshot(Redundancy Now, RedundancyLook? Look);
