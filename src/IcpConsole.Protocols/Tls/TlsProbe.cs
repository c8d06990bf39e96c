using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace IcpConsole.Protocols.Tls;

/// <summary>Looks at the certificate that a server presents.</summary>
public static class TlsProbe
{
    /// <summary>
    /// For a handshake in which any certificate will do, because what was presented is judged
    /// afterwards, and nothing secret is sent.
    /// </summary>
    /// <param name="host">Name sent in SNI (RFC 6066, section 3).</param>
    /// <param name="seen">Told the leaf; it may turn out that the server does not have its
    /// key.</param>
    public static SslClientAuthenticationOptions Options(
        string host,
        Action<X509Certificate2> seen
    ) =>
        new()
        {
            TargetHost = host,
            CertificateChainPolicy = TlsPolicy.Offline,
#pragma warning disable CA5359 // That is what it is for.
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                if (certificate is X509Certificate2 leaf)
                    seen(leaf);
                return true;
            },
#pragma warning restore CA5359
        };

    /// <summary>Sends nothing but the handshake.</summary>
    /// <param name="connection">Connected to the server; left open.</param>
    /// <param name="host">Name sent in SNI (RFC 6066, section 3).</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>The leaf certificate, to be disposed by the caller.</returns>
    /// <exception cref="AuthenticationException">There was no handshake, or no
    /// certificate.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<X509Certificate2> ReadCertificateAsync(
        Stream connection,
        string host,
        CancellationToken cancellationToken
    )
    {
        await using var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(Options(host, static _ => { }), cancellationToken);
        return tls.RemoteCertificate is { } leaf
            ? X509CertificateLoader.LoadCertificate(leaf.GetRawCertData())
            : throw new AuthenticationException("The server presented no certificate.");
    }
}
