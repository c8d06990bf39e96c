using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>One hosted cluster's file, opened: a small store for each capability.</summary>
public sealed class ClusterDatabase
{
    private readonly string _path;
    private readonly string _connectionString;
    private readonly DbContextOptions<ClusterDb> _options;

    private ClusterDatabase(string path, SecretProtector secrets, TimeProvider time)
    {
        _path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        _options = new DbContextOptionsBuilder<ClusterDb>().UseSqlite(_connectionString).Options;
        Definition = new DefinitionStore(Context);
        Certificates = new CertificateStore(Context, secrets);
        Peers = new PeerStore(Context, secrets);
        Users = new UserWriter(_connectionString);
        Published = new PublishedQuery(path, time);
    }

    public DefinitionStore Definition { get; }

    public CertificateStore Certificates { get; }

    public PeerStore Peers { get; }

    public UserWriter Users { get; }

    public PublishedQuery Published { get; }

    /// <summary>Opens the file, creating and migrating it as needed.</summary>
    public static async Task<ClusterDatabase> OpenAsync(string path, SecretProtector secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = new ClusterDatabase(path, secrets, time);
        await using var db = database.Context();
        await DatabaseMigrator.MigrateAsync(db, cancellationToken);
        return database;
    }

    /// <summary>Lets go of the file's pooled connections.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Removes all that is kept of the cluster.</summary>
    public void Delete()
    {
        Close();
        Delete(_path);
    }

    public static void Delete(string path)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"]) File.Delete(path + suffix);
    }

    private ClusterDb Context() => new(_options);
}
