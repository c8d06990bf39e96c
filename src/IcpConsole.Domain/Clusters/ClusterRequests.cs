using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Clusters;

/// <summary>
/// Creates a hosted cluster, or changes one: it is stopped and starts anew as what it is now. It is
/// listed at once; its nodes listen a moment later.
/// </summary>
/// <param name="Cluster">The one to change; null creates one.</param>
/// <param name="Form">As typed.</param>
public sealed record SaveCluster(ClusterId? Cluster, ClusterForm Form) : Command<ClusterId>
{
    public override Permission Needs =>
        Cluster is null ? Permission.Administer : Permission.ManagePeering;
}

/// <summary>Tries again to open a cluster that could not be.</summary>
public sealed record OpenCluster(ClusterId Cluster) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>Stops a cluster and removes all that is kept of it.</summary>
public sealed record RemoveCluster(ClusterId Cluster) : Command<Done>
{
    public override Permission Needs => Permission.Administer;
}
