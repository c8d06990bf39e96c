using IcpConsole.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Users;

/// <summary>An enterprise group that the directory file of this cluster names.</summary>
internal sealed class HomeGroupRow
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public int Members { get; set; }
}

/// <summary>An enterprise group that a peer has told of.</summary>
internal sealed class PeerGroupRow
{
    public int PeerId { get; init; }

    public required string Name { get; init; }

    public int Members { get; init; }
}

internal sealed class GroupRowsConfiguration
    : IEntityTypeConfiguration<HomeGroupRow>,
        IEntityTypeConfiguration<PeerGroupRow>
{
    /// <summary>Letters of ASCII alone, as SQLite has it.</summary>
    private const string IgnoreCase = "NOCASE";

    public void Configure(EntityTypeBuilder<HomeGroupRow> builder)
    {
        builder.ToTable("HomeGroups").HasIndex(g => g.Name).IsUnique();
        builder.Property(g => g.Name).HasMaxLength(EndUser.MaxLength).UseCollation(IgnoreCase);
    }

    public void Configure(EntityTypeBuilder<PeerGroupRow> builder)
    {
        builder.ToTable("PeerGroups").HasKey(g => new { g.PeerId, g.Name });
        builder.Property(g => g.Name).HasMaxLength(EndUser.MaxLength).UseCollation(IgnoreCase);
    }
}
