using IcpConsole.Domain;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite.Clusters;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_migration_lock_that_a_killed_process_left_does_not_stop_the_next()
    {
        using var folder = new TempFolder();
        await using var db = new ConsoleDb(
            new DbContextOptionsBuilder<ConsoleDb>()
                .UseIcpSqlite($"Data Source={folder.File("console.db")};Pooling=False")
                .Options
        );
        await db.Database.ExecuteSqlRawAsync(
            """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL)"""
        );
        await db.Database.ExecuteSqlRawAsync(
            """INSERT INTO "__EFMigrationsLock" VALUES (1, 'long ago')"""
        );
        await DatabaseFile
            .CreateAsync(db, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public void Migrations_make_what_the_model_says()
    {
        using var console = new ConsoleDb(
            SqliteDatabases.Options<ConsoleDb>("Data Source=:memory:")
        );
        using var cluster = new ClusterDb(
            SqliteDatabases.Options<ClusterDb>("Data Source=:memory:")
        );
        Assert.False(console.Database.HasPendingModelChanges());
        Assert.False(cluster.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_file_whose_list_of_migrations_is_empty_is_called_damaged()
    {
        using var test = await TestDatabase.CreateAsync();
        test.Database.Close();
        await ExecuteAsync(test.Path, "DELETE FROM __EFMigrationsHistory");
        var fault = await Assert.ThrowsAsync<StorageFaultException>(test.OpenAsync);
        Assert.Equal(nameof(DatabaseDamaged), fault.Problem.Code);
    }

    [Fact]
    public async Task Views_that_are_not_what_the_resources_say_are_made_again()
    {
        using var test = await TestDatabase.CreateAsync();
        var before = await ViewsAsync(test.Path);
        test.Database.Close();
        await ExecuteAsync(
            test.Path,
            "DROP VIEW icsauser; CREATE VIEW icsauser AS SELECT 1 AS old; DROP VIEW enduser; CREATE VIEW secrets AS SELECT * FROM Identities"
        );
        await test.OpenAsync();
        Assert.Equal(before, await ViewsAsync(test.Path));
    }

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> ViewsAsync(string path)
    {
        await using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText =
            "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY name)";
        return (string?)await command.ExecuteScalarAsync();
    }
}
