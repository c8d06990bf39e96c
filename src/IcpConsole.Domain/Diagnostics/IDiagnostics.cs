namespace IcpConsole.Domain.Diagnostics;

/// <summary>Which tests are to be run.</summary>
/// <param name="Section">Those of a section; null for all.</param>
/// <param name="Test">That one alone; null for all of the section.</param>
/// <param name="Subject">On that alone; null for every one.</param>
public sealed record TestSelection(TestSection? Section = null, string? Test = null, string? Subject = null)
{
    public static TestSelection All { get; } = new();

    public bool Takes(TestSection section, string? test = null, string? subject = null) =>
        (Section ?? section) == section && (test is null || (Test ?? test) == test) && (Subject is null || Subject == subject || test is null);
}

/// <summary>Diagnostics &gt; System Troubleshooter of one cluster.</summary>
public interface IDiagnostics
{
    /// <summary>What came of the tests that were last run, in the order of the page; rows of those that run have no outcome yet.</summary>
    IReadOnlyList<TestRow> Rows { get; }

    /// <summary>When all tests were last run from the first to the last, UTC; null when they never were.</summary>
    DateTimeOffset? RunAt { get; }

    /// <summary>Runs tests, all at once. Whoever waits no longer does not end them.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task RunAsync(TestSelection selection, CancellationToken cancellationToken);
}
