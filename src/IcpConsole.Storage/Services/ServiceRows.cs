using IcpConsole.Domain.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Services;

/// <summary>
/// A service of a node that was stopped or deactivated, and stays so until it is started. All
/// others run.
/// </summary>
internal sealed class StoppedServiceRow
{
    public required string Node { get; init; }

    /// <summary>A <see cref="NodeService.Key"/>.</summary>
    public required string Service { get; init; }

    public bool Deactivated { get; set; }
}

/// <summary>
/// How far a node whose Intercluster Sync Agent is stopped knows a peer's users. A node whose agent
/// runs knows all of them, and has no row.
/// </summary>
internal sealed class NodeFeedRow
{
    public required string Node { get; init; }

    public int PeerId { get; init; }

    /// <summary>The last <see cref="Peering.PeerRow.Applied"/> that it was fed.</summary>
    public long Applied { get; init; }
}

internal sealed class ServiceRowsConfiguration
    : IEntityTypeConfiguration<StoppedServiceRow>,
        IEntityTypeConfiguration<NodeFeedRow>
{
    public void Configure(EntityTypeBuilder<StoppedServiceRow> builder)
    {
        builder.HasKey(s => new { s.Node, s.Service });
        builder.Property(s => s.Service).HasMaxLength(32);
    }

    public void Configure(EntityTypeBuilder<NodeFeedRow> builder) =>
        builder.HasKey(f => new { f.Node, f.PeerId });
}
