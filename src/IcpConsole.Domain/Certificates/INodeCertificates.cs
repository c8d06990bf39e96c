using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>The certificates of a cluster's own nodes.</summary>
public interface INodeCertificates
{
    /// <summary>The tomcat certificate with which a node presents itself; null while it has none yet.</summary>
    Task<CertificateSummary?> TomcatAsync(NodeName node, CancellationToken cancellationToken);
}
