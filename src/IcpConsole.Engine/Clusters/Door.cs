using System.Runtime.CompilerServices;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Clusters;

/// <summary>The door of this process: its clusters are in it.</summary>
internal sealed class Door : IDoor
{
    private readonly ClusterRegistry _registry;
    private readonly RestartRunner _restarts;
    private readonly Journal _journal;
    private readonly Handlers _console = new();
    private long _looks;

    public Door(ClusterRegistry registry, RestartRunner restarts, Journal journal)
    {
        (_registry, _restarts, _journal) = (registry, restarts, journal);
        registry.Offer(_console);
        _console.Add<RunRestartPlan, Done>(
            (_, who, _) =>
            {
                restarts.Start(this, who);
                return Task.FromResult<Result<Done>>(Done.Value);
            }
        );
        _console.Add<StopRestartPlan>(_ => restarts.Stop());
    }

    /// <summary>What is answered for the console itself.</summary>
    internal Handlers Console => _console;

    public ConsoleSnapshot Look(Principal who) =>
        new(
            Interlocked.Increment(ref _looks),
            [.. _registry.Clusters.Select(c => c.Snapshot())],
            _registry.Unopened,
            _restarts.Current
        );

    public async IAsyncEnumerable<ConsoleSnapshot> WatchAsync(
        Principal who,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var _ in _registry.Changes.WatchAsync(cancellationToken))
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

    private Task<Result<TAnswer>> HandleAsync<TAnswer>(
        Handlers handlers,
        Principal who,
        ClusterId? cluster,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull =>
        request is Command<TAnswer> command
            ? _journal.KeepAsync(who, cluster, command, () =>
                handlers.HandleAsync(command, who, cancellationToken)
            )
            : handlers.HandleAsync(request, who, cancellationToken);
}
