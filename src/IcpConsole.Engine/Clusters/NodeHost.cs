using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Services;

namespace IcpConsole.Engine.Clusters;

/// <summary>One node: Tomcat on 8443, the XCP router on 7400 and, where the cluster speaks SIP, the SIP proxy on 5060 and 5061.</summary>
internal sealed class NodeHost(ClusterContext cluster, Node node, NodeIdentities identities, AxlLogin logins) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _services = [];

    /// <exception cref="PortInUseException">A port of the node is in use, or its address is not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var axl = new AxlEndpoint(cluster.Traits.Release.Text(), logins, cluster.Database.Published);
        var tomcat = new TomcatHost(node, await identities.GetAsync(node.Name, CertificateServices.Tomcat).WaitAsync(cancellationToken), axl, cluster.Loggers);
        await tomcat.StartAsync(cancellationToken);
        _services.Add(tomcat);
        _services.Add(XcpRouter.Start(cluster, node, identities));
        if (cluster.Definition.SipFederation) _services.Add(await SipProxy.StartAsync(cluster, node, identities));
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_services.Select(s => s.DisposeAsync().AsTask()));
}
