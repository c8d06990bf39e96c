using System.Collections.Immutable;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Tests of one section of the System Troubleshooter.</summary>
internal interface ITestSection
{
    TestSection Section { get; }

    /// <summary>Begins the tests, all at once.</summary>
    IEnumerable<Task> Begin(TestRun run);
}

/// <summary>Diagnostics &gt; System Troubleshooter of a hosted cluster: every test looks for itself, at the moment it is asked for.</summary>
internal sealed class Troubleshooter(ClusterContext cluster, params IReadOnlyList<ITestSection> sections) : IDiagnostics, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ImmutableList<TestRow> _rows = [];
    private ImmutableList<Task> _runs = [];

    public IReadOnlyList<TestRow> Rows => [.. TestCatalogue.Order(_rows)];

    public DateTimeOffset? RunAt { get; private set; }

    public Task RunAsync(TestSelection selection, CancellationToken cancellationToken)
    {
        var run = Task.Run(() => RunAllAsync(selection), CancellationToken.None);
        ImmutableInterlocked.Update(ref _runs, runs => runs.RemoveAll(r => r.IsCompleted).Add(run));
        return run.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Not disposed of: a page that still shows the cluster may ask once more.
        await _stop.CancelAsync();
        foreach (var run in _runs) await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAllAsync(TestSelection selection)
    {
        // The rows stay where they are, and fill in again.
        ImmutableInterlocked.Update(ref _rows, rows => rows.ConvertAll(r => selection.Takes(r.Section, r.Test, r.Subject) ? new TestRow(r.Section, r.Test, r.Subject, null) : r));
        cluster.Changes.Tell();
        await Task.WhenAll(sections.Where(s => selection.Takes(s.Section)).SelectMany(s => s.Begin(new TestRun(cluster, s.Section, selection, Put, _stop.Token))).ToList());
        // Those that were not tested again, because of another that failed, say, or a peer that is gone.
        ImmutableInterlocked.Update(ref _rows, rows => rows.RemoveAll(r => r.Outcome is null && selection.Takes(r.Section, r.Test, r.Subject)));
        if (selection == TestSelection.All) RunAt = cluster.Time.GetUtcNow();
        cluster.Changes.Tell();
    }

    /// <summary>In the place of the same row before.</summary>
    private void Put(TestRow row)
    {
        ImmutableInterlocked.Update(ref _rows, rows => rows.RemoveAll(r => (r.Section, r.Test, r.Subject) == (row.Section, row.Test, row.Subject)).Add(row));
        cluster.Changes.Tell();
    }
}
