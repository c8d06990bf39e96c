using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Services;

/// <summary>Starts and stops services of a hosted cluster's nodes, one at a time, and keeps what was stopped.</summary>
internal sealed partial class HostedServices(ClusterContext cluster, Func<NodeName, NodeHost?> hosts, InterclusterSyncAgent agent) : IServices, IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private bool _closed;
    private readonly ILogger _log = cluster.Loggers.CreateLogger<HostedServices>();

    public IReadOnlyList<ServiceStatus> Of(NodeName node) =>
        [.. Enum.GetValues<NodeService>().Select(s => cluster.Services.Of(node, s)).OfType<ServiceStatus>()];

    /// <summary>
    /// Before release 15 a router reads the peers it links to when it starts (Cisco, <em>Deployment Guide</em> 12.5 and 14, "Restart Cisco XCP Router"); in 12.5 the
    /// publisher's asks for a restart after a deletion, too.
    /// </summary>
    public IReadOnlyList<RestartNotice> Notices
    {
        get
        {
            if (cluster.Traits.Release == Release.V15) return [];
            var peers = agent.Statuses.Select(s => s.Peer.Id).ToHashSet();
            return
            [
                .. from node in cluster.Topology.Nodes
                   where cluster.Services.Runs(node.Name, NodeService.XcpRouter)
                   let linked = cluster.Services.Linked(node.Name)
                   let added = peers.Count(p => !linked.Contains(p))
                   let deleted = cluster.Traits.Release == Release.V125 && node.Role == NodeRole.Publisher ? linked.Count(p => !peers.Contains(p)) : 0
                   where added + deleted > 0
                   select new RestartNotice(node.Name, new Problem(added > 0 ? "PeerAddedRestart" : "PeerDeletedRestart")),
            ];
        }
    }

    public Task<Problem?> StartAsync(NodeName node, NodeService service, CancellationToken cancellationToken) =>
        ChangeAsync(node, service, host => StartAsync(host, node, service), cancellationToken);

    public Task<Problem?> StopAsync(NodeName node, NodeService service, CancellationToken cancellationToken) =>
        ChangeAsync(node, service, host => StopAsync(host, node, service), cancellationToken);

    public Task<Problem?> RestartAsync(NodeName node, NodeService service, CancellationToken cancellationToken) => ChangeAsync(node, service, async host =>
    {
        await StopAsync(host, node, service);
        await StartAsync(host, node, service);
    }, cancellationToken);

    /// <summary>Ends when the change under way has: what it started must be known to whoever stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync(CancellationToken.None);
        _closed = true;
        _changing.Release();
    }

    private async Task<Problem?> ChangeAsync(NodeName node, NodeService service, Func<NodeHost, Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_closed || hosts(node) is not { } host) return new Problem("ServiceNodeNotRunning", null, node.Value);
            await change(host);
            return null;
        }
        catch (Exception e)
        {
            LogNotStarted(e, cluster.Id.Value, service, node.Value);
            var problem = e is PortInUseException taken ? new Problem("ServicePortInUse", null, $"{taken.Port}") : new Problem("Unexpected");
            // One that was not touched yet is as it was.
            var state = cluster.Services.Of(node, service)!.State;
            Set(node, service, state is ServiceState.Starting or ServiceState.Stopping ? ServiceState.Stopped : state, problem);
            return problem;
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task StartAsync(NodeHost host, NodeName node, NodeService service)
    {
        if (cluster.Services.Runs(node, service)) return;
        // What the administrator wants is kept first: a service that cannot be started now is started when the console is.
        await cluster.Database.Services.KeepAsync(node, service, stopped: false, CancellationToken.None);
        Set(node, service, ServiceState.Starting);
        if (service == NodeService.XcpRouter) await host.StartRouterAsync(CancellationToken.None);
        Set(node, service, ServiceState.Running);
        await FollowAsync(node, service);
        LogStarted(cluster.Id.Value, service, node.Value);
    }

    private async Task StopAsync(NodeHost host, NodeName node, NodeService service)
    {
        if (!cluster.Services.Runs(node, service)) return;
        await cluster.Database.Services.KeepAsync(node, service, stopped: true, CancellationToken.None);
        Set(node, service, ServiceState.Stopping);
        if (service == NodeService.XcpRouter) await host.StopRouterAsync();
        Set(node, service, ServiceState.Stopped);
        await FollowAsync(node, service);
        LogStopped(cluster.Id.Value, service, node.Value);
    }

    private async Task FollowAsync(NodeName node, NodeService service)
    {
        if (service == NodeService.XcpRouter) agent.FollowRouters();
        if (service != NodeService.InterclusterSyncAgent) return;
        if (node == cluster.Topology.Publisher.Name) await agent.FollowServiceAsync(CancellationToken.None);
        cluster.Notices.Tell();
    }

    private void Set(NodeName node, NodeService service, ServiceState state, Problem? problem = null)
    {
        cluster.Services.Set(node, new ServiceStatus(service, state, cluster.Time.GetUtcNow(), problem));
        cluster.Changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: {Service} started on {Node}")]
    private partial void LogStarted(string cluster, NodeService service, string node);

    [LoggerMessage(LogLevel.Information, "{Cluster}: {Service} stopped on {Node}")]
    private partial void LogStopped(string cluster, NodeService service, string node);

    [LoggerMessage(LogLevel.Error, "{Cluster}: {Service} could not be started or stopped on {Node}")]
    private partial void LogNotStarted(Exception exception, string cluster, NodeService service, string node);
}
