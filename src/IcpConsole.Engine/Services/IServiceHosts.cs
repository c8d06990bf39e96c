using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Services;

/// <summary>What runs the services of a cluster's nodes.</summary>
internal interface IServiceHosts
{
    /// <summary>The host of a node; null where it does not run.</summary>
    INodeHost? Find(NodeName node);

    /// <summary>
    /// Told of a service that has just been started or stopped: whoever works for the whole cluster
    /// follows.
    /// </summary>
    Task FollowAsync(NodeName node, NodeService service);
}

/// <summary>One node that runs.</summary>
internal interface INodeHost
{
    NodeName Name { get; }

    /// <summary>
    /// Closes 8443 and opens it again, with the certificate that the node has now. What does not go
    /// over 8443 loses nothing.
    /// </summary>
    /// <exception cref="PortInUseException">The port was taken meanwhile.</exception>
    Task RestartTomcatAsync();

    /// <summary>
    /// Opens what a service listens on. Services that listen on nothing of their own are asked for
    /// by whoever depends on them.
    /// </summary>
    /// <returns>What there is to remark of a service that runs; mostly null.</returns>
    /// <exception cref="PortInUseException">The port is in use.</exception>
    Task<Problem?> StartAsync(NodeService service, CancellationToken cancellationToken);

    /// <summary>Closes what a service listens on, and every connection on it.</summary>
    Task StopAsync(NodeService service);
}
