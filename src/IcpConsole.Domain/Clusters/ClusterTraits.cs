namespace IcpConsole.Domain.Clusters;

/// <summary>What clusters must agree on, or fulfil, before they may peer.</summary>
/// <param name="Domain">The presence domain.</param>
/// <param name="AddressScheme">How IM addresses are made.</param>
/// <param name="Release">Release of IM and Presence.</param>
/// <param name="Platform">What the cluster runs on.</param>
public sealed record ClusterTraits(
    string Domain,
    ImAddressScheme AddressScheme,
    Release Release,
    Platform Platform
)
{
    /// <summary>The IM address of a user.</summary>
    public string ImAddressOf(string userId, string directoryUri) =>
        AddressScheme == ImAddressScheme.DirectoryUri ? directoryUri : $"{userId}@{Domain}";
}
