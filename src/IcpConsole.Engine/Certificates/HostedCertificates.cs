using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Storage.Certificates;

namespace IcpConsole.Engine.Certificates;

internal sealed class HostedCertificates(CertificateStore store) : INodeCertificates
{
    public async Task<CertificateSummary?> FindAsync(NodeName node, string service, CancellationToken cancellationToken) =>
        await store.PemAsync(node, service, cancellationToken) is { } pem ? CertificateReader.SummarizePem(pem) : null;
}
