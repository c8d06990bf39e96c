using IcpConsole.Domain.Access;

namespace IcpConsole.Domain.Clusters;

/// <summary>What a hosted cluster is.</summary>
/// <param name="Id">Unique in the mesh; stays as long as the cluster does.</param>
/// <param name="Name">For people.</param>
/// <param name="Traits">What its peers must match.</param>
/// <param name="Topology">Its nodes.</param>
/// <param name="SipFederation">Whether SIP is spoken with peers: 5060 and 5061 are listened on, and
/// checked at peers that speak it too (the guide, prerequisites).</param>
/// <param name="DirectoryFile">The file that the Sync Agent reads users from: a path, from the data
/// directory on where it is relative; null for none.</param>
/// <param name="Revision">Counts the saves, so that two administrators do not overwrite each other
/// unseen.</param>
public sealed record ClusterDefinition(
    ClusterId Id,
    string Name,
    ClusterTraits Traits,
    Topology Topology,
    bool SipFederation,
    string? DirectoryFile,
    int Revision = 1
)
{
    /// <summary>
    /// Whether nothing differs but what no node depends on: the name for people, and the directory
    /// file.
    /// </summary>
    public bool RunsOnAs(ClusterDefinition other) =>
        (Id, Traits, SipFederation) == (other.Id, other.Traits, other.SipFederation)
        && Topology.Nodes.SequenceEqual(other.Topology.Nodes)
        && Topology.UnifiedCmNodes.SequenceEqual(other.Topology.UnifiedCmNodes);

    /// <summary>Null where nobody noted it.</summary>
    public Saved? Saved { get; init; }
}
