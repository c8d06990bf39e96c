namespace IcpConsole.Domain.Clusters;

/// <summary>What a cluster runs on.</summary>
public enum Platform
{
    Ova15000,
    Ova25000,
    SmallerOva,
    BusinessEdition6000,
}
