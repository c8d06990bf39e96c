namespace IcpConsole.Domain.Alarms;

/// <summary>An alarm that was raised, once or again and again, until it was cleared.</summary>
/// <param name="Id">Within the cluster.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about: a Peer Address, or a node.</param>
/// <param name="Problem">The cause as it was last seen.</param>
/// <param name="First">When it was first raised, UTC.</param>
/// <param name="Last">When it was last raised, UTC.</param>
/// <param name="Count">How often.</param>
public sealed record Alarm(
    long Id,
    AlarmKind Kind,
    string Subject,
    Problem Problem,
    DateTimeOffset First,
    DateTimeOffset Last,
    int Count
)
{
    /// <summary>When its cause ended, UTC; null while it lasts.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>When an administrator took note of it, UTC; null when none did.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public bool IsActive => ClearedAt is null;
}

/// <summary>Which alarms to find.</summary>
/// <param name="Text">Part of a name, an alias or a subject; empty for all.</param>
/// <param name="ActiveOnly">Leaves out those that were cleared.</param>
/// <param name="UnacknowledgedOnly">Leaves out those that an administrator took note of.</param>
public sealed record AlarmSearch(
    string Text = "",
    bool ActiveOnly = false,
    bool UnacknowledgedOnly = false
);

/// <summary>The alarms of one cluster at one moment. Immutable.</summary>
/// <param name="Waiting">Alarms that last and that no administrator took note of.</param>
public sealed record AlarmsSnapshot(int Waiting);
