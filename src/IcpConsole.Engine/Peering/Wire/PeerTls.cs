using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Protocols.Tls;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// TLS towards a peer's node on ports other than 8443: this side shows the service's certificate,
/// and judges the other's by the trust store of that service.
/// </summary>
internal sealed class PeerTls(PeerTrust trust, NodeIdentities identities)
{
    public PeerTrust Trust => trust;

    /// <param name="local">Whose certificate is shown.</param>
    /// <param name="remote">Whose certificate is judged.</param>
    /// <param name="service">On both sides.</param>
    public async Task<SslClientAuthenticationOptions> ClientAsync(
        NodeName local,
        NodeName remote,
        string service
    )
    {
        return new SslClientAuthenticationOptions
        {
            TargetHost = remote.Value,
            CertificateChainPolicy = TlsPolicy.Offline,
            ClientCertificateContext = await identities.PresentAsync(local, service),
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                Judge(service, remote, certificate as X509Certificate2),
        };
    }

    private bool Judge(string service, NodeName node, X509Certificate2? certificate)
    {
        if (certificate is null)
            return false;
        if (trust.Judge(service, node, certificate) is { } failure)
            throw new PeerFailureException(ForService(failure, service));
        return true;
    }

    /// <summary>
    /// Certificates of other services are exchanged by passes; nobody is asked to accept them.
    /// </summary>
    private static PeerFailure ForService(PeerFailure failure, string service) =>
        failure.Problem switch
        {
            CertificateNotAccepted => failure with
            {
                Problem = new CertificateNotExchanged(service),
            },
            CertificateChanged => failure with
            {
                Problem = new CertificateNotTheOneKept(service),
            },
            _ => failure,
        };
}
