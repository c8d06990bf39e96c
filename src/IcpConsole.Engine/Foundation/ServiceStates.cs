using System.Collections.Concurrent;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;

namespace IcpConsole.Engine.Foundation;

/// <summary>What a router reads when it starts.</summary>
/// <param name="Peers">Before release 15: those that it links to.</param>
/// <param name="RoutingType">Routing Communication Type.</param>
internal sealed record RouterStart(IReadOnlySet<PeerId> Peers, string RoutingType);

/// <summary>Which services of a cluster's nodes run: asked by whoever depends on one.</summary>
internal sealed class ServiceStates
{
    private readonly ConcurrentDictionary<
        (NodeName Node, NodeService Service),
        ServiceStatus
    > _states = new();
    private readonly ConcurrentDictionary<NodeName, RouterStart> _routers = new();
    private readonly ConcurrentDictionary<
        (NodeName Node, NodeService Service),
        int
    > _sipProcesses = new();

    /// <param name="topology">Whose nodes they are.</param>
    /// <param name="stopped">Services that were stopped or deactivated, and stay so.</param>
    /// <param name="now">UTC.</param>
    public ServiceStates(
        Topology topology,
        IReadOnlyList<(NodeName Node, NodeService Service, ServiceState State)> stopped,
        DateTimeOffset now
    )
    {
        foreach (var node in topology.Nodes)
        {
            foreach (
                var service in ServiceCatalogue.All.Where(s =>
                    node.Role == NodeRole.Publisher || !s.OnPublisherOnly
                )
            )
                Set(
                    node.Name,
                    new ServiceStatus(
                        service,
                        service.Key is null ? ServiceState.Absent : ServiceState.Starting,
                        now
                    )
                );
        }

        foreach (var (node, service, state) in stopped)
            if (Of(node, service) is { } status)
                Set(node, status with { State = state });
    }

    public bool Runs(NodeName node, NodeService service) => Of(node, service)?.Runs == true;

    /// <summary>Null where the node has no such service.</summary>
    public ServiceStatus? Of(NodeName node, NodeService service) =>
        _states.GetValueOrDefault((node, service));

    public void Set(NodeName node, ServiceStatus status) =>
        _states[(node, status.Service)] = status;

    /// <summary>What has not started yet never will.</summary>
    public void GiveUp(Problem why, DateTimeOffset now)
    {
        foreach (var ((node, service), status) in _states)
            if (status.State == ServiceState.Starting)
                Set(node, new ServiceStatus(service, ServiceState.Stopped, now, why));
    }

    /// <summary>What a node's router read when it last started; null when it never did.</summary>
    public RouterStart? Router(NodeName node) => _routers.GetValueOrDefault(node);

    public void Started(NodeName node, RouterStart router) => _routers[node] = router;

    /// <summary>
    /// The SIP processes that there were when a service last started; null when it never did.
    /// </summary>
    public int? SipProcesses(NodeName node, NodeService service) =>
        _sipProcesses.TryGetValue((node, service), out var processes) ? processes : null;

    public void Started(NodeName node, NodeService service, int sipProcesses) =>
        _sipProcesses[(node, service)] = sipProcesses;
}
