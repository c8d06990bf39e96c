using System.Collections.Concurrent;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// Looks at the ports of a peer's nodes whenever the peer was tested: beside the agent's loop, so
/// that a port behind a firewall that swallows everything holds up neither tests nor passes.
/// </summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private readonly ClusterContext _cluster;
    private readonly ISession _session;
    private readonly NodePorts _ports;
    private readonly ConcurrentDictionary<NodeName, PeerConnection> _connections = new();
    private readonly SupervisedLoop _loop;

    public NodeWatch(ClusterContext cluster, ISession session, PeerTls tls)
    {
        (_cluster, _session) = (cluster, session);
        _ports = new NodePorts(cluster, session.Peer.Protocol, tls);
        _loop = new SupervisedLoop(
            $"{cluster.Id}: the look at the ports of {session.Peer.Address}",
            LookAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<NodeWatch>()
        )
        {
            Period = () => Timeout.InfiniteTimeSpan,
            FaultPause = Timeout.InfiniteTimeSpan,
            Patience = SupervisedLoop.ShortPatience,
        };
        _loop.Start();
    }

    /// <summary>Looks soon, if it does not look just now.</summary>
    public void Look() => _loop.TurnNow();

    public async ValueTask DisposeAsync()
    {
        var stopped = _loop.DisposeAsync();
        foreach (var connection in _connections.Values)
            connection.Dispose();
        await stopped;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(_session.Status.Now);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is not known any more is not shown.
            _session.Status.Update(s => s with { Nodes = [] });
            throw;
        }
    }

    private async Task LookAsync(PeerStatus status)
    {
        // What was seen before an outage says nothing of the time after it.
        var nodes = status.Reachable
            ? await Task.WhenAll(status.RemoteNodes.Select(n => LookAsync(n.Name, status)))
            : [];
        // What began before the other side knew this cluster saw what is no more; the pass that
        // learned of it has it looked at again.
        _session.Status.Update(s =>
            s.OtherSide.State == status.OtherSide.State ? s with { Nodes = nodes } : s
        );
        foreach (var gone in _connections.Keys.Except(status.RemoteNodes.Select(n => n.Name)))
        {
            if (_connections.TryRemove(gone, out var connection))
                connection.Dispose();
        }
    }

    private async Task<NodeReach> LookAsync(NodeName node, PeerStatus status)
    {
        var looks = await Task.WhenAll(
            AxlAsync(node, status),
            _ports.SipAsync(node, status.RemoteSip, _loop.Stopping)
        );
        return new NodeReach(node, looks[0], looks[1], _cluster.Time.GetUtcNow());
    }

    /// <summary>The publisher was tested by the agent; the others are asked the same.</summary>
    private async Task<PortReach> AxlAsync(NodeName node, PeerStatus status) =>
        node != status.Peer.Address
            ? await _ports.AxlAsync(
                _connections.GetOrAdd(node, n => _session.Connect(n)),
                _loop.Stopping
            )
        : status.Connectivity?.PublisherFailure is { } failure
            ? new PortReach(AxlSchema.Port, Mark.Cross, failure.Problem, null)
        : new PortReach(AxlSchema.Port, Mark.Check, null, status.Connectivity?.Query);
}
