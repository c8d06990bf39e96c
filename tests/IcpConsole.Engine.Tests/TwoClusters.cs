using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Storage;
using IcpConsole.Storage.Access;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// The lab's first two clusters, with real listeners on a loopback network of their own and real
/// files.
/// </summary>
public sealed class TwoClusters : IAsyncDisposable
{
    public const int Users = 40;

    private static readonly RouteProof s_nobodyToAsk = new(
        Mark.Unknown,
        new RouteNobodyToAsk(),
        default
    );

    private readonly TempFolder _folder = new();
    private readonly TestNetwork _network = TestNetwork.Take();
    private readonly ServiceProvider _services;
    private readonly DataDirectory _directory;

    private TwoClusters(TimeProvider? time, INameResolver? names)
    {
        _directory = new DataDirectory(_folder.Path);
        var services = new ServiceCollection();
        services.AddLogging(log => log.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
        if (time is not null)
            services.AddSingleton(time);
        if (names is not null)
            services.AddSingleton(names);
        services.AddSqliteStorage(_directory);
        services.AddIcpEngine(null, Domain.Certificates.KeyType.Ecdsa);
        services.AddSingleton(TestHasher.Cheap);
        _services = services.BuildServiceProvider();
    }

    internal HostedCluster Seoul => Registry.Find(ClusterId.Parse("seoul"))!;

    internal HostedCluster Singapore => Registry.Find(ClusterId.Parse("singapore"))!;

    public TestNetwork Network => _network;

    internal DataDirectory Directory => _directory;

    internal ListLogs Logs { get; } = new();

    /// <summary>The way that pages take.</summary>
    internal Door Door => _services.GetRequiredService<Door>();

    internal JournalStore Journal => _services.GetRequiredService<JournalStore>();

    /// <summary>As the next start of the console reads them.</summary>
    internal Task<IReadOnlyList<Operation>> OperationsAsync() =>
        _services
            .GetRequiredService<OperationStore>()
            .ReopenAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);

    internal ClusterRegistry Registry => _services.GetRequiredService<ClusterRegistry>();

    public static async Task<TwoClusters> StartAsync(
        TimeProvider? time = null,
        INameResolver? names = null
    )
    {
        var clusters = new TwoClusters(time, names);
        await clusters
            ._services.GetRequiredService<IDatabases>()
            .OpenConsoleAsync(CancellationToken.None);
        foreach (var draft in Lab.Drafts(clusters._network.Address(0, 0)).Take(2))
        {
            var cluster = draft.Definition;
            await DirectoryWriter.WriteAsync(
                clusters._directory.Resolve(cluster.DirectoryFile!),
                GeneratedUsers.For(cluster.Id, cluster.Traits.Domain, cluster.Topology, Users),
                CancellationToken.None
            );
            Assert.True(
                (await clusters.Registry.CreateAsync(draft, CancellationToken.None)).Succeeded
            );
        }

        foreach (var cluster in clusters.Registry.Clusters)
        {
            await clusters.Registry.StartedAsync(cluster.Id);
            await Eventually.TrueAsync(() => cluster.Users!.Sync.Finished);
            // The last that a start does, after the agent has looked for peer entries.
            await Eventually.GetAsync(async () =>
                (await cluster.Certificates!.ListAsync(CancellationToken.None)).Identities.All(
                    i => i.Certificate is not null
                )
            );
        }

        Assert.Equal(ClusterState.Running, clusters.Seoul.State);
        Assert.Equal(ClusterState.Running, clusters.Singapore.State);
        return clusters;
    }

    /// <summary>What pages see of the clusters.</summary>
    internal IReadOnlyList<ClusterSnapshot> Look() => Door.Look(Principal.Console).Clusters;

    /// <summary>Everybody whose home a cluster is.</summary>
    internal async Task<IReadOnlyList<string>> UserIdsAsync(HostedCluster cluster) =>
        (await AskAsync(cluster, new FindUserIds(new UserSearch()))).Value!;

    /// <summary>Sends a request to a cluster, as a page does.</summary>
    internal Task<Result<TAnswer>> AskAsync<TAnswer>(
        HostedCluster cluster,
        Request<TAnswer> request
    )
        where TAnswer : notnull =>
        Door.SendAsync(
            new Principal("administrator"),
            cluster.Id,
            request,
            CancellationToken.None
        );

