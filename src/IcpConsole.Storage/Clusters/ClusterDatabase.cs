using IcpConsole.Storage.Alarms;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Parameters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Services;
using IcpConsole.Storage.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>One hosted cluster's file, opened: a small store for each capability.</summary>
public sealed class ClusterDatabase
{
    private readonly string _connectionString;
    private readonly DbContextOptions<ClusterDb> _options;

    private ClusterDatabase(string path, SecretProtector secrets, TimeProvider time)
    {
        (Path, _connectionString) = (path, ConnectionString(path));
        _options = new DbContextOptionsBuilder<ClusterDb>().UseSqlite(_connectionString).Options;
        Definition = new DefinitionStore(Context);
        Redundancy = new RedundancyStore(Context);
        Certificates = new CertificateStore(Context, secrets);
        Peers = new PeerStore(Context, secrets);
        Receipts = new ReceiptStore(Context);
        PeerViews = new PeerViewStore(Context);
        HomeUsers = new HomeUserStore(Context);
        HomeUserWriter = new HomeUserWriter(_connectionString);
        RemoteUsers = new RemoteUserStore(Context);
        RemoteUserWriter = new RemoteUserWriter(_connectionString);
        UserChecks = new UserCheckStore(Context);
        Groups = new GroupStore(Context);
        ApplicationUsers = new ApplicationUserStore(Context);
        Parameters = new ParameterStore(Context);
        Routing = new RoutingUsers(Context);
        Services = new ServiceStore(Context);
        Alarms = new AlarmStore(Context);
        Published = new PublishedQuery(path, time);
    }

    /// <summary>Of the file.</summary>
    public string Path { get; }

    public DefinitionStore Definition { get; }

    public RedundancyStore Redundancy { get; }

    public CertificateStore Certificates { get; }

    public PeerStore Peers { get; }

    public ReceiptStore Receipts { get; }

    public PeerViewStore PeerViews { get; }

    public HomeUserStore HomeUsers { get; }

    public HomeUserWriter HomeUserWriter { get; }

    public RemoteUserStore RemoteUsers { get; }

    public RemoteUserWriter RemoteUserWriter { get; }

    public UserCheckStore UserChecks { get; }

    public GroupStore Groups { get; }

    public ApplicationUserStore ApplicationUsers { get; }

    public ParameterStore Parameters { get; }

    public RoutingUsers Routing { get; }

    public ServiceStore Services { get; }

    public AlarmStore Alarms { get; }

    public PublishedQuery Published { get; }

    /// <summary>Opens the file, creating and migrating it as needed.</summary>
    public static async Task<ClusterDatabase> OpenAsync(string path, SecretProtector secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        // Made here and nowhere else: a late reader of a cluster that was removed must not make an empty one.
        var making = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();
        await using (var db = new ClusterDb(new DbContextOptionsBuilder<ClusterDb>().UseSqlite(making).Options))
            await DatabaseMigrator.MigrateAsync(db, cancellationToken);
        return new ClusterDatabase(path, secrets, time);
    }

    /// <summary>Lets go of the file's pooled connections.</summary>
    public void Close()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
    }

    /// <summary>Removes all that is kept of a cluster.</summary>
    public static void Delete(string path)
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString(path)));
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"]) File.Delete(path + suffix);
    }

    private static string ConnectionString(string path) => new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite }.ToString();

    private ClusterDb Context() => new(_options);
}
