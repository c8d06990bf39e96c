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
}

internal sealed class ApplicationUserRowConfiguration
    : IEntityTypeConfiguration<ApplicationUserRow>
{
    public void Configure(EntityTypeBuilder<ApplicationUserRow> builder)
    {
        builder.HasKey(u => u.Username);
        builder.Property(u => u.Roles).HasConversion<string>();
    }
}

/// <summary>An application user as it is kept.</summary>
public sealed record KeptUser(string Username, ApplicationRoles Roles, string PasswordHash);

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
        return await db
            .ApplicationUsers.OrderBy(u => u.Username)
            .Select(u => new ApplicationUser(u.Username, u.Roles))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Null when there is no such user.</summary>
    public async Task<KeptUser?> FindAsync(
        string username,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return await db
            .ApplicationUsers.Where(u => u.Username == username)
            .Select(u => new KeptUser(u.Username, u.Roles, u.PasswordHash))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps a user in place of the one that had the other name.</summary>
    public async Task KeepAsync(
        string? before,
        KeptUser user,
        CancellationToken cancellationToken
    )
    {
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
                PasswordHash = user.PasswordHash,
                Roles = user.Roles,
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
}
