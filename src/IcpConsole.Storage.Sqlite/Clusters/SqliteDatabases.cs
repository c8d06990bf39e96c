using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite.Published;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Sqlite.Clusters;

/// <summary>
/// Files of a data directory, one for the console and one for each hosted cluster.
/// </summary>
internal sealed class SqliteDatabases(
    DataDirectory directory,
    SecretProtector secrets,
    TimeProvider time
) : IDatabases
{
    public async Task OpenConsoleAsync(CancellationToken cancellationToken)
    {
        if (!directory.HasConsoleDb)
        {
            await CreateConsoleAsync(cancellationToken);
            return;
        }

        await using var db = ConsoleDb(
            Unpooled(directory.ConsoleDbPath, SqliteOpenMode.ReadWrite)
        );
        await DatabaseFile.OpenAsync(db, directory.ConsoleDbPath, time, cancellationToken);
    }

    public async Task<ClusterDatabase> CreateAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        if (File.Exists(path))
            throw new IOException($"{path} is there already.");
        // Made here and nowhere else: a late reader of a cluster that was removed must not make an
        // empty one.
        var making = Unpooled(path, SqliteOpenMode.ReadWriteCreate);
        await using (var db = ClusterDb(making))
            await DatabaseFile.CreateAsync(db, cancellationToken);
        await MakeViewsAsync(making, cancellationToken);
        return Database(path);
    }

    public async Task<ClusterDatabase> OpenAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        var opening = Unpooled(path, SqliteOpenMode.ReadWrite);
        await using (var db = ClusterDb(opening))
            await DatabaseFile.OpenAsync(db, path, time, cancellationToken);
        await MakeViewsAsync(opening, cancellationToken);
        return Database(path);
    }

    public void Move(string from, string to) => DatabaseFile.Move(from, to);

    public void Delete(string path) => DatabaseFile.Delete(path);

    /// <summary>
    /// Under another name, so that a file of the database's name is always whole. The draft that a
    /// start which was cut off left goes.
    /// </summary>
    private async Task CreateConsoleAsync(CancellationToken cancellationToken)
    {
        var making = directory.ConsoleDbPath + ".new";
        DatabaseFile.Delete(making);
        DataDirectory.KeepToOwner(making);
        await using (var db = ConsoleDb(Unpooled(making, SqliteOpenMode.ReadWriteCreate)))
            await DatabaseFile.CreateAsync(db, cancellationToken);
        DatabaseFile.Move(making, directory.ConsoleDbPath);
    }

    private ClusterDatabase Database(string path) =>
        new(path, secrets, new SqliteClusterStore(path, time));

    private static async Task MakeViewsAsync(
        string connectionString,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await PublishedViews.MakeAsync(connection, cancellationToken);
    }

    private static ConsoleDb ConsoleDb(string connectionString) =>
        new(Options<ConsoleDb>(connectionString));

    private static ClusterDb ClusterDb(string connectionString) =>
        new(Options<ClusterDb>(connectionString));

    public static DbContextOptions<T> Options<T>(string connectionString)
        where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseIcpSqlite(connectionString).Options;

    private static string Unpooled(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString();
}
