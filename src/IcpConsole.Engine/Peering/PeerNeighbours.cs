using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Peering;

/// <summary>What a peer entry's agent needs of the cluster around it.</summary>
/// <param name="Others">The cluster's other entries.</param>
/// <param name="UsersSynchronized">Whether the local Sync Agent has finished.</param>
/// <param name="Queue">Of the passes over all entries.</param>
internal sealed record PeerNeighbours(
    Func<PeerId, IReadOnlyList<OtherPeer>> Others,
    Func<bool> UsersSynchronized,
    PassQueue Queue
);
