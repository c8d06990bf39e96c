using System.Collections.Concurrent;
using System.Collections.Immutable;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Storage.Access;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Foundation;

/// <summary>
/// What takes time goes on here, whoever waits for it. It is kept as it goes on: what the end of
/// the console cuts off is said to be interrupted at the next start.
/// </summary>
internal sealed partial class Operations(
    OperationStore store,
    ChangeHub changes,
    TimeProvider time,
    ILogger<Operations> log
)
{
    /// <summary>For work that is under way when the console ends.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<OperationId, CancellationTokenSource> _running =
        new();
    private readonly ConcurrentDictionary<OperationId, Task> _work = new();
    private ImmutableList<Operation> _recent = [];
    private volatile bool _stopped;

    /// <summary>Those that run, and the last that have ended; the latest first.</summary>
    public IReadOnlyList<Operation> Recent => _recent;

    /// <summary>Reads what was begun in earlier runs of the console, where that can be read.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var kept = await store.ReopenAsync(time.GetUtcNow(), cancellationToken);
            ImmutableInterlocked.Update(ref _recent, recent =>
                Shown(recent.Concat(kept).DistinctBy(o => o.Id))
            );
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(e);
        }
    }

    /// <summary>
    /// Begins no further step, and keeps no outcome from now on: the next start says of what is
    /// under way that it was interrupted.
    /// </summary>
    public async Task StopAsync()
    {
        _stopped = true;
        foreach (var cancel in _running.Values)
            await cancel.CancelAsync();
        await Task.WhenAll(_work.Values)
            .WaitAsync(s_patience, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Begins one.</summary>
    /// <param name="who">Asked for it.</param>
    /// <param name="cluster">Of which cluster; null for the console itself.</param>
    /// <param name="command">That began it.</param>
    /// <param name="steps">What is to be done, in order.</param>
    /// <param name="work">Does it, and returns why it failed, if it did. The token says that no
    /// further step is to be begun.</param>
    /// <param name="canCancel">Whether the work looks at the token.</param>
    public async Task<OperationId> BeginAsync(
        Principal who,
        ClusterId? cluster,
        string command,
        IReadOnlyList<OperationStep> steps,
        Func<IOperationProgress, CancellationToken, Task<IReadOnlyList<Problem>>> work,
        bool canCancel = false
    )
    {
        var operation = await store.AddAsync(
            new Operation(default, command, cluster, who.Account, time.GetUtcNow(), steps)
            {
                CanCancel = canCancel,
            },
            CancellationToken.None
        );
        var cancel = new CancellationTokenSource();
        _running[operation.Id] = cancel;
        ImmutableInterlocked.Update(ref _recent, recent => Shown(recent.Append(operation)));
        changes.Tell();
        _work[operation.Id] = Task.Run(
            () => RunAsync(operation.Id, work, cancel),
            CancellationToken.None
        );
        return operation.Id;
    }

    /// <summary>Begins no further step of one that runs.</summary>
    /// <returns>Why not: it has ended, or has no steps to leave out. Null where it was told.</returns>
    public async Task<Problem?> CancelAsync(OperationId id)
    {
        if (
            _recent.Find(o => o.Id == id) is not { CanCancel: true }
            || !_running.TryGetValue(id, out var cancel)
        )
            return new OperationNotCancelled();
        await cancel.CancelAsync();
        return null;
    }

    private Task SetAsync(OperationId id, int step, Func<OperationStep, OperationStep> set) =>
        ChangeAsync(id, o =>
            o with
            {
                Steps = [.. o.Steps.Select((s, i) => i == step ? set(s) : s)],
            }
        );

    /// <summary>The latest first, and of those that have ended the last.</summary>
    private static ImmutableList<Operation> Shown(IEnumerable<Operation> all)
    {
        var ordered = all.OrderByDescending(o => o.Id.Value).ToImmutableList();
        var old = ordered.Where(o => o.EndedAt is not null).Skip(Operation.Shown).ToHashSet();
        return ordered.RemoveAll(old.Contains);
    }

    private async Task RunAsync(
        OperationId id,
        Func<IOperationProgress, CancellationToken, Task<IReadOnlyList<Problem>>> work,
        CancellationTokenSource cancel
    )
    {
        IReadOnlyList<Problem> problems;
        try
        {
            problems = await work(new Progress(this, id), cancel.Token);
        }
        catch (Exception e)
        {
            LogFailed(e, id.Value);
            problems = [new Unexpected()];
        }

        _running.TryRemove(id, out _);
        if (!_stopped)
            await ChangeAsync(id, o => Ended(o, problems));
        _work.TryRemove(id, out _);
    }

    private Operation Ended(Operation operation, IReadOnlyList<Problem> problems)
    {
        var isWhole = operation.Steps.All(s => s.State == StepState.Done);
        return operation.CutOff() with
        {
            State =
                problems.Count > 0 ? OperationState.Failed
                : isWhole ? OperationState.Done
                : OperationState.Cancelled,
            EndedAt = time.GetUtcNow(),
            Problems = problems,
        };
    }

    /// <summary>What cannot be kept is shown all the same.</summary>
    private async Task ChangeAsync(OperationId id, Func<Operation, Operation> change)
    {
        Operation? changed = null;
        ImmutableInterlocked.Update(ref _recent, recent =>
        {
            if (recent.Find(o => o.Id == id) is not { } operation)
                return recent;
            changed = change(operation);
            return Shown(recent.Replace(operation, changed));
        });
        changes.Tell();
        try
        {
            if (changed is not null && !_stopped)
                await store.ChangeAsync(changed, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotKept(e, id.Value);
        }
    }

    private sealed class Progress(Operations operations, OperationId id) : IOperationProgress
    {
        public Task SetAsync(
            int step,
            StepState state,
            Problem? problem,
            SyncReceipt? receipt = null
        ) =>
            operations.SetAsync(id, step, s =>
                s with
                {
                    State = state,
                    Problem = problem,
                    Receipt = receipt,
                }
            );
    }

    [LoggerMessage(LogLevel.Error, "The operations of earlier runs could not be read")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(LogLevel.Error, "Operation {Operation} failed")]
    private partial void LogFailed(Exception exception, long operation);

    [LoggerMessage(LogLevel.Error, "What became of operation {Operation} could not be kept")]
    private partial void LogNotKept(Exception exception, long operation);
}
