namespace IcpConsole.Domain.Services;

public enum ServiceState
{
    Running,
    Starting,
    Stopping,
    Stopped,

    /// <summary>A feature service that was not activated.</summary>
    Deactivated,

    /// <summary>Not part of this runtime, so that nothing can be said of it.</summary>
    Absent,
}

/// <summary>A service of a node at one moment.</summary>
/// <param name="Service">Which.</param>
/// <param name="State">Now.</param>
/// <param name="Since">When it came into this state, UTC.</param>
/// <param name="Problem">Why it could not be started, or what there is to remark of one that runs;
/// otherwise null.</param>
public sealed record ServiceStatus(
    NodeService Service,
    ServiceState State,
    DateTimeOffset Since,
    Problem? Problem = null
)
{
    public bool Runs => State is ServiceState.Running or ServiceState.Starting;

    public bool IsStopped => State is ServiceState.Stopped or ServiceState.Deactivated;
}
