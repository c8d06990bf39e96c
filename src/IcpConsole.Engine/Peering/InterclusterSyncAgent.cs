using System.Collections.Concurrent;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>Cisco Intercluster Sync Agent of a cluster: an agent for each peer entry.</summary>
internal sealed partial class InterclusterSyncAgent(ClusterContext cluster, NodeIdentities identities, IHomeUsers users) : IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMinutes(1);

    private volatile bool _closed;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changing = new(1);
    private Task _watch = Task.CompletedTask;
    private readonly PassQueue _queue = new(cluster.Time);
    private readonly ILogger _log = cluster.Loggers.CreateLogger<InterclusterSyncAgent>();
    private readonly ConcurrentDictionary<PeerId, PeerAgent> _agents = new();

    /// <summary>Passes and failures that an alarm was raised for.</summary>
    private readonly HashSet<(PeerId Peer, DateTimeOffset? Since)> _told = [];

    public IEnumerable<PeerStatus> Statuses => _agents.Values.Select(a => a.Status);

    public PeerAgent? Find(PeerId id) => _agents.GetValueOrDefault(id);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RestartAllAsync(cancellationToken);
        _watch = Task.Run(WatchAsync, CancellationToken.None);
    }

    private async Task RestartAllAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await cluster.Database.Peers.ListAsync(cancellationToken))
        {
            try
            {
                await RestartAsync(id, Find(id), cancellationToken);
            }
            // One entry that cannot be read, its key lost, say, does not keep the others from their work.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotStarted(e, cluster.Id.Value, id.Value);
            }
        }
    }

    /// <summary>Stops looking after an entry; its last status stays in sight until it is restarted or removed.</summary>
    public async Task StopAsync(PeerId id)
    {
        if (Find(id) is { } agent) await agent.DisposeAsync();
    }

    /// <summary>Starts looking after an entry, from the beginning if it was looked after before.</summary>
    public Task RestartAsync(PeerId id, CancellationToken cancellationToken) => RestartAsync(id, predecessor: null, cancellationToken);

    private async Task RestartAsync(PeerId id, PeerAgent? predecessor, CancellationToken cancellationToken)
    {
        await StopAsync(id);
        if (_closed) return;
        _agents[id] = await PeerAgent.StartAsync(cluster, id, new PeerNeighbours(other => OthersOf(other), () => users.Sync.Finished, _queue), identities, predecessor, cancellationToken);
        // The cluster may have ended meanwhile; a successor looks after the entry then.
        if (_closed) await StopAsync(id);
        cluster.Changes.Tell();
    }

    public async Task RemoveAsync(PeerId id)
    {
        await StopAsync(id);
        _agents.TryRemove(id, out _);
        cluster.Changes.Tell();
    }

    /// <summary>Saves, deletions and restarts follow each other, so that each sees what the one before left.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Looks for passes that hang or keep failing (the guide, steps 8 and 9).</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_lookEvery, cluster.Time, _stop.Token);
                try
                {
                    await InTurnAsync(RecoverAsync, _stop.Token);
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    LogNotRecovered(e, cluster.Id.Value);
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Whatever was under way was cut off by the stop.
        }
    }

    /// <returns>Whether the agent was restarted.</returns>
    private async Task<bool> RecoverAsync()
    {
        var parameters = cluster.Parameters.Agent;
        var stuck = false;
        foreach (var status in Statuses)
        {
            if (SyncSchedule.Stuck(status.Sync, parameters, cluster.Time.GetUtcNow()) is not { } problem) continue;
            stuck = true;
            // One that is not to be recovered is told of once.
            if (_told.Add((status.Peer.Id, status.Sync.RunningSince ?? status.Sync.FailingSince)))
                await cluster.Alarms.RaiseAsync(AlarmCatalogue.PeerPeriodicSyncingFailure, status.Peer.Address.Value, problem, _stop.Token);
        }

        if (!stuck || !parameters.AutoRecovery) return false;
        LogRestart(cluster.Id.Value);
        _told.Clear();
        await RestartAllAsync(_stop.Token);
        return true;
    }

    public IReadOnlyList<OtherPeer> OthersOf(PeerId? id) =>
        [.. Statuses.Where(s => s.Peer.Id != id).Select(s => new OtherPeer(s.Peer.Address, s.RemoteId))];

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _stop.CancelAsync();
        await _watch;
        await Task.WhenAll(_agents.Keys.Select(StopAsync));
    }

    [LoggerMessage(LogLevel.Warning, "{Cluster}: Cisco Intercluster Sync Agent restarts to recover passes that hang or keep failing")]
    private partial void LogRestart(string cluster);

    [LoggerMessage(LogLevel.Error, "{Cluster}: the look for passes that hang failed")]
    private partial void LogNotRecovered(Exception exception, string cluster);

    [LoggerMessage(LogLevel.Error, "{Cluster}: peer {Peer} could not be started")]
    private partial void LogNotStarted(Exception exception, string cluster, int peer);
}
