using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>The console's own database: which clusters it hosts, and who may sign in.</summary>
/// <remarks>
/// <c>dotnet ef migrations add NAME --context ConsoleDb --project src/IcpConsole.Storage --output-dir Migrations/Console</c>
/// </remarks>
public sealed class ConsoleDb(DbContextOptions<ConsoleDb> options) : IdentityUserContext<IdentityUser>(options)
{
    internal DbSet<HostedClusterRow> Clusters => Set<HostedClusterRow>();

    /// <summary>Makes the database where there is none, and brings one up to date that is there.</summary>
    /// <exception cref="StorageFaultException">It is damaged, or a newer release's.</exception>
    public Task OpenAsync(DataDirectory directory, TimeProvider time, CancellationToken cancellationToken) =>
        directory.HasConsoleDb ? DatabaseFile.OpenAsync(this, directory.ConsoleDbPath, time, cancellationToken) : CreateAsync(directory, cancellationToken);

    /// <summary>Under another name, so that a file of the database's name is always whole.</summary>
    private async Task CreateAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        var making = directory.MakeConsoleDb();
        var connection = Database.GetConnectionString();
        Database.SetConnectionString(DatabaseFile.ConnectionString(making));
        await DatabaseFile.CreateAsync(this, cancellationToken);
        await Database.CloseConnectionAsync();
        DatabaseFile.Move(making, directory.ConsoleDbPath);
        Database.SetConnectionString(connection);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<HostedClusterRow>().ToTable("Clusters").HasKey(c => c.ClusterId);
    }
}

/// <summary>A hosted cluster; all else of it is in a database of its own.</summary>
internal sealed class HostedClusterRow
{
    public required string ClusterId { get; init; }

    /// <summary>False from before its database is made until it is complete, so that a start after a crash looks whether its file is there.</summary>
    public bool Ready { get; set; }
}
