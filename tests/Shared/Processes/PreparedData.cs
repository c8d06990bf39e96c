using System.Net;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Users;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Testing;

/// <summary>A cluster in a prepared data directory.</summary>
/// <param name="Id">Its Cluster ID.</param>
/// <param name="Name">Its publisher's node name, which peers know it by.</param>
/// <param name="Pem">Its publisher's tomcat certificate.</param>
internal sealed record PreparedCluster(ClusterId Id, NodeName Name, string Pem);

/// <summary>
/// A data directory made without a browser: clusters of one node, their users and their peer entries, through the engine's own stores. Nothing listens and no
/// pass runs before a console is started on it.
/// </summary>
internal sealed class PreparedData : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly ServiceProvider _services;

    private PreparedData(string path)
    {
        _directory = new DataDirectory(path);
        _services = new ServiceCollection().AddLogging().AddIcpStorage(_directory).AddIcpEngine(null, KeyType.Ecdsa).BuildServiceProvider();
    }

    public static async Task<PreparedData> OpenAsync(string path)
    {
        var data = new PreparedData(path);
        await using var db = await data._services.GetRequiredService<IDbContextFactory<ConsoleDb>>().CreateDbContextAsync();
        await db.MigrateAsync(CancellationToken.None);
        return data;
    }

    /// <param name="id">Its Cluster ID.</param>
    /// <param name="address">Where its publisher listens.</param>
    /// <param name="name">What its publisher is called, where that is not the address: a relay's, say.</param>
    /// <param name="users">How many home users it has.</param>
    public async Task<PreparedCluster> AddClusterAsync(string id, IPAddress address, IPAddress? name = null, int users = 0)
    {
        var publisher = new Node(NodeName.From(name ?? address), address, NodeRole.Publisher);
        var definition = new ClusterDefinition(ClusterId.Parse(id), id, Lab.Traits, new Topology([publisher]), SipFederation: false, Lab.ApplicationUser.Username, DirectoryFile: null);
        var hosted = _services.GetRequiredService<HostedClusters>();
        await hosted.BeginAsync(definition.Id, CancellationToken.None);
        var database = await OpenAsync(definition.Id);
        await database.Definition.CreateAsync(definition, AxlLogin.Hash(Lab.ApplicationUser.Username, Lab.ApplicationUser.Password), CancellationToken.None);
        await hosted.MarkAsync(definition.Id, ready: true, CancellationToken.None);
        await using (var identities = new NodeIdentities(definition, database.Certificates, KeyType.Ecdsa, TimeProvider.System))
            await identities.MakeAllAsync(CancellationToken.None);
        SetUsers(database, UsersOf(definition, users));
        return new PreparedCluster(definition.Id, publisher.Name, (await database.Certificates.PemAsync(publisher.Name, CertificateServices.Tomcat, CancellationToken.None))!);
    }

    /// <summary>Adds a peer entry whose certificate was accepted.</summary>
    public async Task<PeerId> AddPeerAsync(PreparedCluster local, PreparedCluster remote) => await (await OpenAsync(local.Id)).Peers.AddAsync(
        new PeerDraft(remote.Name, Lab.ApplicationUser.Username, Lab.ApplicationUser.Password, PeerProtocol.Tcp), remote.Pem, CancellationToken.None);

    /// <summary>Where a data directory keeps a cluster.</summary>
    public static string FileOf(string path, ClusterId id) => Path.Combine(path, "clusters", $"{id.Value}.db");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private static IReadOnlyList<Domain.Users.EndUser> UsersOf(ClusterDefinition definition, int count) =>
        GeneratedUsers.For(definition.Id, definition.Traits.Domain, definition.Topology, count);

    private static void SetUsers(ClusterDatabase database, IReadOnlyList<Domain.Users.EndUser> users) =>
        database.Users.ReplaceHome(users, int.MaxValue, TimeProvider.System.GetUtcNow(), CancellationToken.None);

    private Task<ClusterDatabase> OpenAsync(ClusterId id) =>
        ClusterDatabase.OpenAsync(_directory.ClusterDbPath(id), _services.GetRequiredService<SecretProtector>(), TimeProvider.System, CancellationToken.None);
}
