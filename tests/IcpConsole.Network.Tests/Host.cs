using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Hosting;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Network.Tests;

/// <summary>
/// A machine with a console that hosts clusters. Each node has an address of its own there.
/// </summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Namespace _namespace;
    private readonly List<Cluster> _clusters = [];
    private ServiceProvider? _services;
    private ConsoleProcess? _console;

    private Host(Namespace place, string name) => (_namespace, Name) = (place, name);

    /// <summary>Also of its port on the switch.</summary>
    public string Name { get; }

    public IReadOnlyList<Cluster> Clusters => _clusters;

    public string? Output => _console?.Output;

    /// <param name="network">It is plugged in there.</param>
    /// <param name="name">Its clusters are numbered behind it.</param>
    /// <param name="first">Where its addresses begin.</param>
    /// <param name="clusters">How many.</param>
    /// <param name="users">Of each cluster.</param>
    public static async Task<Host> MakeAsync(
        PrivateNetwork network,
        string name,
        int first,
        int clusters,
        int users
    )
    {
        var host = new Host(await Namespace.MakeAsync(name), name);
        try
        {
            List<ClusterDefinition> definitions =
            [
                .. Enumerable
                    .Range(0, clusters)
                    .Select(i =>
                        Define(
                            string.Create(CultureInfo.InvariantCulture, $"{name}{i}"),
                            first + (2 * i)
                        )
                    ),
            ];
            await network.PlugAsync(
                host._namespace,
                name,
                [
                    .. definitions
                        .SelectMany(d => d.Topology.Nodes)
                        .Select(n => (n.Name.Value, n.Address.ToString())),
                ]
            );
            await host.PrepareAsync(definitions);
            foreach (var cluster in host._clusters)
                await cluster.WriteUsersAsync(cluster.Generate(users));
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        _console = ConsoleProcess.StartBy(
            _namespace.Enter,
            "--data",
            _folder.Path,
            "--urls",
            "http://127.0.0.1:8080",
            "--key-type",
            "ecdsa"
        );
        await _console.SignInLinkAsync();
    }

    public Task<Socket> SocketAsync() => _namespace.SocketAsync();

    /// <summary>Whether a port can be connected to from this machine.</summary>
    public async Task<bool> ConnectsToAsync(IPAddress address, int port)
    {
        using var socket = await SocketAsync();
        using var limit = new CancellationTokenSource(
            TimeSpan.FromSeconds(3),
            TimeProvider.System
        );
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What this machine's resolver answers for a name.</summary>
    public async Task<string> AddressOfAsync(NodeName name) =>
        (await _namespace.RunAsync("getent", "hosts", name.Value)).Split(' ')[0];

    /// <summary>What this machine's resolver answers for an address.</summary>
    public async Task<string> NameOfAsync(IPAddress address) =>
        (await _namespace.RunAsync("getent", "hosts", address.ToString())).Trim().Split(' ')[
            ^1
        ];

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
        foreach (var cluster in _clusters)
            cluster.Dispose();
        if (_services is not null)
            await _services.DisposeAsync();
        await _namespace.DisposeAsync();
        _folder.Dispose();
    }

    private static ClusterDefinition Define(string id, int first)
    {
        Node NodeAt(int number, NodeRole role) =>
            new(
                NodeName.Parse($"imp{number}.{id}.example"),
                IPAddress.Parse(PrivateNetwork.Address(first + number - 1)),
                role
            );
        var topology = new Topology([
            NodeAt(1, NodeRole.Publisher),
            NodeAt(2, NodeRole.Subscriber),
        ]);
        var cluster = ClusterId.Parse(id);
        return new ClusterDefinition(
            cluster,
            id,
            Lab.Traits,
            topology,
            SipFederation: true,
            Lab.DirectoryFile(cluster)
        );
    }

    /// <summary>
    /// Makes the data directory as the console would, but without listening: the addresses are not
    /// of the tests' own network.
    /// </summary>
    private async Task PrepareAsync(IEnumerable<ClusterDefinition> definitions)
    {
        using var directory = new DataDirectory(_folder.Path);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSqliteStorage(directory);
        _services = services.BuildServiceProvider();
        var databases = _services.GetRequiredService<IDatabases>();
        await databases.OpenConsoleAsync(CancellationToken.None);
        foreach (var definition in definitions)
        {
            var hosted = _services.GetRequiredService<HostedClusters>();
            var making = await databases.CreateAsync(
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
            var database = await databases.OpenAsync(
                directory.ClusterDbPath(definition.Id),
                CancellationToken.None
            );
            _clusters.Add(
                new Cluster(
                    this,
                    definition,
                    database,
                    directory.Resolve(definition.DirectoryFile!)
                )
            );
            await using var identities = new NodeIdentities(
                definition,
                database.Certificates,
                KeyType.Ecdsa,
                TimeProvider.System
            );
            await identities.MakeAllAsync(CancellationToken.None);
        }
    }
}
