namespace IcpConsole.Domain.Clusters;

/// <summary>
/// How IM addresses are made. Every node of every cluster of a mesh uses the same (Cisco, <em>Plan
/// the System</em>).
/// </summary>
public enum ImAddressScheme
{
    /// <summary>UserID@Default_Domain.</summary>
    UserIdAtDefaultDomain,
    DirectoryUri,
}
