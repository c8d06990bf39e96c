using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Clusters;

/// <summary>What it takes to host a cluster.</summary>
/// <param name="Id">Unique in the mesh.</param>
/// <param name="Traits">What its peers must match.</param>
/// <param name="Topology">Its nodes.</param>
/// <param name="ApplicationUser">The intercluster application user, with which peers log in to AXL (the guide, step 2).</param>
public sealed record ClusterDefinition(ClusterId Id, ClusterTraits Traits, Topology Topology, AxlCredential ApplicationUser);
