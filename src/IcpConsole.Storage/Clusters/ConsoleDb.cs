using IcpConsole.Storage.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>The console's own database: which clusters it hosts, and who may sign in.</summary>
/// <remarks>
/// <c>dotnet ef migrations add NAME --context ConsoleDb --project src/IcpConsole.Storage.Sqlite
/// --output-dir Migrations/Console</c>
/// </remarks>
public sealed class ConsoleDb(DbContextOptions<ConsoleDb> options)
    : IdentityUserContext<IdentityUser>(options)
{
    internal DbSet<HostedClusterRow> Clusters => Set<HostedClusterRow>();

    internal DbSet<JournalRow> Journal => Set<JournalRow>();

    internal DbSet<OperationRow> Operations => Set<OperationRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<HostedClusterRow>().ToTable("Clusters").HasKey(c => c.ClusterId);
        builder.Entity<JournalRow>().ToTable("Journal").HasIndex(r => r.Reference);
        builder.Entity<OperationRow>().ToTable("Operations");
    }
}

/// <summary>A hosted cluster; all else of it is in a database of its own.</summary>
internal sealed class HostedClusterRow
{
    public required string ClusterId { get; init; }

    /// <summary>
    /// False from before its database is made until it is complete, so that a start after a crash
    /// looks whether its file is there.
    /// </summary>
    public bool Ready { get; set; }
}
