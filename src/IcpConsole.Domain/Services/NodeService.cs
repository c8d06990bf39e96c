namespace IcpConsole.Domain.Services;

/// <summary>
/// Where a service stands in the Control Center of Cisco Unified IM and Presence Serviceability.
/// </summary>
public enum ServiceGroup
{
    DatabaseAndAdmin,
    PerformanceAndMonitoring,
    ImAndPresence,
    BackupAndRestore,
    System,
    Platform,
    Database,
    Soap,
}

/// <summary>
/// A service of an IM and Presence node. There is one instance of each, in <see
/// cref="ServiceCatalogue"/>.
/// </summary>
public sealed class NodeService
{
    internal NodeService(
        string name,
        ServiceGroup group,
        bool isFeature,
        string? key = null,
        string? korean = null,
        params IReadOnlyList<NodeService> needs
    ) =>
        (Name, KoreanName, Group, IsFeature, Key, Needs) = (
            name,
            korean ?? name,
            group,
            isFeature,
            key,
            needs
        );

    /// <summary>Cisco's name for it, which SOAP clients say too.</summary>
    public string Name { get; }

    /// <summary>Its name on Korean pages.</summary>
    public string KoreanName { get; }

    public Words Title => new(Name, KoreanName);

    public ServiceGroup Group { get; }

    /// <summary>
    /// A feature service is activated and deactivated; a network service is always active.
    /// </summary>
    public bool IsFeature { get; }

    /// <summary>
    /// What its texts and its kept state are filed under. Null where the engine has nothing of the
    /// service: it is not part of this runtime.
    /// </summary>
    public string? Key { get; }

    /// <summary>Services that have to run on the node before this one starts.</summary>
    public IReadOnlyList<NodeService> Needs { get; }

    /// <summary>Runs on the publisher and on no other node.</summary>
    public bool OnPublisherOnly { get; init; }

    /// <summary>
    /// Cisco Tomcat cannot be restarted through Control Center: it would cut off whoever asks
    /// (Cisco, <em>Control Center Services API</em>).
    /// </summary>
    public bool IsControllable => Key is not null && this != ServiceCatalogue.Tomcat;

    public override string ToString() => Name;
}
