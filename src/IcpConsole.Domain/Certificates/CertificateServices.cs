using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Certificates;

/// <summary>
/// Identities of a node by the service that presents them, as Certificate Management names them,
/// and the stores that vouch for a peer's.
/// </summary>
public static class CertificateServices
{
    /// <summary>8443.</summary>
    public const string Tomcat = "tomcat";

    /// <summary>SIP over TLS, 5061.</summary>
    public const string Cup = "cup";

    /// <summary>The XCP router, 7400.</summary>
    public const string CupXmpp = "cup-xmpp";

    /// <summary>
    /// XMPP federation, which this runtime has none of: kept and shown, and presented nowhere.
    /// </summary>
    public const string CupXmppS2s = "cup-xmpp-s2s";

    public static IReadOnlyList<string> All { get; } = [Tomcat, Cup, CupXmpp, CupXmppS2s];

    /// <summary>Those that have a trust store, and whose certificates peers exchange.</summary>
    public static IReadOnlyList<string> Exchanged { get; } = [Tomcat, Cup, CupXmpp];

    /// <summary>
    /// The trust store that vouches for a service's certificates: of both XMPP services it is the
    /// same.
    /// </summary>
    public static string TrustOf(string service) =>
        (service == CupXmppS2s ? CupXmpp : service) + "-trust";

    /// <summary>
    /// The service whose restart puts a new certificate in use (Cisco, <em>Security Guide</em>);
    /// null where nothing presents it.
    /// </summary>
    public static NodeService? PresenterOf(string service) =>
        service switch
        {
            Tomcat => ServiceCatalogue.Tomcat,
            Cup => ServiceCatalogue.SipProxy,
            CupXmpp => ServiceCatalogue.XcpRouter,
            _ => null,
        };
}
