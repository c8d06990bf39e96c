namespace IcpConsole.Domain.Users;

public enum DirectoryPhase
{
    /// <summary>The cluster has no directory file: there is nothing to synchronize.</summary>
    None,

    /// <summary>See the last sync's result.</summary>
    Idle,
    Reading,
    Writing,

    /// <summary>The file lost so many users that an administrator is asked first.</summary>
    Held,

    /// <summary>Cisco Sync Agent is stopped: nobody reads the file.</summary>
    AgentStopped,
}

/// <summary>
/// A row of the directory file that was passed over or, where its node is unknown, left its user
/// where they were, or a new one assigned to none.
/// </summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BadRow(int Line, Problem Problem)
{
    /// <summary>As the row has it; null where it cannot be told.</summary>
    public string? UserId { get; init; }
}

/// <summary>What a sync of the directory did.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Users">Users in the file.</param>
/// <param name="Groups">Enterprise groups in the file.</param>
/// <param name="Added">Users.</param>
/// <param name="Changed">Users.</param>
/// <param name="Removed">Users.</param>
/// <param name="BadRowCount">Rows passed over.</param>
/// <param name="BadRows">The first of them.</param>
/// <param name="Failure">Why the file could not be used; nothing was changed then, nor when it was
/// held.</param>
public sealed record DirectoryResult(
    DateTimeOffset At,
    TimeSpan Duration,
    int Users,
    int Groups,
    int Added,
    int Changed,
    int Removed,
    int BadRowCount,
    IReadOnlyList<BadRow> BadRows,
    Problem? Failure
);

/// <summary>A file, or a peer, that lost more than a tenth of the users that are there.</summary>
/// <param name="Lost">Users who would be removed; of a file also those who would lose their
/// node.</param>
/// <param name="Users">Users who are there now.</param>
public sealed record HeldUsers(int Lost, int Users)
{
    /// <summary>
    /// A tenth of the users may leave at once; more is asked for first, since a file that was cut
    /// off looks the same.
    /// </summary>
    /// <param name="confirmed">As many were confirmed to leave.</param>
    /// <param name="free">As many may leave unasked, however few there are.</param>
    public bool IsTooMany(int confirmed, int free = 0) =>
        Lost > Math.Max(Users / 10.0, Math.Max(confirmed, free));
}

/// <summary>Cisco Sync Agent at one moment. Immutable.</summary>
/// <param name="Phase">What it does now.</param>
/// <param name="File">The directory file's full path; null where there is none.</param>
/// <param name="RowsRead">While reading.</param>
/// <param name="PartRead">While reading: of the file, from 0 to 1.</param>
/// <param name="Last">The last sync's result since the start of the console.</param>
/// <param name="Held">While held.</param>
/// <param name="FinishedAt">When a sync last finished, UTC; null when none ever did.</param>
public sealed record DirectorySync(
    DirectoryPhase Phase,
    string? File,
    int RowsRead,
    double PartRead,
    DirectoryResult? Last,
    HeldUsers? Held,
    DateTimeOffset? FinishedAt
)
{
    /// <summary>Before a file is read for the first time.</summary>
    /// <param name="file">Its full path; null for none.</param>
    /// <param name="finishedAt">When one was read last, UTC; null for never.</param>
    public static DirectorySync Begin(string? file, DateTimeOffset? finishedAt) =>
        new(
            file is null ? DirectoryPhase.None : DirectoryPhase.Idle,
            file,
            0,
            0,
            null,
            null,
            finishedAt
        );

    /// <summary>Most of <see cref="DirectoryResult.BadRows"/> that are kept.</summary>
    public const int MaxBadRows = 100;

    /// <summary>
    /// What peering waits for (the guide, step 4, before you begin): the user sync has been
    /// finished, or there is nothing to synchronize.
    /// </summary>
    public bool Finished => FinishedAt is not null || Phase == DirectoryPhase.None;
}
