using IcpConsole.Domain.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Clusters;

/// <summary>The one row that says which cluster this is and how far its data has moved.</summary>
internal sealed class ClusterRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string ClusterId { get; set; }

    public string Name { get; set; } = "";

    public required string Domain { get; set; }

    public ImAddressScheme AddressScheme { get; set; }

    public Release Release { get; set; }

    public Platform Platform { get; set; }

    public bool SipFederation { get; set; }

    public string? DirectoryFile { get; set; }

    /// <summary>When the Sync Agent last finished, UTC.</summary>
    public DateTime? UsersSynchronizedAt { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>The account that saved it last; null where nobody noted it.</summary>
    public string? SavedBy { get; set; }

    public DateTime? SavedAt { get; set; }

    /// <summary>
    /// Made anew with the database: a peer that sees another one knows that change numbers start
    /// over.
    /// </summary>
    public required string Epoch { get; init; }

    /// <summary>Number of the last change to a home user.</summary>
    public long Change { get; set; }

    public int UserCount { get; set; }

    public int AssignedCount { get; set; }

    public long UserSum { get; set; }

    /// <summary>Counts changes to nodes and to the certificates that peers should know.</summary>
    public long TopologyVersion { get; set; }
}

internal sealed class NodeRow
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required string Address { get; set; }

    public NodeRole Role { get; set; }

    /// <summary>Of its presence redundancy group.</summary>
    public int GroupNumber { get; set; } = 1;

    /// <summary>
    /// Name of the node that serves its users while it has failed over; null where it does itself.
    /// </summary>
    public string? ServedBy { get; set; }

    public required string Pkid { get; init; }
}

/// <summary>A presence redundancy group that has high availability.</summary>
internal sealed class HighAvailabilityRow
{
    public int GroupNumber { get; init; }
}

/// <summary>
/// A Unified CM node that the tomcat certificates name too; the first is taken for their publisher.
/// </summary>
internal sealed class UnifiedCmNodeRow
{
    public int Id { get; init; }

    public required string Name { get; init; }

    public required string Pkid { get; init; }
}

internal sealed class ClusterRowsConfiguration
    : IEntityTypeConfiguration<ClusterRow>,
        IEntityTypeConfiguration<NodeRow>,
        IEntityTypeConfiguration<HighAvailabilityRow>,
        IEntityTypeConfiguration<UnifiedCmNodeRow>
{
    public void Configure(EntityTypeBuilder<ClusterRow> builder)
    {
        builder.ToTable("Cluster");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Revision).HasDefaultValue(1);
        builder.Property(c => c.AddressScheme).HasConversion<string>().HasMaxLength(32);
        builder.Property(c => c.Release).HasConversion<string>().HasMaxLength(8);
        builder.Property(c => c.Platform).HasConversion<string>().HasMaxLength(32);
    }

    public void Configure(EntityTypeBuilder<NodeRow> builder)
    {
        builder.HasIndex(n => n.Name).IsUnique();
        builder.Property(n => n.GroupNumber).HasDefaultValue(1);
    }

    public void Configure(EntityTypeBuilder<HighAvailabilityRow> builder)
    {
        builder.ToTable("HighAvailability").HasKey(h => h.GroupNumber);
        builder.Property(h => h.GroupNumber).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<UnifiedCmNodeRow> builder) =>
        builder.ToTable("UnifiedCmNodes").HasIndex(n => n.Name).IsUnique();
}