    /// <summary>
    /// Creates a cluster with one node, without users, and waits until it listens.
    /// </summary>
    internal Task<HostedCluster> CreateAsync(
        string id,
        IPAddress address,
        ClusterTraits? traits = null,
        string? directoryFile = null,
        params IEnumerable<string> unifiedCmNodes
    ) =>
        CreateAsync(
            id,
            NodeName.From(address),
            address,
            traits,
            directoryFile,
            unifiedCmNodes
        );

    /// <summary>The same, for a node with a name that has to be resolved.</summary>
    internal async Task<HostedCluster> CreateAsync(
        string id,
        NodeName name,
        IPAddress address,
        ClusterTraits? traits = null,
        string? directoryFile = null,
        params IEnumerable<string> unifiedCmNodes
    )
    {
        var topology = new Topology(
            [new Node(name, address, NodeRole.Publisher)],
            [.. unifiedCmNodes.Select(NodeName.Parse)]
        );
        var definition = new ClusterDefinition(
            ClusterId.Parse(id),
            id,
            traits ?? Lab.Traits,
            topology,
            SipFederation: false,
            directoryFile
        );
        Assert.True(
            (
                await Registry.CreateAsync(
                    new ClusterDraft(definition, Lab.ApplicationUsers),
                    CancellationToken.None
                )
            ).Succeeded
        );
        await Registry.StartedAsync(definition.Id);
        return Registry.Find(definition.Id)!;
    }

    internal static PeerForm FormFor(HostedCluster remote, string password = "icsa-lab") =>
        new()
        {
            Address = remote.Topology.Publisher.Name.Value,
            AxlUsername = "icsa",
            AxlPassword = password,
            ConfirmAxlPassword = password,
        };

    /// <summary>
    /// Adds a peer as an administrator does: look at the certificate, accept it, save.
    /// </summary>
    internal static async Task<PeerId> AddPeerAsync(
        HostedCluster local,
        HostedCluster remote,
        string password = "icsa-lab"
    )
    {
        var form = FormFor(remote, password);
        var contact = await local.Peering!.ProbeAsync(null, form, CancellationToken.None);
        Assert.True(contact.Succeeded);
        Assert.True(contact.Value.NeedsAcceptance);
        var saved = await local.Peering!.SaveAsync(
            null,
            form,
            contact.Value.Certificate,
            CancellationToken.None
        );
        Assert.True(saved.Succeeded);
        return saved.Value;
    }

    /// <summary>The same with TLS as its protocol.</summary>
    internal static async Task<PeerId> AddSecureAsync(
        HostedCluster local,
        HostedCluster remote,
        string password = "icsa-lab"
    )
    {
        var form = FormFor(remote, password);
        form.Protocol = PeerProtocol.Tls;
        var contact = await local.Peering!.ProbeAsync(null, form, CancellationToken.None);
        return (
            await local.Peering.SaveAsync(
                null,
                form,
                contact.Value!.Certificate,
                CancellationToken.None
            )
        ).Value;
    }

    /// <summary>Adds a peer without looking at it first, as when it cannot be reached.</summary>
    internal static async Task<PeerId> AddUnseenAsync(HostedCluster local, string address)
    {
        var form = new PeerForm
        {
            Address = address,
            AxlUsername = "icsa",
            AxlPassword = "icsa-lab",
            ConfirmAxlPassword = "icsa-lab",
        };
        var saved = await local.Peering!.SaveAsync(null, form, null, CancellationToken.None);
        Assert.True(saved.Succeeded);
        return saved.Value;
    }

    /// <summary>Adds each as a peer of the other.</summary>
    /// <returns>The entry of the first.</returns>
    internal static async Task<PeerId> AddBothAsync(HostedCluster local, HostedCluster remote)
    {
        // Links from here are taken at once then, also where time stands still.
        await StatusAsync(remote, await AddPeerAsync(remote, local), s =>
            s.LastSynchronized is not null
        );
        return await AddPeerAsync(local, remote);
    }

    /// <summary>Every mark is earned.</summary>
    public static bool BothInStep(PeerStatus status) => status.Overall == Mark.Check;

