using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// A service of a node, as its cluster tells its peers (docs/protocol.md, "icsaservice"): the
/// agents, and whatever waits for a restart.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Service">Which service.</param>
/// <param name="Runs">Whether it does.</param>
/// <param name="Since">When it came to run, or not to, UTC.</param>
/// <param name="Pending">What waits for its restart; null where nothing does.</param>
public sealed record PeerService(
    NodeName Node,
    NodeService Service,
    bool Runs,
    DateTimeOffset Since,
    Problem? Pending
);
