using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Services;

/// <summary>
/// Asks a node of the cluster itself; one that was asked moments ago is not asked again.
/// </summary>
public sealed record ReadNode(NodeName Node) : Query<NodeReading>;

/// <summary>
/// Starts, stops, activates or deactivates a service, one after another within a cluster. What
/// cannot be done changes nothing.
/// </summary>
public sealed record ControlService(NodeName Node, NodeService Service, ServiceAction Action)
    : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>A service of a node of a cluster of this console.</summary>
public readonly record struct ServiceOfNode(
    ClusterId Cluster,
    NodeName Node,
    NodeService Service
);

/// <summary>
/// Does the same to several services, of whichever nodes and clusters, one after another; after the
/// restart of a router its links are waited for. What is refused of one does not keep the others
/// from it.
/// </summary>
public sealed record ControlServices(
    IReadOnlyList<ServiceOfNode> Services,
    ServiceAction Action
) : Command<OperationId>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Restarts Cisco Tomcat of a node, as its own command line does: Control Center cannot (Cisco,
/// <em>Control Center Services API</em>).
/// </summary>
public sealed record RestartTomcat(NodeName Node) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Activates a service for an administrator who sees what comes of it: Cisco AXL Web Service, on a
/// cluster without an intercluster application user, makes one (the guide, step 2, note).
/// </summary>
public sealed record ActivateService(NodeName Node, NodeService Service)
    : Command<ActivatedService>
{
    public override Permission Needs =>
        Service == ServiceCatalogue.AxlWebService
            ? Permission.ManageSecurity
            : Permission.Operate;
}

/// <summary>A service that was activated.</summary>
/// <param name="Made">The user that was made, with its password, which is kept nowhere else; null
/// where none was.</param>
public sealed record ActivatedService(AxlCredential? Made);

/// <summary>
/// Runs the restarts that are owed on this console, one after another; where a run is under way,
/// that is the answer.
/// </summary>
public sealed record RunRestartPlan : Command<OperationId>
{
    public override Permission Needs => Permission.Operate;
}
