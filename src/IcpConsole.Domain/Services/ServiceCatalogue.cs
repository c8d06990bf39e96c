using static IcpConsole.Domain.Services.ServiceGroup;

namespace IcpConsole.Domain.Services;

/// <summary>
/// The services of an IM and Presence node, in the order and the groups of Cisco, <em>Cisco Unified
/// Serviceability Administration Guide</em>, "Services". Those without a key are not part of this
/// runtime.
/// </summary>
public static class ServiceCatalogue
{
    /// <summary>Answers peers (the guide, step 2).</summary>
    public static readonly NodeService AxlWebService = Feature(
        "Cisco AXL Web Service",
        DatabaseAndAdmin,
        nameof(AxlWebService),
        korean: "Cisco AXL 웹 서비스"
    );

    /// <summary>Answers on 5060 and 5061 where the cluster speaks SIP with its peers.</summary>
    public static readonly NodeService SipProxy = Feature(
        "Cisco SIP Proxy",
        ImAndPresence,
        nameof(SipProxy),
        korean: "Cisco SIP 프록시"
    );

    /// <summary>Reads the cluster's own users (the guide, step 3).</summary>
    public static readonly NodeService SyncAgent = new(
        "Cisco Sync Agent",
        ImAndPresence,
        isFeature: false,
        nameof(SyncAgent),
        korean: "Cisco 동기화 에이전트"
    )
    {
        OnPublisherOnly = true,
    };

    /// <summary>
    /// On the publisher it runs the passes, on every node it feeds that node's routing (the guide,
    /// step 5).
    /// </summary>
    public static readonly NodeService InterclusterSyncAgent = Network(
        "Cisco Intercluster Sync Agent",
        ImAndPresence,
        nameof(InterclusterSyncAgent),
        korean: "Cisco 클러스터 간 동기화 에이전트"
    );

    /// <summary>
    /// Tells which changes wait for a restart of the router, and the router what there is to link
    /// to.
    /// </summary>
    public static readonly NodeService XcpConfigManager = Network(
        "Cisco XCP Config Manager",
        ImAndPresence,
        nameof(XcpConfigManager)
    );

    /// <summary>
    /// Listens on 7400 and keeps the links to the peers' nodes. Starts after the Config Manager
    /// (Cisco TAC 217304).
    /// </summary>
    public static readonly NodeService XcpRouter = new(
        "Cisco XCP Router",
        ImAndPresence,
        isFeature: false,
        nameof(XcpRouter),
        korean: "Cisco XCP 라우터",
        needs: XcpConfigManager
    );

    /// <summary>
    /// Moves the users of a node that is down to the other node of its redundancy group.
    /// </summary>
    public static readonly NodeService ServerRecoveryManager = Network(
        "Cisco Server Recovery Manager",
        ImAndPresence,
        nameof(ServerRecoveryManager),
        korean: "Cisco 서버 복구 관리자"
    );

    /// <summary>Looks for duplicate users.</summary>
    public static readonly NodeService DataMonitor = Network(
        "Cisco IM and Presence Data Monitor",
        ImAndPresence,
        nameof(DataMonitor)
    );

    /// <summary>Raises alarms for certificates that expire.</summary>
    public static readonly NodeService CertificateExpiryMonitor = Network(
        "Cisco Certificate Expiry Monitor",
        ServiceGroup.System,
        nameof(CertificateExpiryMonitor)
    );

    /// <summary>Listens on 8443.</summary>
    public static readonly NodeService Tomcat = Network(
        "Cisco Tomcat",
        Platform,
        nameof(Tomcat)
    );

    public static IReadOnlyList<NodeService> All { get; } =
    [
        AxlWebService,
        Feature("Cisco Bulk Provisioning Service", DatabaseAndAdmin),
        Feature("Cisco Serviceability Reporter", PerformanceAndMonitoring),
        SipProxy,
        Feature("Cisco Presence Engine", ImAndPresence),
        Feature("Cisco XCP Text Conference Manager", ImAndPresence),
        Feature("Cisco XCP Web Connection Manager", ImAndPresence),
        Feature("Cisco XCP Connection Manager", ImAndPresence),
        Feature("Cisco XCP SIP Federation Connection Manager", ImAndPresence),
        Feature("Cisco XCP XMPP Federation Connection Manager", ImAndPresence),
        Feature("Cisco XCP Message Archiver", ImAndPresence),
        Feature("Cisco XCP Directory Service", ImAndPresence),
        Feature("Cisco XCP Authentication Service", ImAndPresence),
        Feature("Cisco XCP File Transfer Manager", ImAndPresence),
        SyncAgent,
        Network("Cisco Login Datastore", ImAndPresence),
        Network("Cisco Route Datastore", ImAndPresence),
        Network("Cisco Presence Datastore", ImAndPresence),
        Network("Cisco SIP Registration Datastore", ImAndPresence),
        Network("Cisco Config Agent", ImAndPresence),
        Network("Cisco OAM Agent", ImAndPresence),
        Network("Cisco Client Profile Agent", ImAndPresence),
        InterclusterSyncAgent,
        XcpConfigManager,
        XcpRouter,
        ServerRecoveryManager,
        DataMonitor,
        Network("Cisco RCC Device Selection Service", ImAndPresence),
        Network("Cisco IM and Presence Admin", ImAndPresence),
        Network("Cisco RIS Data Collector", PerformanceAndMonitoring),
        Network("Cisco AMC Service", PerformanceAndMonitoring),
        Network("Cisco Audit Event Service", PerformanceAndMonitoring),
        Network("Cisco DRF Local", BackupAndRestore),
        CertificateExpiryMonitor,
        Network("Cisco Certificate Change Notification", ServiceGroup.System),
        Network("Cisco CDP", ServiceGroup.System),
        Network("Cisco Syslog Agent", ServiceGroup.System),
        Network("Cisco Trace Collection Service", ServiceGroup.System),
        Network("Cisco Trace Collection Servlet", ServiceGroup.System),
        Tomcat,
        Network("A Cisco DB", Platform),
        Network("A Cisco DB Replicator", Platform),
        Network("Platform Administrative Web Service", Platform),
        Network("SNMP Master Agent", Platform),
        Network("MIB2 Agent", Platform),
        Network("Host Resources Agent", Platform),
        Network("System Application Agent", Platform),
        Network("Cisco Database Layer Monitor", Database),
        Network("SOAP -Real-Time Service APIs", Soap),
        Network("SOAP -Performance Monitoring APIs", Soap),
        Network("SOAP -Log Collection APIs", Soap),
    ];

    /// <summary>Those that the engine has something of.</summary>
    public static IReadOnlyList<NodeService> Real { get; } =
    [.. All.Where(s => s.Key is not null)];

    /// <summary>
    /// By Cisco's name, which is written as it is written; null for one that no node has.
    /// </summary>
    public static NodeService? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <exception cref="InvalidOperationException">No service has that key.</exception>
    public static NodeService FromKey(string key) => Real.Single(s => s.Key == key);

    private static NodeService Feature(
        string name,
        ServiceGroup group,
        string? key = null,
        string? korean = null
    ) => new(name, group, isFeature: true, key, korean);

    private static NodeService Network(
        string name,
        ServiceGroup group,
        string? key = null,
        string? korean = null
    ) => new(name, group, isFeature: false, key, korean);
}
