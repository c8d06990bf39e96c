using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// The links that the routers of a cluster's nodes keep to the routers of one peer's nodes (the
/// guide, step 5: the connection between the clusters).
/// </summary>
internal sealed class RouterLinks(ClusterContext cluster, ISession session, PeerTls tls)
    : IAsyncDisposable
{
    private readonly Dictionary<(NodeName From, NodeName To), LinkKeeper> _keepers = [];
    private readonly Lock _lock = new();
    private readonly List<Task> _endings = [];
    private bool _ended;

    /// <summary>
    /// Keeps the links that there should be now: between every local node whose router runs and
    /// knows the peer, and every node that the peer told of.
    /// </summary>
    public void Follow()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            var wanted = new List<RouterLink>();
            foreach (var from in cluster.Topology.Nodes)
            {
                foreach (var to in session.Status.Now.RemoteNodes.Select(n => n.Name))
                    wanted.Add(Follow(from, to));
            }

            foreach (
                var gone in _keepers.Keys.Except(wanted.Select(l => (l.From, l.To))).ToList()
            )
                End(gone);
            session.Status.Update(s =>
                s with
                {
                    Links =
                    [
                        .. wanted.Select(w =>
                            _keepers.ContainsKey((w.From, w.To))
                                ? s.Link(w.From, w.To) ?? w
                                : w
                        ),
                    ],
                }
            );
        }
    }

    /// <summary>Proves the routing anew: the peer's users changed.</summary>
    public void Prove()
    {
        lock (_lock)
        {
            foreach (var keeper in _keepers.Values)
                keeper.Prove();
        }
    }

    /// <summary>Opens those that are not up at once: the other side may take them now.</summary>
    public void Retry()
    {
        lock (_lock)
        {
            foreach (var keeper in _keepers.Values)
                keeper.Retry();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_lock)
        {
            _ended = true;
            foreach (var key in _keepers.Keys.ToList())
                End(key);
            ended = Task.WhenAll(_endings);
        }

        await ended;
    }

    private RouterLink Follow(Node from, NodeName to)
    {
        var now = cluster.Time.GetUtcNow();
        if (!cluster.Services.Runs(from.Name, ServiceCatalogue.XcpRouter))
            return Without(LinkState.RouterStopped);
        // Before release 15 a router reads the peers that it links to when it starts.
        if (
            cluster.Traits.Release != Release.V15
            && cluster.Services.Router(from.Name)?.Peers.Contains(session.Peer.Id) != true
        )
            return Without(LinkState.AwaitsRestart);
        if (!_keepers.ContainsKey((from.Name, to)))
            _keepers[(from.Name, to)] = new LinkKeeper(cluster, session, tls, from, to);
        return new RouterLink(from.Name, to, LinkState.Unknown, now);

        RouterLink Without(LinkState state)
        {
            End((from.Name, to));
            return
                session.Status.Now.Link(from.Name, to) is { } before && before.State == state
                ? before
                : new RouterLink(from.Name, to, state, now);
        }
    }

    private void End((NodeName From, NodeName To) key)
    {
        _endings.RemoveAll(e => e.IsCompleted);
        if (_keepers.Remove(key, out var keeper))
            _endings.Add(keeper.DisposeAsync().AsTask());
    }
}
