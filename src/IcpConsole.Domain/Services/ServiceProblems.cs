namespace IcpConsole.Domain.Services;

/// <summary>Why a service was not started, stopped or activated.</summary>
public static class ServiceProblems
{
    /// <summary>
    /// The node has no such service; a service of the publisher on a subscriber, too.
    /// </summary>
    public const string NotOnNode = "ServiceNotOnNode";

    /// <summary>The service is not part of this runtime.</summary>
    public const string Absent = "ServiceAbsent";

    /// <summary>Cisco Tomcat is restarted from the node's page.</summary>
    public const string Reserved = "ServiceReserved";

    public const string AlreadyStarted = "ServiceAlreadyStarted";

    public const string AlreadyStopped = "ServiceAlreadyStopped";

    /// <summary>It is being started or stopped by somebody else.</summary>
    public const string Changing = "ServiceChanging";

    /// <summary>
    /// Peers are told of what was uploaded to a trust store when Cisco Intercluster Sync Agent is
    /// restarted.
    /// </summary>
    public const string TrustRestart = "TrustRestart";

    /// <summary>A service that has to run first does not.</summary>
    public const string Needs = "ServiceNeeds";

    public const string AlreadyActivated = "ServiceAlreadyActivated";

    /// <summary>
    /// A feature service that was not activated can be activated, and nothing else.
    /// </summary>
    public const string NotActivated = "ServiceNotActivated";

    /// <summary>A network service is always active.</summary>
    public const string NotFeature = "ServiceNotFeature";

    /// <summary>The node is not of the cluster, or the cluster does not run.</summary>
    public const string NodeNotRunning = "ServiceNodeNotRunning";

    /// <summary>
    /// A remark on a SIP Proxy that runs: the cluster speaks no SIP, so that it listens on no port.
    /// </summary>
    public const string SipOff = "ServiceSipOff";

    public const string PortInUse = "ServicePortInUse";
}
