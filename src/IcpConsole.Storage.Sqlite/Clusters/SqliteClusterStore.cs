using IcpConsole.Domain;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;
using IcpConsole.Storage.Sqlite.Published;
using IcpConsole.Storage.Sqlite.Users;
using IcpConsole.Storage.Users;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Sqlite.Clusters;

internal sealed class SqliteClusterStore : IClusterStore
{
    private readonly string _path;
    private readonly DbContextOptions<ClusterDb> _options;

    public SqliteClusterStore(string path, TimeProvider time)
    {
        _path = path;
        var connectionString = DatabaseFile.ConnectionString(path);
        _options = SqliteDatabases.Options<ClusterDb>(connectionString);
        HomeUserWriter = new HomeUserWriter(connectionString);
        RemoteUserWriter = new RemoteUserWriter(connectionString);
        RemoteUsers = new RemoteUserStore(Context);
        Published = new PublishedQuery(path, time);
        FreeSpace = new FreeSpace(connectionString);
    }

    public IHomeUserWriter HomeUserWriter { get; }

    public IRemoteUserWriter RemoteUserWriter { get; }

    public IRemoteUserStore RemoteUsers { get; }

    public IPublishedQuery Published { get; }

    public IFreeSpace FreeSpace { get; }

    public ExplainFault Explain => SqliteFaults.Explain;

    public ClusterDb Context() => new(_options);

    public void Close() => DatabaseFile.Release(_path);
}
