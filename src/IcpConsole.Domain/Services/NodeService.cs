namespace IcpConsole.Domain.Services;

/// <summary>A service of an IM and Presence node that can be started and stopped here.</summary>
public enum NodeService
{
    /// <summary>Cisco AXL Web Service: answers peers (the guide, step 2).</summary>
    AxlWebService,

    /// <summary>Cisco Intercluster Sync Agent: on the publisher it runs the passes, on every node it feeds that node's routing (the guide, step 5).</summary>
    InterclusterSyncAgent,

    /// <summary>Cisco XCP Router: listens on 7400 and keeps the links to the peers' nodes.</summary>
    XcpRouter,
}

public enum ServiceState
{
    Running,
    Starting,
    Stopping,
    Stopped,
}

/// <summary>A service at one moment.</summary>
/// <param name="Service">Which.</param>
/// <param name="State">Now.</param>
/// <param name="Since">When it came into this state, UTC.</param>
/// <param name="Problem">Why it could not be started; otherwise null.</param>
public sealed record ServiceStatus(NodeService Service, ServiceState State, DateTimeOffset Since, Problem? Problem = null);
