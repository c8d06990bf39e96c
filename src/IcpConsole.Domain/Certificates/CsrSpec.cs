using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>Which names a certificate is for.</summary>
public enum Distribution
{
    /// <summary>The node's own.</summary>
    ThisServer,

    /// <summary>Those of every node of the cluster, Unified CM included; of tomcat alone.</summary>
    MultiServer,
}

/// <summary>What a signing request (CSR) asks for.</summary>
/// <param name="Key">The key that is made for it.</param>
/// <param name="Distribution">Which names it is for.</param>
/// <param name="CommonName">Of the subject, and one of the names; null for the node's.</param>
/// <param name="AlternativeNames">Names beside those of the distribution.</param>
public sealed record CsrSpec(
    KeySpec Key,
    Distribution Distribution,
    NodeName? CommonName,
    IReadOnlyList<NodeName> AlternativeNames
)
{
    /// <summary>What is usual for a service: every name of the cluster for tomcat.</summary>
    public static CsrSpec Default(string service, KeySpec key) =>
        new(key, DefaultDistribution(service), null, []);

    public static Distribution DefaultDistribution(string service) =>
        service == CertificateServices.Tomcat
            ? Distribution.MultiServer
            : Distribution.ThisServer;
}
