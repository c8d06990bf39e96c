using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Services;

/// <summary>A service as its node told of it.</summary>
/// <param name="Service">Which.</param>
/// <param name="State">As it was told.</param>
public sealed record ReadService(NodeService Service, ServiceState State);

/// <summary>
/// What a node itself says of its services, read from it over 8443 with its certificate checked.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Services">In the order of the catalogue; none where it did not say.</param>
/// <param name="Problem">Why nothing is known; null when the node answered.</param>
public sealed record NodeReading(
    NodeName Node,
    DateTimeOffset At,
    IReadOnlyList<ReadService> Services,
    Problem? Problem
)
{
    /// <summary>How far the look came; null where the node answered, or refused.</summary>
    public PassLayer? Layer { get; init; }

    /// <summary>Every service that the engine has something of runs.</summary>
    public bool IsHealthy =>
        Problem is null
        && Services.All(s => s.State is ServiceState.Running or ServiceState.Absent);
}
