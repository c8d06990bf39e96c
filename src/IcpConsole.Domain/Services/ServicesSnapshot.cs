using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Services;

/// <summary>
/// A service that has to be restarted before a change takes effect: Cisco XCP Router above all (the
/// guide, step 4.7).
/// </summary>
/// <param name="Node">On which node.</param>
/// <param name="Service">Which service.</param>
/// <param name="Reason">Which change waits for it.</param>
public sealed record PendingRestart(NodeName Node, NodeService Service, Problem Reason);

/// <summary>What can be done to a service of a node.</summary>
public enum ServiceAction
{
    Start,
    Stop,

    /// <summary>Stops and starts; one that was not running is started.</summary>
    Restart,

    /// <summary>Of a feature service: makes it one that can run, and starts it.</summary>
    Activate,

    /// <summary>
    /// Of a feature service: stops it, so that it cannot be started before it is activated again.
    /// </summary>
    Deactivate,
}

/// <summary>The services of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Services">In the order of the catalogue.</param>
public sealed record NodeServices(NodeName Node, IReadOnlyList<ServiceStatus> Services);

/// <summary>
/// The services of a cluster's nodes at one moment. What is stopped stays so, after a restart of
/// the console too, until it is started. Immutable.
/// </summary>
/// <param name="Nodes">Every node.</param>
/// <param name="PendingRestarts">What is still owed, node by node. It goes by itself when the
/// service was restarted.</param>
public sealed record ServicesSnapshot(
    IReadOnlyList<NodeServices> Nodes,
    IReadOnlyList<PendingRestart> PendingRestarts
)
{
    /// <summary>
    /// Every service of a node; none for a node that the cluster does not have.
    /// </summary>
    public IReadOnlyList<ServiceStatus> Of(NodeName node) =>
        Nodes.FirstOrDefault(n => n.Node == node)?.Services ?? [];
}
