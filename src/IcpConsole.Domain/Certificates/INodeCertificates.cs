using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Certificates;

/// <summary>The certificates of a cluster's own nodes.</summary>
public interface INodeCertificates
{
    /// <summary>The certificate with which a node presents itself; null while it has none yet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="service">One of <see cref="CertificateServices.All"/>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<CertificateSummary?> FindAsync(NodeName node, string service, CancellationToken cancellationToken);
}
