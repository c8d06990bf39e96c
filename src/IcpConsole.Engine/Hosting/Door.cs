using System.Runtime.CompilerServices;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Hosting;

/// <summary>The door of this process: its clusters are in it.</summary>
internal sealed class Door : IDoor
{
    private readonly ClusterRegistry _registry;
    private readonly Operations _operations;
    private readonly ChangeHub _changes;
    private readonly Journal _journal;
    private readonly Handlers _console = new();

    public Door(
        ClusterRegistry registry,
        ServiceRuns services,
        Operations operations,
        ChangeHub changes,
        Journal journal
    )
    {
        (_registry, _operations, _changes, _journal) = (
            registry,
            operations,
            changes,
            journal
        );
        registry.Offer(_console);
        _console.Add<RunRestartPlan, OperationId>(
            async (_, who, _) => await services.RestartAsync(this, who)
        );
        _console.Add<ControlServices, OperationId>(
            (command, who, _) => services.ControlAsync(command, this, who)
        );
        _console.Add<CancelOperation>((r, _) => operations.CancelAsync(r.Operation));
    }

    /// <summary>What is answered for the console itself.</summary>
    internal Handlers Console => _console;

    public ConsoleSnapshot Look(Principal who) =>
        new(
            _changes.NextSnapshot(),
            [.. _registry.Clusters.Select(c => c.Snapshot())],
            _registry.Unopened,
            _operations.Recent
        );

    public async IAsyncEnumerable<ConsoleSnapshot> WatchAsync(
        Principal who,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var _ in _changes.WatchAsync(cancellationToken))
            yield return Look(who);
    }

    public async IAsyncEnumerable<ClusterSnapshot?> WatchAsync(
        Principal who,
        ClusterId cluster,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var _ in _registry.ChangesOf(cluster).WatchAsync(cancellationToken))
            yield return _registry.Find(cluster)?.Snapshot();
    }

    public Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        ClusterId cluster,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull =>
        _registry.Find(cluster) is { } found
            ? HandleAsync(found.Handlers, who, found.Id, request, cancellationToken)
            : Task.FromResult<Result<TAnswer>>(new ClusterGone());

    public Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull =>
        HandleAsync(_console, who, null, request, cancellationToken);

    private async Task<Result<TAnswer>> HandleAsync<TAnswer>(
        Handlers handlers,
        Principal who,
        ClusterId? cluster,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull
    {
        if (request is not Command<TAnswer> command)
            return await handlers.HandleAsync(request, who, cancellationToken);
        var intent = await _journal.BeginAsync(who, cluster, command);
        IReadOnlyList<Problem> problems = [new Unexpected()];
        try
        {
            var result = await handlers.HandleAsync(command, who, cancellationToken);
            problems = result.Problems;
            return result;
        }
        finally
        {
            await _journal.EndAsync(intent, problems);
        }
    }
}
