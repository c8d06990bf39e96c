using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Clusters;

public enum ClusterState
{
    Starting,
    Running,
    Faulted,
}

/// <summary>
/// A cluster as the console sees it: what it is, and one property for each capability. A capability
/// that a cluster does not offer is null; pages ask for the capability, never for the kind of
/// cluster.
/// </summary>
public interface ICluster
{
    ClusterDefinition Definition { get; }

    ClusterId Id => Definition.Id;

    ClusterTraits Traits => Definition.Traits;

    Topology Topology => Definition.Topology;

    ClusterState State { get; }

    /// <summary>Why the cluster is <see cref="ClusterState.Faulted"/>; null otherwise.</summary>
    Problem? Fault { get; }

    IPeering? Peering { get; }

    IRedundancy? Redundancy { get; }

    IHomeUsers? Users { get; }

    IEndUsers? EndUsers { get; }

    IUserChecks? UserChecks { get; }

    IApplicationUsers? ApplicationUsers { get; }

    ICertificates? Certificates { get; }

    IServices? Services { get; }

    IParameters? Parameters { get; }

    IAlarms? Alarms { get; }

    IDiagnostics? Diagnostics { get; }

    IChangeFeed Changes { get; }
}

public static class Meshes
{
    /// <summary>This cluster and the distinct ones that its peers are known to be.</summary>
    public static int MeshSize(this ICluster cluster) =>
        (cluster.Peering?.Peers ?? [])
            .Select(p => p.RemoteId)
            .OfType<ClusterId>()
            .Append(cluster.Id)
            .Distinct()
            .Count();
}
