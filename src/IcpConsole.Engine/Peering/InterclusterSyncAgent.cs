using System.Collections.Concurrent;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>Cisco Intercluster Sync Agent of a cluster: an agent for each peer entry.</summary>
internal sealed partial class InterclusterSyncAgent(ClusterContext cluster, NodeIdentities identities, IHomeUsers users) : IAsyncDisposable
{
    private volatile bool _closed;
    private readonly PassQueue _queue = new(cluster.Time);
    private readonly ILogger _log = cluster.Loggers.CreateLogger<InterclusterSyncAgent>();
    private readonly ConcurrentDictionary<PeerId, PeerAgent> _agents = new();

    public IEnumerable<PeerStatus> Statuses => _agents.Values.Select(a => a.Status);

    public PeerAgent? Find(PeerId id) => _agents.GetValueOrDefault(id);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await cluster.Database.Peers.ListAsync(cancellationToken))
        {
            try
            {
                await RestartAsync(id, cancellationToken);
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
    public async Task RestartAsync(PeerId id, CancellationToken cancellationToken)
    {
        await StopAsync(id);
        if (_closed) return;
        _agents[id] = await PeerAgent.StartAsync(cluster, id, new PeerNeighbours(other => OthersOf(other), () => users.Sync.Finished, _queue), identities, cancellationToken);
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

    public IReadOnlyList<OtherPeer> OthersOf(PeerId? id) =>
        [.. Statuses.Where(s => s.Peer.Id != id).Select(s => new OtherPeer(s.Peer.Address, s.RemoteId))];

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await Task.WhenAll(_agents.Keys.Select(StopAsync));
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: peer {Peer} could not be started")]
    private partial void LogNotStarted(Exception exception, string cluster, int peer);
}
