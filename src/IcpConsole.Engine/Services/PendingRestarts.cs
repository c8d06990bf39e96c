using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Sync;

namespace IcpConsole.Engine.Services;

/// <summary>
/// What waits for a restart: the difference between what a service read when it started and what
/// there is now, so that a restart, whoever does it, settles it. Cisco XCP Config Manager tells of
/// what the router has not read: where that is stopped, nobody does.
/// </summary>
/// <param name="cluster">Whose nodes they are.</param>
/// <param name="agent">Its peer entries, and what they are not told of yet.</param>
/// <param name="identities">Certificates that wait.</param>
internal sealed class PendingRestarts(
    ClusterContext cluster,
    InterclusterSyncAgent agent,
    NodeIdentities identities
)
{
    /// <summary>
    /// The SIP Proxy applies a new number of processes; the other two have the resources (the
    /// guide, limitations, in this order).
    /// </summary>
    private static readonly NodeService[] s_ofSipProcesses =
    [
        ServiceCatalogue.SipProxy,
        ServiceCatalogue.ServerRecoveryManager,
        ServiceCatalogue.InterclusterSyncAgent,
    ];

    public IReadOnlyList<PendingRestart> List() =>
        [
            .. from node in cluster.Topology.Nodes
            where
                cluster.Services.Runs(node.Name, ServiceCatalogue.XcpConfigManager)
                && cluster.Services.Runs(node.Name, ServiceCatalogue.XcpRouter)
            let router = cluster.Services.Router(node.Name)
            where router is not null
            from reason in OfPeers(node, router).Concat(OfRoutingType(router))
            select new PendingRestart(node.Name, ServiceCatalogue.XcpRouter, reason),
            .. from node in cluster.Topology.Nodes
            from service in s_ofSipProcesses
            where
                cluster.Services.Runs(node.Name, service)
                && cluster.Services.SipProcesses(node.Name, service) is { } processes
                && processes != cluster.Parameters.SipProcesses(node.Name)
            select new PendingRestart(node.Name, service, new SipProcessesRestart(service)),
            .. from node in cluster.Topology.Nodes
            from certificate in CertificateServices.All
            where identities.Waits(node.Name, certificate)
            let presenter = CertificateServices.PresenterOf(certificate)
            where presenter is not null && cluster.Services.Runs(node.Name, presenter)
            select new PendingRestart(
                node.Name,
                presenter,
                new CertificateRestart(certificate)
            ),
            .. agent.OwesTrust
            && cluster.Services.Runs(
                cluster.Topology.Publisher.Name,
                ServiceCatalogue.InterclusterSyncAgent
            )
                ?
                [
                    new PendingRestart(
                        cluster.Topology.Publisher.Name,
                        ServiceCatalogue.InterclusterSyncAgent,
                        new TrustRestart()
                    ),
                ]
                : Array.Empty<PendingRestart>(),
        ];

    /// <summary>
    /// Before release 15 a router reads the peers it links to when it starts (Cisco, <em>Deployment
    /// Guide</em> 12.5 and 14, "Restart Cisco XCP Router"); in 12.5 the publisher's asks for a
    /// restart after a deletion, too.
    /// </summary>
    private IEnumerable<Problem> OfPeers(Node node, RouterStart router)
    {
        if (cluster.Traits.Release == Release.V15)
            yield break;
        var (now, linked) = (agent.Board.All.Select(s => s.Peer.Id).ToHashSet(), router.Peers);
        if (now.Any(p => !linked.Contains(p)))
            yield return new PeerAddedRestart();
        else if (
            cluster.Traits.Release == Release.V125
            && node.Role == NodeRole.Publisher
            && linked.Any(p => !now.Contains(p))
        )
            yield return new PeerDeletedRestart();
    }

    private IEnumerable<Problem> OfRoutingType(RouterStart router) =>
        router.RoutingType == cluster.Parameters.RoutingType ? [] : [new RoutingTypeRestart()];
}
