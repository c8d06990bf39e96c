namespace IcpConsole.Domain.Users;

/// <summary>
/// A group that a cluster synchronizes from its directory (Cisco, <em>Feature Configuration
/// Guide</em>, "Enterprise Groups").
/// </summary>
/// <param name="Name">Unique within the cluster, whatever the case of its letters.</param>
/// <param name="Members">Users of the cluster who are in it.</param>
public sealed record EnterpriseGroup(string Name, int Members)
{
    /// <summary>Most groups of a cluster (the same, limitations).</summary>
    public const int MaxPerCluster = 15_000;
}
