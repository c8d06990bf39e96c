using System.Security.Cryptography.X509Certificates;

namespace IcpConsole.Protocols.Tls;

/// <summary>How chains are built before a certificate is judged.</summary>
public static class TlsPolicy
{
    /// <summary>
    /// Fetches nothing: a certificate may name any URL for its issuer (RFC 5280, section 4.2.2.1),
    /// and whoever presents it would have this host ask for it. What chain errors remain is for the
    /// judge to ignore or not.
    /// </summary>
    public static X509ChainPolicy Offline =>
        new()
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
}
