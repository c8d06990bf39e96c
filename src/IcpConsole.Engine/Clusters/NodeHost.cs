using System.Collections.Concurrent;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Nodes;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;

namespace IcpConsole.Engine.Clusters;

/// <summary>One node: Tomcat on 8443, and whatever its services that run listen on.</summary>
internal sealed class NodeHost(
    ClusterContext cluster,
    Node node,
    NodeIdentities identities,
    ApplicationLogin logins,
    AxlObjects objects,
    HostedServices services,
    HostedCertificates certificates,
    bool port443
) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<NodeService, IAsyncDisposable> _services = new();
    private TomcatHost? _tomcat;

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

    /// <summary>
    /// Closes 8443 and opens it again, with the certificate that the node has now. What does not go
    /// over 8443 loses nothing.
    /// </summary>
    /// <exception cref="PortInUseException">The port was taken meanwhile.</exception>
    public async Task RestartTomcatAsync()
    {
        if (Interlocked.Exchange(ref _tomcat, null) is { } tomcat)
            await tomcat.DisposeAsync();
        await StartTomcatAsync(CancellationToken.None);
    }

    private async Task StartTomcatAsync(CancellationToken cancellationToken)
    {
        await PutInUseAsync(ServiceCatalogue.Tomcat);
        var axl = new AxlEndpoint(
            cluster.Traits.Release.Text(),
            logins,
            cluster.Database.Published,
            objects,
            new AxlLanes(cluster.Known),
            () => cluster.Services.Runs(node.Name, ServiceCatalogue.AxlWebService)
        );
        var controlCenter = new ControlCenterEndpoint(
            node,
            cluster.Traits,
            cluster.Topology.Publisher.Name,
            services,
            logins,
            cluster.Time
        );
        var rest = new CertificateEndpoint(node.Name, certificates, logins);
        var presented = await identities
            .PresentAsync(node.Name, CertificateServices.Tomcat)
            .WaitAsync(cancellationToken);
        var tomcat = new TomcatHost(
            cluster,
            node,
            presented,
            port443,
            axl,
            controlCenter,
            rest
        );
        await tomcat.StartAsync(cancellationToken);
        _tomcat = tomcat;
    }

    /// <summary>
    /// Opens what a service listens on. Services that listen on nothing of their own are asked for
    /// by whoever depends on them.
    /// </summary>
    /// <returns>What there is to remark of a service that runs; mostly null.</returns>
    /// <exception cref="PortInUseException">The port is in use.</exception>
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
            _services[service] = await XcpRouter.StartAsync(
                cluster,
                node,
                identities,
                cancellationToken
            );
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
            _services[service] = await SipProxy.StartAsync(
                cluster,
                node,
                identities,
                cancellationToken
            );
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

    /// <summary>Closes what a service listens on, and every connection on it.</summary>
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
