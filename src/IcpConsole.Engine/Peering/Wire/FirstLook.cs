using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Tls;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Looks at the certificate that an address presents; nothing but a TLS handshake is sent to it.
/// </summary>
internal sealed class FirstLook(ClusterContext cluster)
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <param name="address">The Peer Address, or a node of a peer.</param>
    /// <param name="trust">That the certificate is held against.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<FirstContact> AtAsync(
        NodeName address,
        PeerTrust trust,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await Dialer.DialAsync(
                cluster,
                cluster.Topology.Publisher,
                address,
                AxlSchema.Port,
                resolved: null,
                cancellationToken
            );
            using var certificate = await cluster.Time.WithinAsync(
                s_handshake,
                token => TlsProbe.ReadCertificateAsync(connection, address.Value, token),
                cancellationToken
            );
            return Judge(address, certificate, trust);
        }
        catch (TimeoutException)
        {
            return new FirstContact(
                null,
                false,
                new PeerFailure(PassLayer.Tls, new TlsTimedOut())
            );
        }
        catch (PeerFailureException e)
        {
            return new FirstContact(null, false, e.Failure);
        }
        catch (Exception e)
            when (e is AuthenticationException or IOException or CryptographicException)
        {
            return new FirstContact(
                null,
                false,
                new PeerFailure(PassLayer.Tls, new TlsHandshakeFailed())
            );
        }
    }

    private static FirstContact Judge(
        NodeName address,
        X509Certificate2 certificate,
        PeerTrust trust
    )
    {
        var failure = trust.Judge(CertificateServices.Tomcat, address, certificate);
        var presented = CertificateReader.TrySummarize(certificate, out var summary)
            ? summary
            : null;
        return new FirstContact(
            presented,
            failure is null,
            failure?.Problem is CertificateNotAccepted ? null : failure
        )
        {
            Kept = trust.For(CertificateServices.Tomcat, address),
        };
    }
}
