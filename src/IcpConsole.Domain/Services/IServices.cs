using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Services;

/// <summary>A node whose Cisco XCP Router has to be restarted before a change takes effect (the guide, step 4.7).</summary>
/// <param name="Node">The node.</param>
/// <param name="Reason">Which change waits for it.</param>
public sealed record RestartNotice(NodeName Node, Problem Reason);

/// <summary>The services of one cluster's nodes. What is stopped stays so, after a restart of the console too, until it is started.</summary>
public interface IServices
{
    /// <summary>The services of a node; none for a node that the cluster does not have.</summary>
    IReadOnlyList<ServiceStatus> Of(NodeName node);

    /// <summary>What is still owed, node by node. A notice goes by itself when its router was restarted.</summary>
    IReadOnlyList<RestartNotice> Notices { get; }

    /// <returns>Why it could not be done; null when it was.</returns>
    Task<Problem?> StartAsync(NodeName node, NodeService service, CancellationToken cancellationToken);

    /// <inheritdoc cref="StartAsync" path="/returns"/>
    Task<Problem?> StopAsync(NodeName node, NodeService service, CancellationToken cancellationToken);

    /// <summary>Stops and starts a service; one that was not running is started.</summary>
    /// <inheritdoc cref="StartAsync" path="/returns"/>
    Task<Problem?> RestartAsync(NodeName node, NodeService service, CancellationToken cancellationToken);
}
