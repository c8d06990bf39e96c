using System.Collections.Concurrent;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Services;

namespace IcpConsole.Engine.Nodes;

/// <summary>One node: Tomcat on 8443, and whatever its services that run listen on.</summary>
internal sealed class NodeHost(
    ClusterContext cluster,
    Node node,
    NodeIdentities identities,
    NodeListeners listeners
) : INodeHost, IAsyncDisposable
{
    private readonly ConcurrentDictionary<NodeService, IAsyncDisposable> _services = new();
    private TomcatHost? _tomcat;

    public Node Node => node;

    public NodeName Name => node.Name;

    /// <exception cref="PortInUseException">A port of the node is in use, or its address is not of
    /// this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartTomcatAsync(cancellationToken);
        foreach (
            var service in ServiceCatalogue.Real.Where(s =>
                cluster.Services.Runs(node.Name, s)
            )
        )
        {
            var remark = await StartAsync(service, cancellationToken);
            cluster.Services.Set(
                node.Name,
                new ServiceStatus(
                    service,
                    ServiceState.Running,
                    cluster.Time.GetUtcNow(),
                    remark
                )
            );
        }
    }

    public async Task RestartTomcatAsync()
    {
        if (Interlocked.Exchange(ref _tomcat, null) is { } tomcat)
            await tomcat.DisposeAsync();
        await StartTomcatAsync(CancellationToken.None);
    }

    private async Task StartTomcatAsync(CancellationToken cancellationToken)
    {
        await PutInUseAsync(ServiceCatalogue.Tomcat);
        _tomcat = await listeners.TomcatAsync(node, cancellationToken);
    }

    public async Task<Problem?> StartAsync(
        NodeService service,
        CancellationToken cancellationToken
    )
    {
        await PutInUseAsync(service);
        if (service == ServiceCatalogue.XcpRouter)
        {
            cluster.Services.Started(
                node.Name,
                new RouterStart(
                    (await cluster.Database.Peers.ListAsync(cancellationToken)).ToHashSet(),
                    cluster.Parameters.RoutingType
                )
            );
            _services[service] = await listeners.RouterAsync(node, cancellationToken);
        }
        else if (
            service == ServiceCatalogue.InterclusterSyncAgent
            || service == ServiceCatalogue.ServerRecoveryManager
        )
            cluster.Services.Started(
                node.Name,
                service,
                cluster.Parameters.SipProcesses(node.Name)
            );
        else if (service == ServiceCatalogue.SipProxy)
        {
            cluster.Services.Started(
                node.Name,
                service,
                cluster.Parameters.SipProcesses(node.Name)
            );
            if (!cluster.Definition.SipFederation)
                return new ServiceSipOff();
            _services[service] = await listeners.SipProxyAsync(node, cancellationToken);
        }

        return null;
    }

    /// <summary>
    /// A certificate that was prepared is presented from the start of its service on; peers are
    /// told then.
    /// </summary>
    private async Task PutInUseAsync(NodeService service)
    {
        foreach (
            var certificate in CertificateServices.All.Where(c =>
                CertificateServices.PresenterOf(c) == service
            )
        )
            if (await identities.PutInUseAsync(node.Name, certificate))
                cluster.Notices.Tell();
    }

    public async Task StopAsync(NodeService service)
    {
        if (_services.TryRemove(service, out var running))
            await running.DisposeAsync();
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll([
            _tomcat?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            .. ServiceCatalogue.Real.Select(StopAsync),
        ]);
}
