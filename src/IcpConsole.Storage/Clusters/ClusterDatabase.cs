using IcpConsole.Storage.Alarms;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Parameters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Services;
using IcpConsole.Storage.Users;
using System.Security.Cryptography;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
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
        (Path, _connectionString) = (path, DatabaseFile.ConnectionString(path));
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
        FreeSpace = new FreeSpace(_connectionString);
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

    public FreeSpace FreeSpace { get; }

    /// <summary>Makes a new file.</summary>
    /// <exception cref="IOException">There is one of that name already; it is left as it is.</exception>
    public static async Task<ClusterDatabase> CreateAsync(string path, SecretProtector secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        if (File.Exists(path)) throw new IOException($"{path} is there already.");
        // Made here and nowhere else: a late reader of a cluster that was removed must not make an empty one.
        var making = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();
        await using (var db = new ClusterDb(new DbContextOptionsBuilder<ClusterDb>().UseSqlite(making).Options))
            await DatabaseFile.CreateAsync(db, cancellationToken);
        await MakeViewsAsync(making, cancellationToken);
        return new ClusterDatabase(path, secrets, time);
    }

    /// <summary>Opens a file that is there, and brings it up to date.</summary>
    /// <exception cref="StorageFaultException">It is not there, damaged, or a newer release's.</exception>
    public static async Task<ClusterDatabase> OpenAsync(string path, SecretProtector secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var opening = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();
        await using (var db = new ClusterDb(new DbContextOptionsBuilder<ClusterDb>().UseSqlite(opening).Options))
            await DatabaseFile.OpenAsync(db, path, time, cancellationToken);
        await MakeViewsAsync(opening, cancellationToken);
        return new ClusterDatabase(path, secrets, time);
    }

    /// <exception cref="StorageFaultException">The file holds values that this program did not write.</exception>
    public async Task<ClusterDefinition> ReadDefinitionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Definition.ReadAsync(cancellationToken);
        }
        // Text that is no name or address; a row that is missing, or a choice that there is not (both from EF Core).
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new StorageFaultException(new Problem(StorageProblems.Damaged, null, Path), e);
        }
    }

    /// <summary>Reads every secret once.</summary>
    /// <exception cref="StorageFaultException">The keys that protect them are missing.</exception>
    public async Task EnsureSecretsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Certificates.EnsureKeysAsync(cancellationToken);
            await Peers.EnsurePasswordsAsync(cancellationToken);
        }
        catch (CryptographicException e)
        {
            throw new StorageFaultException(new Problem(StorageProblems.KeysMissing, null, Path), e);
        }
    }

    private static async Task MakeViewsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await PublishedViews.MakeAsync(connection, cancellationToken);
    }

    /// <summary>Lets go of the file's pooled connections.</summary>
    public void Close() => DatabaseFile.Release(Path);

    /// <summary>Gives a file that nobody has open another name.</summary>
    /// <exception cref="IOException">There is one of that name already.</exception>
    public static void Move(string from, string to) => DatabaseFile.Move(from, to);

    /// <summary>Removes all that is kept of a cluster.</summary>
    public static void Delete(string path) => DatabaseFile.Delete(path);

    private ClusterDb Context() => new(_options);
}
