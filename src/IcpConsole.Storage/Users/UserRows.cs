using IcpConsole.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Users;

/// <summary>
/// The columns that every table of users has. Only <see cref="IHomeUserWriter"/> and <see
/// cref="IRemoteUserWriter"/> write them.
/// </summary>
internal abstract class UserRow
{
    public required string UserId { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string Mail { get; init; }

    public required string DirectoryUri { get; init; }

    /// <summary><see cref="UserIdentity.KeyOf"/> the user ID.</summary>
    public required string UserKey { get; init; }

    /// <summary><see cref="UserIdentity.KeyOf"/> the directory URI.</summary>
    public required string UriKey { get; init; }

    /// <inheritdoc cref="UserIdentity.NameKeyOf"/>
    public required string NameKey { get; init; }

    /// <summary>Name of the home node; null for a user that is assigned to none.</summary>
    public string? Node { get; init; }

    public long Fingerprint { get; init; }
}

/// <summary>A user whose home is this cluster, or the tombstone of one that was.</summary>
internal sealed class HomeUserRow : UserRow
{
    public long Id { get; init; }

    public long Change { get; init; }

    public bool Deleted { get; init; }

    /// <summary>
    /// Name of the node that the directory file says; null where it says none, or one that is not
    /// there.
    /// </summary>
    public string? DirectoryNode { get; init; }

    /// <summary>
    /// An administrator assigned the user to another node, which the file does not change.
    /// </summary>
    public bool AssignedHere { get; init; }
}

/// <summary>A user learned from a peer.</summary>
internal sealed class PeerUserRow : UserRow
{
    public int PeerId { get; init; }

    /// <summary>
    /// The <see cref="Peering.PeerRow.Applied"/> that brought the user, or changed it last.
    /// </summary>
    public long Applied { get; init; }
}

/// <summary>
/// A user of a peer who was removed after an administrator had confirmed it; kept for a day, to be
/// put back.
/// </summary>
internal sealed class RemovedUserRow : UserRow
{
    public int PeerId { get; init; }

    public DateTime RemovedAt { get; init; }
}

/// <summary>A user fetched from a peer by a pass that has not been applied yet.</summary>
internal sealed class StagedUserRow : UserRow
{
    public int PeerId { get; init; }

    public bool Deleted { get; init; }
}

internal sealed class UserRowsConfiguration
    : IEntityTypeConfiguration<HomeUserRow>,
        IEntityTypeConfiguration<PeerUserRow>,
        IEntityTypeConfiguration<RemovedUserRow>,
        IEntityTypeConfiguration<StagedUserRow>
{
    public void Configure(EntityTypeBuilder<HomeUserRow> builder)
    {
        builder.ToTable("HomeUsers");
        builder.HasIndex(u => u.UserId).IsUnique();
        builder.HasIndex(u => u.Change).IsUnique();
        builder.HasIndex(u => u.UserKey);
        builder.HasIndex(u => u.UriKey);
        Limit(builder);
    }

    public void Configure(EntityTypeBuilder<PeerUserRow> builder)
    {
        builder.ToTable("PeerUsers").HasKey(u => new { u.PeerId, u.UserId });
        Limit(builder);
    }

    public void Configure(EntityTypeBuilder<RemovedUserRow> builder)
    {
        builder.ToTable("RemovedUsers").HasKey(u => new { u.PeerId, u.UserId });
        Limit(builder);
    }

    public void Configure(EntityTypeBuilder<StagedUserRow> builder)
    {
        builder.ToTable("StagedUsers").HasKey(u => new { u.PeerId, u.UserId });
        Limit(builder);
    }

    private static void Limit<T>(EntityTypeBuilder<T> builder)
        where T : UserRow
    {
        builder.Property(u => u.UserId).HasMaxLength(EndUser.MaxLength);
        builder.Property(u => u.FirstName).HasMaxLength(EndUser.MaxLength);
        builder.Property(u => u.LastName).HasMaxLength(EndUser.MaxLength);
        builder.Property(u => u.Mail).HasMaxLength(EndUser.MaxLength);
        builder.Property(u => u.DirectoryUri).HasMaxLength(EndUser.MaxLength);
    }
}
