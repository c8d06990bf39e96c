using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Services;

/// <summary>
/// A service that has to be restarted before a change takes effect: Cisco XCP Router above all (the
/// guide, step 4.7).
/// </summary>
/// <param name="Node">On which node.</param>
/// <param name="Service">Which service.</param>
/// <param name="Reason">Which change waits for it.</param>
public sealed record RestartNotice(NodeName Node, NodeService Service, Problem Reason);

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

/// <summary>
/// The services of one cluster's nodes. What is stopped stays so, after a restart of the console
/// too, until it is started.
/// </summary>
public interface IServices
{
    /// <summary>
    /// Every service of a node, in the order of the catalogue; none for a node that the cluster
    /// does not have.
    /// </summary>
    IReadOnlyList<ServiceStatus> Of(NodeName node);

    /// <summary>
    /// What is still owed, node by node. A notice goes by itself when its router was restarted.
    /// </summary>
    IReadOnlyList<RestartNotice> Notices { get; }

    /// <summary>
    /// Asks a node of the cluster itself; one that was asked moments ago is not asked again.
    /// </summary>
    Task<NodeReading> ReadAsync(NodeName node);

    /// <summary>Does it, one after another within a cluster.</summary>
    /// <returns>Why it could not be done (<see cref="ServiceProblems"/>), with nothing changed;
    /// null when it was.</returns>
    Task<Problem?> DoAsync(
        NodeName node,
        NodeService service,
        ServiceAction action,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Restarts Cisco Tomcat of a node, as its own command line does: Control Center cannot (Cisco,
    /// <em>Control Center Services API</em>).
    /// </summary>
    /// <inheritdoc cref="DoAsync" path="/returns"/>
    Task<Problem?> RestartTomcatAsync(NodeName node, CancellationToken cancellationToken);

    /// <summary>
    /// Activates a service for an administrator who sees what comes of it: Cisco AXL Web Service,
    /// on a cluster without an intercluster application user, makes one (the guide, step 2, note).
    /// </summary>
    /// <returns>Why it could not be done; and the user that was made, with its password, which is
    /// kept nowhere else.</returns>
    Task<(Problem? Problem, AxlCredential? Made)> ActivateAsync(
        NodeName node,
        NodeService service,
        CancellationToken cancellationToken
    );
}