    /// <summary>
    /// Every mark is earned; where the other side has no entry, those that can be without it: its
    /// routers take no links from a cluster that it does not know.
    /// </summary>
    public static bool InStep(PeerStatus status) =>
        status.OtherSide.State == OtherSideState.Added
            ? BothInStep(status)
            : Linked(
                status with
                {
                    OtherSide = new OtherSide(OtherSideState.Added, null),
                }
            ).Overall == Mark.Check;

    private static PeerStatus Linked(PeerStatus status) =>
        status with
        {
            Links =
            [
                .. status.Links.Select(l =>
                    l.State == LinkState.NotKnownThere
                        ? l with
                        {
                            State = LinkState.Up,
                            Proof = s_nobodyToAsk,
                        }
                        : l
                ),
            ],
        };

    internal static Task<PeerStatus> StatusAsync(
        HostedCluster local,
        PeerId peer,
        Func<PeerStatus, bool> when
    ) =>
        Eventually.GetAsync(() =>
            local.Peers.Find(peer) is { } status && when(status) ? status : null
        );

    internal Task<ClusterDatabase> DatabaseOfAsync(HostedCluster cluster) =>
        _services
            .GetRequiredService<IDatabases>()
            .OpenAsync(_directory.ClusterDbPath(cluster.Id), CancellationToken.None);

    internal HostedClusters Hosted => _services.GetRequiredService<HostedClusters>();

    /// <summary>Everything in the data directory.</summary>
    public IEnumerable<string> Files =>
        System.IO.Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);

    internal string PathOf(ClusterId id) => _directory.ClusterDbPath(id);

    internal string DatabasePath(HostedCluster cluster) =>
        _directory.ClusterDbPath(cluster.Id);

    /// <summary>The number that a query of the cluster's file comes to.</summary>
    internal async Task<long> CountAsync(HostedCluster cluster, string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={DatabasePath(cluster)};Mode=ReadOnly"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of the tests alone.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Changes the console's own file behind its back.</summary>
    public Task ExecuteInConsoleAsync(string sql) =>
        ExecuteAsync(_directory.ConsoleDbPath, sql);

    /// <summary>Changes the cluster's file behind its back, as a disk that goes bad does.</summary>
    internal Task ExecuteAsync(HostedCluster cluster, string sql) =>
        ExecuteAsync(DatabasePath(cluster), sql);

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={path}"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of the tests alone.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Gives a cluster these home users in place of those it had.</summary>
    internal async Task SetUsersAsync(HostedCluster cluster, IEnumerable<EndUser> users) =>
        (await DatabaseOfAsync(cluster)).HomeUserWriter.Replace(
            [.. users],
            new HashSet<string>(),
            int.MaxValue,
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );

    /// <summary>Gives a cluster's directory file so many users.</summary>
    internal Task WriteUsersAsync(HostedCluster cluster, int count) =>
        DirectoryWriter.WriteAsync(
            _directory.Resolve(cluster.Definition.DirectoryFile!),
            UsersOf(cluster, count),
            CancellationToken.None
        );

    /// <summary>Saves a cluster as it is but for this, and waits until it listens again.</summary>
    internal async Task ChangeAsync(HostedCluster cluster, Action<ClusterForm> change)
    {
        var form = ClusterForm.From(cluster.Definition);
        change(form);
        Assert.True(
            (await Registry.SaveAsync(cluster.Id, form, CancellationToken.None)).Succeeded
        );
        await Registry.StartedAsync(cluster.Id);
    }

    /// <summary>Has a cluster stop and start, and changes nothing that a test looks at.</summary>
    internal Task ReopenAsync(HostedCluster cluster) =>
        ChangeAsync(cluster, f =>
            f.Platform =
                f.Platform == Platform.Ova15000 ? Platform.Ova25000 : Platform.Ova15000
        );

    /// <summary>Gives a cluster's directory file groups, and has it read.</summary>
    internal async Task GroupAsync(HostedCluster cluster, Func<EndUser, string> groups)
    {
        await DirectoryWriter.WriteAsync(
            _directory.Resolve(cluster.Definition.DirectoryFile!),
            UsersOf(cluster, Users),
            CancellationToken.None,
            groups
        );
        cluster.Users!.SyncNow();
    }

    internal static IReadOnlyList<EndUser> UsersOf(HostedCluster cluster, int count) =>
        GeneratedUsers.For(cluster.Id, cluster.Traits.Domain, cluster.Topology, count);

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await _services.DisposeAsync();
        _directory.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }
}
