using System.Net;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Testing;

/// <summary>A cluster in a prepared data directory.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Pem">Its publisher's tomcat certificate.</param>
/// <param name="Key">And the key to it, PKCS#8.</param>
internal sealed record PreparedCluster(ClusterDefinition Definition, string Pem, byte[] Key)
{
    public ClusterId Id => Definition.Id;

    /// <summary>Its publisher's node name, which peers know it by.</summary>
    public NodeName Name => Definition.Topology.Publisher.Name;

    public IReadOnlyList<EndUser> Users(int count) =>
        GeneratedUsers.For(Id, Definition.Traits.Domain, Definition.Topology, count);
}

/// <summary>
/// A data directory made without a browser: clusters of one node, their users and their peer
/// entries, through the engine's own stores. Nothing listens and no pass runs before a console is
/// started on it.
/// </summary>
internal sealed class PreparedData : IAsyncDisposable
{
    /// <summary>
    /// Clusters have been there for a while: a clock that is turned back finds their certificates
    /// valid still.
    /// </summary>
    private static readonly TimeSpan s_age = TimeSpan.FromDays(30);

    private readonly DataDirectory _directory;
    private readonly ServiceProvider _services;

    private PreparedData(string path)
    {
        _directory = new DataDirectory(path);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSqliteStorage(_directory)
            .AddIcpEngine(null, KeyType.Ecdsa)
            .BuildServiceProvider();
    }

    public static async Task<PreparedData> OpenAsync(string path)
    {
        var data = new PreparedData(path);
        await data.Databases.OpenConsoleAsync(CancellationToken.None);
        return data;
    }

    /// <param name="id">Its Cluster ID.</param>
    /// <param name="address">Where its publisher listens.</param>
    /// <param name="name">What its publisher is called, where that is not the address: a relay's,
    /// say.</param>
    /// <param name="users">How many home users it has.</param>
    /// <param name="directoryFile">Where its Sync Agent is to read them instead; null for
    /// nowhere.</param>
    public async Task<PreparedCluster> AddClusterAsync(
        string id,
        IPAddress address,
        IPAddress? name = null,
        int users = 0,
        string? directoryFile = null
    )
    {
        var publisher = new Node(NodeName.From(name ?? address), address, NodeRole.Publisher);
        var definition = new ClusterDefinition(
            ClusterId.Parse(id),
            id,
            Lab.Traits,
            new Topology([publisher]),
            SipFederation: false,
            directoryFile
        );
        var hosted = _services.GetRequiredService<HostedClusters>();
        var making = await Databases.CreateAsync(
            hosted.Making(definition.Id),
            CancellationToken.None
        );
        await making.Definition.CreateAsync(definition, CancellationToken.None);
        await ClusterRegistry.AddUsersAsync(
            making,
            TestHasher.Cheap,
            new ClusterDraft(definition, Lab.ApplicationUsers),
            CancellationToken.None
        );
        await hosted.AddAsync(definition.Id, CancellationToken.None);
        var database = await OpenAsync(definition.Id);
        await using (
            var identities = new NodeIdentities(
                definition,
                database.Certificates,
                KeyType.Ecdsa,
                new ManualTimeProvider(TimeProvider.System.GetUtcNow() - s_age)
            )
        )
            await identities.MakeAllAsync(CancellationToken.None);
        var (pem, key) = (
            await database.Certificates.IdentityAsync(
                publisher.Name,
                CertificateServices.Tomcat,
                CancellationToken.None
            )
        )!.Value;
        var cluster = new PreparedCluster(definition, pem, key);
        if (directoryFile is null)
            database.HomeUserWriter.Replace(
                cluster.Users(users),
                new HashSet<string>(),
                int.MaxValue,
                TimeProvider.System.GetUtcNow(),
                CancellationToken.None
            );
        return cluster;
    }

    /// <summary>Adds a peer entry whose certificate was accepted.</summary>
    public async Task<PeerId> AddPeerAsync(PreparedCluster local, PreparedCluster remote) =>
        await (await OpenAsync(local.Id)).Peers.AddAsync(
            new PeerDraft(
                remote.Name,
                Lab.ApplicationUser.Username,
                Lab.ApplicationUser.Password,
                PeerProtocol.Tcp
            ),
            remote.Pem,
            CancellationToken.None
        );

    /// <summary>Gives a peer entry users, as a first pass does.</summary>
    public async Task FillPeerAsync(
        PreparedCluster local,
        PeerId peer,
        IReadOnlyList<EndUser> users
    )
    {
        var writer = (await OpenAsync(local.Id)).RemoteUserWriter;
        writer.BeginStaging(peer, "prepared", 0);
        writer.Stage(
            peer,
            [.. users.Select((u, i) => new Storage.Users.ChangedUser(u, i + 1, false))]
        );
        var digest = new UserDigest(
            users.Count,
            users.Count(u => u.Node is not null),
            users.Aggregate(0L, (sum, u) => unchecked(sum + u.Fingerprint()))
        );
        writer.Apply(peer, digest, 0, TimeProvider.System.GetUtcNow());
    }

    public async Task<Storage.Users.IRemoteUserStore> RemoteUsersAsync(
        PreparedCluster cluster
    ) => (await OpenAsync(cluster.Id)).RemoteUsers;

    /// <summary>Full path of a directory file.</summary>
    public string Resolve(string directoryFile) => _directory.Resolve(directoryFile);

    /// <summary>Copies a directory and all below it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (
            var folder in Directory.EnumerateDirectories(
                from,
                "*",
                SearchOption.AllDirectories
            )
        )
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Where a data directory keeps a cluster.</summary>
    public static string FileOf(string path, ClusterId id) =>
        Path.Combine(path, "clusters", $"{id.Value}.db");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private IDatabases Databases => _services.GetRequiredService<IDatabases>();

    private Task<ClusterDatabase> OpenAsync(ClusterId id) =>
        Databases.OpenAsync(_directory.ClusterDbPath(id), CancellationToken.None);
}
