namespace IcpConsole.Domain.Certificates;

/// <summary>Identities of a node by the service that presents them, as Certificate Management names them, and the stores that vouch for a peer's.</summary>
public static class CertificateServices
{
    /// <summary>8443.</summary>
    public const string Tomcat = "tomcat";

    /// <summary>SIP over TLS, 5061.</summary>
    public const string Cup = "cup";

    /// <summary>The XCP router, 7400.</summary>
    public const string CupXmpp = "cup-xmpp";

    public static IReadOnlyList<string> All { get; } = [Tomcat, Cup, CupXmpp];

    public static string TrustOf(string service) => service + "-trust";
}
