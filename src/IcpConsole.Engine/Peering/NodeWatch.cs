using System.Collections.Concurrent;
using System.Threading.Channels;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Axl;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Looks at the ports of a peer's nodes whenever the peer was tested: beside the agent's loop, so that a port behind a firewall that swallows everything holds up
/// neither tests nor passes.
/// </summary>
internal sealed partial class NodeWatch : IAsyncDisposable
{
    private readonly ClusterContext _cluster;
    private readonly PeerEntry _entry;
    private readonly ILogger _log;
    private readonly NodePorts _ports;
    private readonly ConcurrentDictionary<NodeName, PeerConnection> _connections = new();
    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public NodeWatch(ClusterContext cluster, PeerEntry entry, PeerTls tls)
    {
        (_cluster, _entry) = (cluster, entry);
        _log = cluster.Loggers.CreateLogger<NodeWatch>();
        _ports = new NodePorts(cluster, entry.Peer.Protocol, tls);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Looks soon, if it does not look just now.</summary>
    public void Look() => _looks.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var connection in _connections.Values) connection.Dispose();
        await _loop.WaitAsync(PeerAgent.Patience, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_loop.IsCompleted) _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _looks.Reader.WaitToReadAsync(_stop.Token))
            {
                _looks.Reader.TryRead(out _);
                try
                {
                    await LookAsync(_entry.Status);
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    // What is not known any more is not shown.
                    _entry.Update(s => s with { Nodes = [] });
                    LogUnexpected(e, _cluster.Id.Value);
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Whatever was under way was cut off by the stop.
        }
    }

    private async Task LookAsync(PeerStatus status)
    {
        // What was seen before an outage says nothing of the time after it.
        var nodes = status.Reachable ? await Task.WhenAll(status.RemoteNodes.Select(n => LookAsync(n.Name, status))) : [];
        _entry.Update(s => s with { Nodes = nodes });
        foreach (var gone in _connections.Keys.Except(status.RemoteNodes.Select(n => n.Name)))
        {
            if (_connections.TryRemove(gone, out var connection)) connection.Dispose();
        }
    }

    private async Task<NodeReach> LookAsync(NodeName node, PeerStatus status)
    {
        var looks = await Task.WhenAll(AxlAsync(node, status), _ports.SipAsync(node, status.RemoteSip, _stop.Token));
        return new NodeReach(node, looks[0], looks[1], _cluster.Time.GetUtcNow());
    }

    /// <summary>The publisher was tested by the agent; the others are asked the same.</summary>
    private async Task<PortReach> AxlAsync(NodeName node, PeerStatus status) =>
        node != status.Peer.Address ? await _ports.AxlAsync(_connections.GetOrAdd(node, n => _entry.Connect(n)), _stop.Token)
        : status.Connectivity?.PublisherFailure is { } failure ? new PortReach(AxlSchema.Port, Mark.Cross, failure.Problem, null)
        : new PortReach(AxlSchema.Port, Mark.Check, null, status.Connectivity?.Query);

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of a look at a peer's ports")]
    private partial void LogUnexpected(Exception exception, string cluster);
}
