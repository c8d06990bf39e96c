using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;

namespace IcpConsole.Engine.Nodes;

/// <summary>Opens what the nodes of a cluster listen on.</summary>
/// <param name="cluster">Whose nodes they are.</param>
/// <param name="identities">That they present.</param>
/// <param name="contacts">Who connects to them, and what they tell.</param>
/// <param name="endpoints">That Tomcat has.</param>
/// <param name="port443">Whether 443 is wanted at all.</param>
internal sealed class NodeListeners(
    ClusterContext cluster,
    NodeIdentities identities,
    NodeContacts contacts,
    TomcatEndpoints.Factory endpoints,
    bool port443
)
{
    /// <exception cref="PortInUseException">A port is in use, or the address is not of this
    /// machine.</exception>
    public async Task<TomcatHost> TomcatAsync(Node node, CancellationToken cancellationToken)
    {
        var presented = await identities
            .PresentAsync(node.Name, CertificateServices.Tomcat)
            .WaitAsync(cancellationToken);
        var tomcat = new TomcatHost(
            cluster,
            node,
            presented,
            contacts.Known,
            endpoints.For(node, contacts.Known)
        );
        await tomcat.StartAsync(port443, cancellationToken);
        return tomcat;
    }

    /// <exception cref="PortInUseException">The port is in use, or the address is not of this
    /// machine.</exception>
    public async Task<IAsyncDisposable> RouterAsync(
        Node node,
        CancellationToken cancellationToken
    ) => await XcpRouter.StartAsync(cluster, node, identities, contacts, cancellationToken);

    /// <exception cref="PortInUseException">A port is in use, or the address is not of this
    /// machine.</exception>
    public async Task<IAsyncDisposable> SipProxyAsync(
        Node node,
        CancellationToken cancellationToken
    ) =>
        await SipProxy.StartAsync(
            cluster,
            node,
            identities,
            contacts.Known,
            cancellationToken
        );
}
