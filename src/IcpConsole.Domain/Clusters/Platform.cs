namespace IcpConsole.Domain.Clusters;

/// <summary>What a cluster runs on.</summary>
public enum Platform
{
    Ova15000,
    Ova25000,
    SmallerOva,
    BusinessEdition6000,
}

public static class Platforms
{
    /// <summary>
    /// The guide, prerequisites: the 15,000-user OVA at least, and not Business Edition 6000.
    /// </summary>
    public static bool MayPeer(this Platform platform) =>
        platform is Platform.Ova15000 or Platform.Ova25000;
}
