using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Peering;

/// <summary>A certificate that a peer announced for one of its nodes.</summary>
public sealed record AnnouncedCertificate(NodeName Node, string Service, string Pem);

/// <summary>How far the sync of a peer has come.</summary>
/// <param name="RemoteId">Cluster ID that it says it has; null until it was reached.</param>
/// <param name="Epoch">Epoch of the watermark; null until the first pass.</param>
/// <param name="Watermark">Last change number applied.</param>
/// <param name="StagedEpoch">Epoch of the rows that a pass staged without applying them; null when
/// there are none.</param>
/// <param name="StagedWatermark">Last change number staged.</param>
/// <param name="TopologyVersion">Whose nodes and certificates were read; null until the first
/// pass.</param>
/// <param name="GroupsVersion">Topology version whose enterprise groups were read; null until they
/// were.</param>
/// <param name="Users">The users kept of it.</param>
/// <param name="RemoteAssigned">Associated Users as it counts them.</param>
/// <param name="LastSynchronized">When a pass last succeeded, UTC.</param>
/// <param name="Mismatches">How often the users of both sides did not add up.</param>
public sealed record PeerProgress(
    ClusterId? RemoteId,
    string? Epoch,
    long Watermark,
    string? StagedEpoch,
    long StagedWatermark,
    long? TopologyVersion,
    long? GroupsVersion,
    UserDigest Users,
    int? RemoteAssigned,
    DateTimeOffset? LastSynchronized,
    int Mismatches
);

/// <summary>All that is kept of a peer, but for its password and its users.</summary>
public sealed record StoredPeer(
    Peer Peer,
    PeerProgress Progress,
    OtherSide OtherSide,
    UndoableRemoval? Removal,
    IReadOnlyList<PeerNode> Nodes,
    IReadOnlyList<NodeName> ProcessNodes,
    IReadOnlyList<AnnouncedCertificate> Certificates,
    SyncReceipt? LastPass
);

/// <summary>Peers as their rows hold them.</summary>
internal static class PeerRowReading
{
    public static Peer ToPeer(this PeerRow row) =>
        new(
            new PeerId(row.Id),
            NodeName.Parse(row.Address),
            row.AxlUsername,
            row.Protocol,
            row.Revision
        )
        {
            Moved = row is { MovedFrom: { } from, MovedAt: { } at }
                ? new MovedPeer(
                    NodeName.Parse(from),
                    row.MovedFromId is null ? null : ClusterId.Parse(row.MovedFromId),
                    row.MovedUsers,
                    at.Utc()
                )
                : null,
            Saved = row is { SavedBy: { } by, SavedAt: { } saved }
                ? new Saved(by, saved.Utc())
                : null,
        };

    public static PeerProgress ToProgress(this PeerRow row) =>
        new(
            row.RemoteId is null ? null : ClusterId.Parse(row.RemoteId),
            row.Epoch,
            row.Watermark,
            row.StagedEpoch,
            row.StagedWatermark,
            row.TopologyVersion,
            row.GroupsVersion,
            new UserDigest(row.UserCount, row.AssignedCount, row.UserSum),
            row.RemoteAssigned,
            row.LastSynchronized?.Utc(),
            row.Mismatches
        );

    public static IReadOnlyList<NodeName> ToProcessNodes(this PeerRow row) =>
        [
            .. (row.ProcessNodes ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(NodeName.Parse),
        ];
}
