namespace IcpConsole.Domain.Diagnostics;

/// <summary>Which tests are to be run.</summary>
/// <param name="Section">Those of a section; null for all.</param>
/// <param name="Test">That one alone; null for all of the section.</param>
/// <param name="Subject">On that alone; null for every one.</param>
public sealed record TestSelection(TestSection? Section = null, string? Test = null, string? Subject = null)
{
    public static TestSelection All { get; } = new();

    public bool Takes(TestSection section, string? test = null, string? subject = null) =>
        (Section ?? section) == section && (test is null || (Test ?? test) == test) && (subject is null || (Subject ?? subject) == subject);
}

/// <summary>Diagnostics &gt; System Troubleshooter of one cluster.</summary>
public interface IDiagnostics
{
    /// <summary>Runs tests, all at once, and hands over each row when its test begins and again when it has ended.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends those that still run.</param>
    IAsyncEnumerable<TestRow> RunAsync(TestSelection selection, CancellationToken cancellationToken);
}
