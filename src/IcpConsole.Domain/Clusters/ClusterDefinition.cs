using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Clusters;

/// <summary>What it takes to host a cluster.</summary>
/// <param name="Id">Unique in the mesh.</param>
/// <param name="Domain">The presence domain that all peers share.</param>
/// <param name="Version">Release of IM and Presence, for example <c>15.0</c>.</param>
/// <param name="Topology">Its nodes.</param>
/// <param name="ApplicationUser">The intercluster application user, with which peers log in to AXL (the guide, step 2).</param>
public sealed record ClusterDefinition(ClusterId Id, string Domain, string Version, Topology Topology, AxlCredential ApplicationUser);
