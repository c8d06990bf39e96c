using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// What Certificate Status can show as wrong: the guide sends its readers to the online help for
/// what each means and what is recommended (verify intercluster peer status, step 4).
/// </summary>
public static class ExchangeErrors
{
    private const string Router = CertificateServices.CupXmpp;
    private const string Tomcat = CertificateServices.Tomcat;

    /// <summary>A date in the words of an example.</summary>
    private static readonly DateTimeOffset s_date = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly ClusterId s_cluster = ClusterId.Parse("singapore");
    private static readonly NodeName s_node = NodeName.Parse("imp-1.example.com");

    /// <summary>Each told of an example node, those of a peer's rows first.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        new PeerCertificateChanged(Tomcat, s_node),
        new PeerCertificateMissing(Router, s_node),
        new PeerCertificateNotAnnounced(Router, s_node),
        new PeerCertificateExpired(Tomcat, s_node),
        new PeerCertificateNameNotCovered(Tomcat, s_node),
        new PeerCertificateCorrupted(Tomcat, s_node),
        new CertificateSyncOff(),
        new CertificateNotAccepted(),
        new CertificateChanged(),
        new CertificateRegenerated(),
        new CertificateRenamed("imp-2.example.com", "imp-3.example.com"),
        new CertificateInstalledAnew(),
        new CertificateExpired(s_date),
        new CertificateNotYetValid(s_date),
        new CertificateNameMismatch(s_node),
        new CertificateTooManyNames(40, 26),
        new CertificateMalformed(),
        new CertificateCorrupted(),
        new CertificateNotExchanged(Router),
        new CertificateNotTheOneKept(Router),
        new CertificatesNotTakenThere("SIP, XMPP"),
        new ConnectionsWithoutTls("SIP, XMPP"),
        new ProtocolsDiffer(PeerProtocol.Tls.Text(), PeerProtocol.Tcp.Text(), s_cluster.Value),
        new SipTlsRefused(),
        new LinkNotAuthorized(Router),
        new RestartPendingThere(s_node.Value),
        new TestServiceStopped(ServiceCatalogue.SipProxy, s_node.Value),
    ];

    /// <summary>Whether a problem is one of them, of whatever node.</summary>
    public static bool Has(Problem problem) => All.Any(p => p.Code == problem.Code);
}
