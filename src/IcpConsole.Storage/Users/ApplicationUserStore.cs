using IcpConsole.Domain.Access;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IcpConsole.Storage.Users;

/// <summary>An application user and its password's hash.</summary>
internal sealed class ApplicationUserRow
{
    public required string Username { get; init; }

    public required string PasswordHash { get; set; }

    /// <summary>Names of its roles, with commas between them.</summary>
    public ApplicationRoles Roles { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>The account that saved it last; null where nobody noted it.</summary>
    public string? SavedBy { get; set; }

    public DateTime? SavedAt { get; set; }
}

internal sealed class ApplicationUserRowConfiguration
    : IEntityTypeConfiguration<ApplicationUserRow>
{
    public void Configure(EntityTypeBuilder<ApplicationUserRow> builder)
    {
        builder.HasKey(u => u.Username);
        builder.Property(u => u.Roles).HasConversion<string>();
        builder.Property(u => u.Revision).HasDefaultValue(1);
    }
}

/// <summary>An application user as it is kept.</summary>
public sealed record KeptUser(ApplicationUser User, string PasswordHash);

/// <summary>The application users of one cluster.</summary>
public sealed class ApplicationUserStore
{
    private readonly Func<ClusterDb> _context;

    internal ApplicationUserStore(Func<ClusterDb> context) => _context = context;

    public async Task<IReadOnlyList<ApplicationUser>> ListAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .ApplicationUsers.AsNoTracking()
            .OrderBy(u => u.Username)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Null when there is no such user.</summary>
    public async Task<KeptUser?> FindAsync(
        string username,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = await db
            .ApplicationUsers.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Username == username, cancellationToken);
        return row is null ? null : new KeptUser(Read(row), row.PasswordHash);
    }

    /// <summary>Keeps a user in place of the one that had the other name.</summary>
    public async Task KeepAsync(
        string? before,
        KeptUser kept,
        CancellationToken cancellationToken
    )
    {
        var user = kept.User;
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        await db
            .ApplicationUsers.Where(u => u.Username == before || u.Username == user.Username)
            .ExecuteDeleteAsync(cancellationToken);
        db.ApplicationUsers.Add(
            new ApplicationUserRow
            {
                Username = user.Username,
                PasswordHash = kept.PasswordHash,
                Roles = user.Roles,
                Revision = user.Revision,
                SavedBy = user.Saved?.By,
                SavedAt = user.Saved?.At.UtcDateTime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task DeleteAsync(string username, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await db
            .ApplicationUsers.Where(u => u.Username == username)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static ApplicationUser Read(ApplicationUserRow row) =>
        new(row.Username, row.Roles, row.Revision)
        {
            Saved = row is { SavedBy: { } by, SavedAt: { } at }
                ? new Saved(by, at.Utc())
                : null,
        };
}
