using IcpConsole.Domain;
using IcpConsole.Storage.Access;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite.Clusters;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IcpConsole.Storage.Sqlite;

public static class SqliteServices
{
    /// <summary>Keeps everything in a data directory, databases as SQLite files.</summary>
    public static IServiceCollection AddSqliteStorage(
        this IServiceCollection services,
        DataDirectory directory
    )
    {
        services.AddSingleton(directory);
        services
            .AddDataProtection()
            .SetApplicationName("IcpConsole")
            .PersistKeysToFileSystem(new DirectoryInfo(directory.KeysPath));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<ExplainFault>(SqliteFaults.Explain);
        services.AddSingleton<IDatabases, SqliteDatabases>();
        services.AddDbContextFactory<ConsoleDb>(options =>
            options.UseIcpSqlite(DatabaseFile.ConnectionString(directory.ConsoleDbPath))
        );
        services.AddSingleton<HostedClusters>();
        services.AddSingleton<JournalStore>();
        services.AddSingleton<OperationStore>();
        return services;
    }

    internal static TBuilder UseIcpSqlite<TBuilder>(
        this TBuilder options,
        string connectionString
    )
        where TBuilder : DbContextOptionsBuilder
    {
        options.UseSqlite(connectionString, sqlite =>
            sqlite.MigrationsAssembly(typeof(SqliteServices).Assembly)
        );
        // A test holds model and migrations against each other; every start and every new cluster
        // would do it again.
        options.ConfigureWarnings(warnings =>
            warnings.Ignore(RelationalEventId.PendingModelChangesWarning)
        );
        return options;
    }
}
