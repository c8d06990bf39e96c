namespace IcpConsole.Domain.Alarms;

/// <summary>As the real product's alarms are ranked, gravest first.</summary>
public enum AlarmSeverity
{
    Critical,
    Error,
    Warning,
}

/// <summary>An alarm that can be raised.</summary>
/// <param name="Name">The vendor's.</param>
/// <param name="Severity">How grave it is.</param>
public sealed record AlarmKind(string Name, AlarmSeverity Severity)
{
    /// <summary>Another name that the vendor's texts give it; null where there is none.</summary>
    public string? Alias { get; init; }
}

/// <summary>
/// The alarms of peering that are raised here, by the names of the guide, step 8, and of the
/// vendor's alarm lists (Cisco, <em>Alerts and alarms</em>).
/// </summary>
public static class AlarmCatalogue
{
    /// <summary>
    /// A pass has lasted two hours, or a peer's passes have failed for four intervals (the guide,
    /// steps 8 and 9).
    /// </summary>
    public static readonly AlarmKind PeerPeriodicSyncingFailure = new(
        "InterClusterSyncAgentPeerPeriodicSyncingFailure",
        AlarmSeverity.Critical
    )
    {
        Alias = "InterClusterSyncAgentPeerPeriodicSyncFailure",
    };

    /// <summary>A peer's AXL cannot be reached, or refuses the login.</summary>
    public static readonly AlarmKind AxlConnectionFailed = new(
        "InterclusterSyncAgentAXLConnectionFailed",
        AlarmSeverity.Error
    );

    /// <summary>
    /// A peer was reached, but a pass over it failed, or its users did not add up.
    /// </summary>
    public static readonly AlarmKind PeerSyncFailed = new(
        "InterclusterSyncAgentPeerSyncFailed",
        AlarmSeverity.Error
    );

    /// <summary>Another peer entry points at the same cluster.</summary>
    public static readonly AlarmKind PeerDuplicate = new(
        "InterclusterSyncAgentPeerDuplicate",
        AlarmSeverity.Error
    );

    /// <summary>A peer presents another certificate than the one that is kept.</summary>
    public static readonly AlarmKind CertificateFingerprintMismatch = new(
        "ICSACertificateFingerPrintMisMatch",
        AlarmSeverity.Warning
    );

    /// <summary>A peer's certificate is expired, or does not cover its name.</summary>
    public static readonly AlarmKind CertificateValidationFailure = new(
        "ICSACertificateValidationFailure",
        AlarmSeverity.Warning
    );

    /// <summary>
    /// A name of a peer's nodes has no address (the guide, limitations: Intercluster Sync Agent and
    /// DNS).
    /// </summary>
    public static readonly AlarmKind HostNameResolutionFailed = new(
        "XCPConfigMgrHostNameResolutionFailed",
        AlarmSeverity.Error
    );

    /// <summary>The Sync Agent could not read the cluster's users.</summary>
    public static readonly AlarmKind SyncAgentFailed = new(
        "SyncAgentAXLConnectionFailed",
        AlarmSeverity.Error
    );

    /// <summary>Two users of the mesh have the same user ID (Cisco TAC 217518).</summary>
    public static readonly AlarmKind DuplicateUserId = new(
        "DuplicateUserid",
        AlarmSeverity.Error
    );

    /// <summary>Two users of the mesh have the same directory URI.</summary>
    public static readonly AlarmKind DuplicateDirectoryUri = new(
        "DuplicateDirectoryURI",
        AlarmSeverity.Error
    );

    /// <summary>A node is down, and its users were moved to its partner.</summary>
    public static readonly AlarmKind ServerRecoveryFailover = new(
        "SRMFailover",
        AlarmSeverity.Critical
    );

    /// <summary>A node is down, and its partner cannot take its users either.</summary>
    public static readonly AlarmKind ServerRecoveryFailed = new(
        "SRMFailed",
        AlarmSeverity.Critical
    );

    public static readonly AlarmKind CertificateExpired = new(
        "CertExpired",
        AlarmSeverity.Critical
    );

    public static readonly AlarmKind CertificateValidForADay = new(
        "CertValidLessthanADay",
        AlarmSeverity.Critical
    );

    public static readonly AlarmKind CertificateValidForAWeek = new(
        "CertValidfor7days",
        AlarmSeverity.Warning
    );

    public static readonly AlarmKind CertificateValidForAMonth = new(
        "CertValidLessThanMonth",
        AlarmSeverity.Warning
    );

    /// <summary>The disk of the data directory is filling up.</summary>
    public static readonly AlarmKind LowDiskSpace = new(
        "LowActivePartitionAvailableDiskSpace",
        AlarmSeverity.Critical
    );

    /// <summary>Wrong passwords come in numbers.</summary>
    public static readonly AlarmKind PasswordsGuessed = new(
        "AuthenticationFailed",
        AlarmSeverity.Warning
    );

    /// <summary>
    /// The certificate of the console's own pages ends soon. The real product's pages present the
    /// tomcat certificate, and have no such alarm.
    /// </summary>
    public static readonly AlarmKind ConsoleCertificate = new(
        "ConsoleCertificateExpiry",
        AlarmSeverity.Warning
    );

    public static IReadOnlyList<AlarmKind> All { get; } =
    [
        PeerPeriodicSyncingFailure,
        AxlConnectionFailed,
        PeerSyncFailed,
        PeerDuplicate,
        CertificateFingerprintMismatch,
        CertificateValidationFailure,
        HostNameResolutionFailed,
        SyncAgentFailed,
        DuplicateUserId,
        DuplicateDirectoryUri,
        ServerRecoveryFailover,
        ServerRecoveryFailed,
        CertificateExpired,
        CertificateValidForADay,
        CertificateValidForAWeek,
        CertificateValidForAMonth,
        LowDiskSpace,
        PasswordsGuessed,
        ConsoleCertificate,
    ];

    /// <summary>The kind of that name; null where it is not known here.</summary>
    public static AlarmKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
