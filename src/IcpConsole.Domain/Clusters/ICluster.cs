using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Clusters;

public enum ClusterState
{
    Starting,
    Running,
    Faulted,
}

/// <summary>
/// A cluster as the console sees it: its identity, and one property for each capability. A capability that a cluster does not offer is
/// null; pages ask for the capability, never for the kind of cluster.
/// </summary>
public interface ICluster
{
    ClusterId Id { get; }

    ClusterTraits Traits { get; }

    Topology Topology { get; }

    ClusterState State { get; }

    /// <summary>Why the cluster is <see cref="ClusterState.Faulted"/>; null otherwise.</summary>
    Problem? Fault { get; }

    IPeering? Peering { get; }

    IHomeUsers? Users { get; }

    INodeCertificates? Certificates { get; }

    IChangeFeed Changes { get; }
}
