using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>What a peer entry's agent needs of the cluster around it.</summary>
/// <param name="Others">The cluster's other entries.</param>
/// <param name="UsersSynchronized">Whether the local Sync Agent has finished.</param>
/// <param name="Queue">Of the passes over all entries.</param>
/// <param name="Alarms">Raised and cleared by what passes come to.</param>
/// <param name="Known">Reads anew who a peer's nodes are, whenever they changed.</param>
internal sealed record Neighbours(
    Func<PeerId, IReadOnlyList<OtherPeer>> Others,
    Func<bool> UsersSynchronized,
    PassQueue Queue,
    AlarmLog Alarms,
    KnownAddresses Known
);
