using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Diagnostics;

/// <summary>Which tests are to be run.</summary>
/// <param name="Section">Those of a section; null for all.</param>
/// <param name="Test">That one alone; null for all of the section.</param>
/// <param name="Subject">On that alone; null for every one.</param>
public sealed record CheckSelection(
    CheckSection? Section = null,
    string? Test = null,
    string? Subject = null
)
{
    public static CheckSelection All { get; } = new();

    /// <summary>Nobody asks just now: peers that have to be spared are not asked.</summary>
    public bool IsPeriodic { get; init; }

    public bool IsAll => Section is null && Test is null && Subject is null;

    public bool Takes(CheckSection section, string? test = null, string? subject = null) =>
        (Section ?? section) == section
        && (test is null || (Test ?? test) == test)
        && (Subject is null || Subject == subject || test is null);
}

/// <summary>A run of all tests.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Rows">What came of it.</param>
public sealed record FinishedRun(DateTimeOffset At, IReadOnlyList<CheckRow> Rows);

/// <summary>
/// Diagnostics &gt; System Troubleshooter of one cluster at one moment. Immutable.
/// </summary>
/// <param name="Rows">What came of the tests that were last run, in the order of the page; rows of
/// those that run have no outcome yet.</param>
/// <param name="Last">The last run of all tests that has ended; null when none has.</param>
public sealed record DiagnosticsSnapshot(IReadOnlyList<CheckRow> Rows, FinishedRun? Last)
{
    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? RunAt => Last?.At;
}

/// <summary>
/// Runs tests, all at once; the rows show how far they are. A cluster that is saved or removed ends
/// them.
/// </summary>
public sealed record RunChecks(CheckSelection Selection) : Command<OperationId>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Somebody looks at the rows: as long as that is said again within a minute, all tests are run
/// every minute. Peers that have to be spared are not asked.
/// </summary>
public sealed record ObserveChecks : Query<Done>;
