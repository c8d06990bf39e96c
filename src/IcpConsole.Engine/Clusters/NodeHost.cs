using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Services;

namespace IcpConsole.Engine.Clusters;

/// <summary>One node: Tomcat on 8443, the XCP router on 7400 and, where the cluster speaks SIP, the SIP proxy on 5060 and 5061.</summary>
internal sealed class NodeHost(ClusterContext cluster, Node node, NodeIdentities identities, AxlLogin logins, AxlObjects objects) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _services = [];
    private TcpPort? _router;

    public NodeName Name => node.Name;

    /// <exception cref="PortInUseException">A port of the node is in use, or its address is not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var axl = new AxlEndpoint(
            cluster.Traits.Release.Text(), logins, cluster.Database.Published, objects, () => cluster.Services.Runs(node.Name, NodeService.AxlWebService));
        var tomcat = new TomcatHost(node, await identities.GetAsync(node.Name, CertificateServices.Tomcat).WaitAsync(cancellationToken), axl, cluster.Loggers);
        await tomcat.StartAsync(cancellationToken);
        _services.Add(tomcat);
        if (cluster.Services.Runs(node.Name, NodeService.XcpRouter)) await StartRouterAsync(cancellationToken);
        if (cluster.Definition.SipFederation) _services.Add(await SipProxy.StartAsync(cluster, node, identities));
    }

    /// <summary>Opens 7400; the router knows the peers that there are now.</summary>
    /// <exception cref="PortInUseException">The port is in use.</exception>
    public async Task StartRouterAsync(CancellationToken cancellationToken)
    {
        cluster.Services.Link(node.Name, await cluster.Database.Peers.ListAsync(cancellationToken));
        _router = XcpRouter.Start(cluster, node, identities);
    }

    /// <summary>Closes 7400, and every stream on it.</summary>
    public async Task StopRouterAsync()
    {
        if (Interlocked.Exchange(ref _router, null) is { } router) await router.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll([StopRouterAsync(), .. _services.Select(s => s.DisposeAsync().AsTask())]);
}
