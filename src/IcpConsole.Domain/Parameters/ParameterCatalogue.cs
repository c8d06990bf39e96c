using System.Globalization;

namespace IcpConsole.Domain.Parameters;

/// <summary>The service parameters that have an effect here.</summary>
public static class ParameterCatalogue
{
    public const string InterclusterSyncAgent = "Cisco Intercluster Sync Agent";

    public const string DataMonitor = "Cisco IM and Presence Data Monitor";

    public const string XcpRouter = "Cisco XCP Router";

    public const string SipProxy = "Cisco SIP Proxy";

    public const string ServerRecoveryManager = "Cisco Server Recovery Manager";

    public const string CertificateExpiryMonitor = "Cisco Certificate Expiry Monitor";

    public const string Enabled = "Enabled";
    public const string Disabled = "Disabled";
    public const string Perform = "Perform";
    public const string DoNotPerform = "DoNotPerform";
    public const string RouterToRouter = "RouterToRouter";
    public const string Mdns = "Mdns";

    /// <summary>
    /// "Enable Auto Recovery for Inter-cluster Peer Periodic Syncing Failure" (the guide, step 8).
    /// </summary>
    public static readonly ServiceParameter AutoRecovery = new ChoiceParameter(
        InterclusterSyncAgent,
        "AutoRecovery",
        Enabled,
        [Enabled, Disabled]
    );

    /// <summary>
    /// "Inter Cluster Peer Periodic Sync Interval (mins)" (the guide, step 9). The guide's 1444 is
    /// more than a day of 1440 minutes; it is what the guide says.
    /// </summary>
    public static readonly ServiceParameter SyncInterval = new NumberParameter(
        InterclusterSyncAgent,
        "SyncInterval",
        30,
        30,
        1444
    );

    /// <summary>
    /// "Certificate Sync during Inter-Cluster Periodic Sync" (the guide, step 10).
    /// </summary>
    public static readonly ServiceParameter CertificateSync = new ChoiceParameter(
        InterclusterSyncAgent,
        "CertificateSync",
        Perform,
        [Perform, DoNotPerform]
    );

    /// <summary>
    /// "User Check Interval (mins)" (Cisco, <em>Deployment Guide</em>, "Duplicate or invalid
    /// users").
    /// </summary>
    public static readonly ServiceParameter UserCheckInterval = new NumberParameter(
        DataMonitor,
        "UserCheckInterval",
        30,
        5,
        1440
    );

    /// <summary>
    /// "Routing Communication Type" (Cisco, <em>Deployment Guide</em>, "Routing communication"):
    /// how the nodes of a cluster find each other. It takes effect when their routers restart. Here
    /// nodes share one database, and find each other there either way.
    /// </summary>
    public static readonly ServiceParameter RoutingType = new ChoiceParameter(
        XcpRouter,
        "RoutingType",
        RouterToRouter,
        [RouterToRouter, Mdns]
    )
    {
        IsClusterwide = true,
    };

    /// <summary>
    /// "Maximum no. of processes" (the guide, limitations: 10 in place of 20 where the Intercluster
    /// Sync Agent is short of resources).
    /// </summary>
    public static readonly ServiceParameter MaxProcesses = new NumberParameter(
        SipProxy,
        "MaxProcesses",
        20,
        1,
        100
    );

    /// <summary>"Maximum no. of spare processes".</summary>
    public static readonly ServiceParameter MaxSpareProcesses = new NumberParameter(
        SipProxy,
        "MaxSpareProcesses",
        20,
        1,
        100
    );

    /// <summary>
    /// "Minimum no. of spare processes": the guide names the first parameter a second time in its
    /// place, and this is what the set would lack.
    /// </summary>
    public static readonly ServiceParameter MinSpareProcesses = new NumberParameter(
        SipProxy,
        "MinSpareProcesses",
        20,
        1,
        100
    );

    /// <summary>
    /// "Keep Alive (Heartbeat) Timeout" in seconds: a node that has not answered its partner for so
    /// long has failed over (Cisco, <em>Configure Redundancy and High Availability</em>). The
    /// vendor publishes the default alone; the range is this project's.
    /// </summary>
    public static readonly ServiceParameter KeepAliveTimeout = new NumberParameter(
        ServerRecoveryManager,
        "KeepAliveTimeout",
        60,
        30,
        300
    )
    {
        IsClusterwide = true,
    };

    /// <summary>
    /// "Critical Service Down Delay" in seconds: so long may a critical service be stopped before
    /// its node has failed over.
    /// </summary>
    public static readonly ServiceParameter CriticalServiceDownDelay = new NumberParameter(
        ServerRecoveryManager,
        "CriticalServiceDownDelay",
        90,
        20,
        300
    )
    {
        IsClusterwide = true,
    };

    /// <summary>
    /// "Enable Automatic Fallback", off by default: users return by themselves when their node has
    /// been in order for half an hour, which is this project's measure.
    /// </summary>
    public static readonly ServiceParameter AutomaticFallback = new ChoiceParameter(
        ServerRecoveryManager,
        "AutomaticFallback",
        Disabled,
        [Enabled, Disabled]
    )
    {
        IsClusterwide = true,
    };

    /// <summary>
    /// "Notification Start Time (days)" of the Certificate Monitor: so long before the end the
    /// alarms begin. The range is this project's.
    /// </summary>
    public static readonly ServiceParameter NotificationStart = new NumberParameter(
        CertificateExpiryMonitor,
        "NotificationStart",
        30,
        1,
        365
    )
    {
        IsClusterwide = true,
    };

    /// <summary>"Notification Frequency (hours)" of the Certificate Monitor.</summary>
    public static readonly ServiceParameter NotificationFrequency = new NumberParameter(
        CertificateExpiryMonitor,
        "NotificationFrequency",
        24,
        1,
        168
    )
    {
        IsClusterwide = true,
    };

    /// <summary>What the guide advises for the three of them in large meshes.</summary>
    public const int ProcessesInLargeMesh = 10;

    /// <summary>From so many clusters on, a mesh counts as large.</summary>
    public const int LargeMesh = 20;

    public static IReadOnlyList<ServiceParameter> All { get; } =
    [
        AutoRecovery,
        SyncInterval,
        CertificateSync,
        UserCheckInterval,
        MaxProcesses,
        MaxSpareProcesses,
        MinSpareProcesses,
        RoutingType,
        KeepAliveTimeout,
        CriticalServiceDownDelay,
        AutomaticFallback,
        NotificationStart,
        NotificationFrequency,
    ];

    /// <summary>The services that have parameters.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [.. All.Select(p => p.Service).Distinct()];

    /// <summary>What does not fit together although each value is one that it may be.</summary>
    /// <param name="values">Of one service, each valid.</param>
    public static Problem? Check(IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(MinSpareProcesses.Name, out var least)
        && values.TryGetValue(MaxSpareProcesses.Name, out var most)
        && int.Parse(least, CultureInfo.InvariantCulture)
            > int.Parse(most, CultureInfo.InvariantCulture)
            ? new ParameterAbove(int.Parse(most, CultureInfo.InvariantCulture)).At(
                MinSpareProcesses.Name
            )
            : null;

    public static IEnumerable<ServiceParameter> ForService(string service) =>
        All.Where(p => p.Service == service);
}
