using IcpConsole.Domain.Alarms;
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

/// <summary>What a cluster offers beside the parts of its snapshot.</summary>
[Flags]
public enum Capabilities
{
    None = 0,
    EndUsers = 1,
    ApplicationUsers = 2,
    Certificates = 4,
    All = EndUsers | ApplicationUsers | Certificates,
}

/// <summary>
/// A cluster at one moment, with a part for each capability. A part is null where the cluster does
/// not offer it; pages ask for the part, never for the kind of cluster. Immutable.
/// </summary>
/// <param name="Number">A later snapshot of the same cluster has a higher one.</param>
/// <param name="OpenedAt">Since when it has run as what it is, UTC; a cluster that is saved is
/// opened anew.</param>
/// <param name="Definition">What it is.</param>
/// <param name="State">Whether its nodes listen.</param>
/// <param name="Fault">Why it is <see cref="ClusterState.Faulted"/>; null otherwise.</param>
public sealed record ClusterSnapshot(
    long Number,
    DateTimeOffset OpenedAt,
    ClusterDefinition Definition,
    ClusterState State,
    Problem? Fault
)
{
    public ClusterId Id => Definition.Id;

    public ClusterTraits Traits => Definition.Traits;

    public Topology Topology => Definition.Topology;

    public PeeringSnapshot? Peering { get; init; }

    public RedundancySnapshot? Redundancy { get; init; }

    public UsersSnapshot? Users { get; init; }

    public ServicesSnapshot? Services { get; init; }

    public ParametersSnapshot? Parameters { get; init; }

    public AlarmsSnapshot? Alarms { get; init; }

    public DiagnosticsSnapshot? Diagnostics { get; init; }

    public Capabilities Offers { get; init; }

    /// <summary>This cluster and the distinct ones that its peers are known to be.</summary>
    public int MeshSize =>
        (Peering?.Peers ?? [])
            .Select(p => p.RemoteId)
            .OfType<ClusterId>()
            .Append(Id)
            .Distinct()
            .Count();
}
