using System.Collections.Immutable;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Requests;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Tests of one section of the System Troubleshooter.</summary>
internal interface ICheckSection
{
    CheckSection Section { get; }

    /// <summary>Begins the checks, all at once.</summary>
    IEnumerable<Task> Begin(CheckRun run);
}

/// <summary>
/// Diagnostics &gt; System Troubleshooter of a hosted cluster: tests look for themselves when they
/// are asked for; what is watched all the time (services, syncs, links) is told as it was last
/// seen.
/// </summary>
internal sealed class Troubleshooter(
    ClusterContext cluster,
    Operations operations,
    params IReadOnlyList<ICheckSection> sections
) : IAsyncDisposable
{
    /// <summary>Tests are run again so often as long as somebody looks at the rows.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    /// <summary>Whoever looks says so again before this time is up.</summary>
    private static readonly TimeSpan s_observed = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>One run at a time, so that none takes the rows of another for its own.</summary>
    private readonly AsyncLock _turn = new();
    private readonly Lock _asking = new();
    private ImmutableList<CheckRow> _rows = [];
    private ImmutableList<Task> _runs = [];
    private Task _all = Task.CompletedTask;
    private SupervisedLoop? _loop;
    private long _observedUntil;

    public IReadOnlyList<CheckRow> Rows => [.. CheckCatalogue.Order(_rows)];

    public FinishedRun? Last { get; private set; }

    public void Offer(Handlers handlers)
    {
        handlers.Add<RunChecks, OperationId>(
            async (r, who, _) =>
                await operations.BeginAsync(
                    who,
                    cluster.Id,
                    nameof(RunChecks),
                    [],
                    async (_, _) =>
                    {
                        await RunAsync(r.Selection, CancellationToken.None);
                        return _stop.IsCancellationRequested ? [new TestsCutOff()] : [];
                    }
                )
        );
        handlers.AddQuery<ObserveChecks, Done>((_, _) => Task.FromResult(Observe()));
    }

    public DiagnosticsSnapshot Snapshot() => new(Rows, Last);

    public Task RunAsync(CheckSelection selection, CancellationToken cancellationToken)
    {
        Task run;
        lock (_asking)
        {
            // Whoever asks for all while all are run waits for those.
            run =
                selection.IsAll && !_all.IsCompleted
                    ? _all
                    : Task.Run(() => RunInTurnAsync(selection), CancellationToken.None);
            if (selection.IsAll)
                _all = run;
            _runs = _runs.RemoveAll(r => r.IsCompleted).Add(run);
        }

        return run.WaitAsync(cancellationToken);
    }

    /// <summary>From now on checks are run again while somebody looks.</summary>
    public void Start()
    {
        _loop = new SupervisedLoop(
            $"{cluster.Id}: the checks that somebody looks at",
            RunAgainAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<Troubleshooter>()
        )
        {
            Period = () => IsObserved ? s_again : Timeout.InfiniteTimeSpan,
        };
        _loop.Start();
    }

    public async ValueTask DisposeAsync()
    {
        // Not disposed of: a page that still shows the cluster may ask once more.
        await _stop.CancelAsync();
        if (_loop is not null)
            await _loop.DisposeAsync();
        foreach (var run in _runs)
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool IsObserved =>
        cluster.Time.GetUtcNow().UtcTicks < Interlocked.Read(ref _observedUntil);

    private Done Observe()
    {
        var was = IsObserved;
        Interlocked.Exchange(
            ref _observedUntil,
            (cluster.Time.GetUtcNow() + s_observed).UtcTicks
        );
        if (!was)
            _loop?.TurnNow();
        return Done.Value;
    }

    private async Task RunAgainAsync(CancellationToken stop)
    {
        // Whoever looks again within a minute sees the rows of the last run.
        if (IsObserved && !(cluster.Time.GetUtcNow() - Last?.At < s_again / 2))
            await RunAsync(CheckSelection.All with { IsPeriodic = true }, stop);
    }

    private async Task RunInTurnAsync(CheckSelection selection)
    {
        try
        {
            using var turn = await _turn.EnterAsync(_stop.Token);
            await RunChecksAsync(selection);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The cluster was saved or removed, and the rows are gone with it: whoever waits goes
            // on.
        }
    }

    private async Task RunChecksAsync(CheckSelection selection)
    {
        try
        {
            // The rows stay where they are, and fill in again.
            ImmutableInterlocked.Update(ref _rows, rows =>
                rows.ConvertAll(r =>
                    selection.Takes(r.Section, r.Test, r.Subject)
                        ? new CheckRow(r.Section, r.Test, r.Subject, null)
                        : r
                )
            );
            cluster.Changes.Tell();
            await Task.WhenAll(
                sections
                    .Where(s => selection.Takes(s.Section))
                    .SelectMany(s =>
                        s.Begin(new CheckRun(cluster, s.Section, selection, Put, _stop.Token))
                    )
                    .ToList()
            );
        }
        finally
        {
            // Those that were not tested again, because of another that failed, say, or a peer that
            // is gone.
            ImmutableInterlocked.Update(ref _rows, rows =>
                rows.RemoveAll(r => r.Outcome is null)
            );
            if (selection.IsAll)
                Last = new FinishedRun(cluster.Time.GetUtcNow(), Rows);
            cluster.Changes.Tell();
        }
    }

    /// <summary>In the place of the same row before.</summary>
    private void Put(CheckRow row)
    {
        ImmutableInterlocked.Update(ref _rows, rows =>
            rows.RemoveAll(r =>
                    (r.Section, r.Test, r.Subject) == (row.Section, row.Test, row.Subject)
                )
                .Add(row)
        );
        cluster.Changes.Tell();
    }
}
