using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Peering;

/// <summary>An intercluster peer entry and how far its sync has come.</summary>
internal sealed class PeerRow
{
    public int Id { get; init; }

    public required string Address { get; set; }

    public required string AxlUsername { get; set; }

    public required string ProtectedPassword { get; set; }

    public PeerProtocol Protocol { get; set; }

    public int Revision { get; set; }

    /// <summary>The account that saved it last; null where nobody noted it.</summary>
    public string? SavedBy { get; set; }

    public DateTime? SavedAt { get; set; }

    /// <summary>Cluster ID that the peer says it has; null until it was reached.</summary>
    public string? RemoteId { get; set; }

    /// <summary>Epoch that <see cref="Watermark"/> counts in; null until the first pass.</summary>
    public string? Epoch { get; set; }

    /// <summary>Last change number that was applied.</summary>
    public long Watermark { get; set; }

    /// <summary>
    /// Topology version whose nodes and certificates were read; null until the first pass.
    /// </summary>
    public long? TopologyVersion { get; set; }

    /// <summary>
    /// Topology version whose enterprise groups were read; null until they were, or where the peer
    /// tells of none.
    /// </summary>
    public long? GroupsVersion { get; set; }

    /// <summary>
    /// The names of all nodes, of Unified CM, too, with blanks between them; null until they were
    /// read.
    /// </summary>
    public string? ProcessNodes { get; set; }

    public string? StagedEpoch { get; set; }

    /// <summary>
    /// Last change number that was staged: where a pass that was cut off goes on.
    /// </summary>
    public long StagedWatermark { get; set; }

    /// <summary>
    /// True when the staged rows are the whole set, so that a user who is not among them is gone.
    /// </summary>
    public bool StagedFull { get; set; }

    public int UserCount { get; set; }

    public int AssignedCount { get; set; }

    public long UserSum { get; set; }

    /// <summary>Associated Users as the peer counts them.</summary>
    public int? RemoteAssigned { get; set; }

    public DateTime? LastSynchronized { get; set; }

    /// <summary>How often the users of both sides did not add up.</summary>
    public int Mismatches { get; set; }

    /// <summary>Counts the passes that were applied.</summary>
    public long Applied { get; set; }

    /// <summary>A removal was undone: the next one is held whatever its size.</summary>
    public bool HoldRemovals { get; set; }

    /// <summary>Whether the peer has an entry for this cluster, as it last said.</summary>
    public OtherSideState OtherSide { get; set; }

    public DateTime? RemovedThereAt { get; set; }

    /// <summary>The address before it was last changed.</summary>
    public string? MovedFrom { get; set; }

    public string? MovedFromId { get; set; }

    public int MovedUsers { get; set; }

    public DateTime? MovedAt { get; set; }

    /// <summary>Notes what the entry pointed to, and forgets what was learned there.</summary>
    public void Move(DateTime at)
    {
        (MovedFrom, MovedFromId, MovedUsers, MovedAt) = (Address, RemoteId, AssignedCount, at);
        ForgetSync();
    }

    private void ForgetSync() =>
        (
            RemoteId,
            Epoch,
            Watermark,
            TopologyVersion,
            GroupsVersion,
            ProcessNodes,
            StagedEpoch,
            StagedWatermark,
            StagedFull,
            UserCount,
            AssignedCount,
            UserSum,
            RemoteAssigned,
            LastSynchronized,
            OtherSide,
            RemovedThereAt
        ) = (
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            0,
            false,
            0,
            0,
            0,
            null,
            null,
            OtherSideState.Unknown,
            null
        );
}

/// <summary>A node of a peer, as the peer last told.</summary>
internal sealed class PeerNodeRow
{
    public int PeerId { get; init; }

    public required string Name { get; init; }

    public NodeRole Role { get; init; }

    public bool AgentRunning { get; init; }

    /// <summary>Name of the node that serves its users; null where it does itself.</summary>
    public string? ServedBy { get; init; }
}

/// <summary>
/// A certificate that a peer announced for one of its nodes. Announced is not trusted: that is a
/// trust entry's part.
/// </summary>
internal sealed class PeerCertificateRow
{
    public int PeerId { get; init; }

    public required string Node { get; init; }

    public required string Service { get; init; }

    public required string Pem { get; init; }
}

/// <summary>A pass that succeeded or failed.</summary>
internal sealed class ReceiptRow
{
    public int Id { get; init; }

    public int PeerId { get; init; }

    public SyncTrigger Trigger { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime EndedAt { get; init; }

    public SyncMode Mode { get; init; }

    public int Added { get; init; }

    public int Changed { get; init; }

    public int Removed { get; init; }

    public int CertificatesTaken { get; init; }

    public bool Repaired { get; init; }

    public long Bytes { get; init; }

    /// <summary>The node that answered in the publisher's place.</summary>
    public string? Through { get; init; }

    public PassLayer? FailedLayer { get; init; }

    public string? FailureCode { get; init; }

    public string[] FailureArgs { get; init; } = [];
}

internal sealed class PeerRowsConfiguration
    : IEntityTypeConfiguration<PeerRow>,
        IEntityTypeConfiguration<PeerNodeRow>,
        IEntityTypeConfiguration<PeerCertificateRow>,
        IEntityTypeConfiguration<ReceiptRow>
{
    public void Configure(EntityTypeBuilder<PeerRow> builder)
    {
        builder.HasIndex(p => p.Address).IsUnique();
        builder.Property(p => p.OtherSide).HasConversion<string>().HasMaxLength(16);
        builder.Property(p => p.Protocol).HasConversion<string>().HasMaxLength(8);
    }

    public void Configure(EntityTypeBuilder<PeerNodeRow> builder) =>
        builder.HasKey(n => new { n.PeerId, n.Name });

    public void Configure(EntityTypeBuilder<PeerCertificateRow> builder) =>
        builder.HasKey(c => new
        {
            c.PeerId,
            c.Node,
            c.Service,
        });

    public void Configure(EntityTypeBuilder<ReceiptRow> builder)
    {
        builder.HasIndex(r => r.PeerId);
        builder.Property(r => r.Trigger).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.Mode).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.FailedLayer).HasConversion<string>().HasMaxLength(16);
    }
}
