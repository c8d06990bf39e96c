namespace IcpConsole.Domain.Peering;

/// <summary>
/// Codes of the certificate problems that an administrator can settle from the peer's own page.
/// </summary>
public static class CertificateProblems
{
    /// <summary>
    /// Nothing is kept for the Peer Address: an administrator has to accept what it presents.
    /// </summary>
    public const string NotAccepted = "CertificateNotAccepted";

    /// <summary>
    /// What is kept for the Peer Address cannot be read: Force Manual Sync with resync of the
    /// Tomcat certificates takes the one that is presented.
    /// </summary>
    public const string Corrupted = "CertificateCorrupted";

    /// <summary>
    /// Another certificate is kept: Force Manual Sync with resync of the Tomcat certificates takes
    /// the new one.
    /// </summary>
    public const string Changed = "CertificateChanged";

    /// <summary>
    /// Whether Force Manual Sync with "Also resync peer's Tomcat certificates" settles it.
    /// </summary>
    public static bool NeedResync(string? code) => code is Changed or Corrupted;
}
