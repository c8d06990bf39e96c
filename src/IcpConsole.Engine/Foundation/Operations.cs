using System.Collections.Concurrent;
using System.Collections.Immutable;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
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
    private readonly ConcurrentDictionary<OperationId, CancellationTokenSource> _running =
        new();
    private ImmutableList<Operation> _recent = [];

    /// <summary>Those that run, and the last that have ended; the latest first.</summary>
    public IReadOnlyList<Operation> Recent => _recent;

    /// <summary>Reads what was begun in earlier runs of the console.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var kept = await store.ReopenAsync(time.GetUtcNow(), cancellationToken);
        ImmutableInterlocked.Update(ref _recent, recent =>
            [.. recent.Concat(kept).DistinctBy(o => o.Id).OrderByDescending(o => o.Id.Value)]
        );
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
        ImmutableInterlocked.Update(ref _recent, recent => Shown(recent.Insert(0, operation)));
        changes.Tell();
        _ = Task.Run(() => RunAsync(operation.Id, work, cancel), CancellationToken.None);
        return operation.Id;
    }

    /// <summary>Begins no further step of one that runs.</summary>
    public async Task CancelAsync(OperationId id)
    {
        if (_running.TryGetValue(id, out var cancel))
            await cancel.CancelAsync();
    }

    private Task SetAsync(OperationId id, int step, StepState state, Problem? problem) =>
        ChangeAsync(id, o =>
            o with
            {
                Steps =
                [
                    .. o.Steps.Select(
                        (s, i) => i == step ? s with { State = state, Problem = problem } : s
                    ),
                ],
            }
        );

    private static ImmutableList<Operation> Shown(ImmutableList<Operation> recent)
    {
        var ended = recent.Where(o => o.EndedAt is not null).Skip(Operation.Shown).ToHashSet();
        return recent.RemoveAll(ended.Contains);
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
        await ChangeAsync(id, o => o with { State =
                    problems.Count > 0 ? OperationState.Failed
                    : cancel.IsCancellationRequested ? OperationState.Cancelled
                    : OperationState.Done, EndedAt = time.GetUtcNow(), Problems = problems });
        cancel.Dispose();
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
            if (changed is not null)
                await store.ChangeAsync(changed, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotKept(e, id.Value);
        }
    }

    private sealed class Progress(Operations operations, OperationId id) : IOperationProgress
    {
        public Task SetAsync(int step, StepState state, Problem? problem) =>
            operations.SetAsync(id, step, state, problem);
    }

    [LoggerMessage(LogLevel.Error, "Operation {Operation} failed")]
    private partial void LogFailed(Exception exception, long operation);

    [LoggerMessage(LogLevel.Error, "What became of operation {Operation} could not be kept")]
    private partial void LogNotKept(Exception exception, long operation);
}
