using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Peering;
using IcpConsole.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Network.Tests;

/// <summary>A machine with one cluster of two nodes, and a console that hosts it.</summary>
internal sealed class Host : IAsyncDisposable
{
    /// <summary>A failure is noticed by the next connectivity test, or after a backoff of at most 20 s here; then come time limits and a machine that may be busy.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(75);

    /// <summary>What is waited for takes seconds, and ten consoles share the machine.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly TempFolder _folder = new();
    private readonly Namespace _namespace;
    private readonly ClusterDefinition _cluster;
    private readonly string _directoryFile;
    private ServiceProvider? _services;
    private ClusterDatabase? _database;
    private ConsoleProcess? _console;
    private HttpClient? _http;
    private PeerId _peer;

    private Host(Namespace place, ClusterDefinition cluster)
    {
        (_namespace, _cluster) = (place, cluster);
        _directoryFile = _folder.File(cluster.DirectoryFile!);
    }

    public NodeName Publisher => _cluster.Topology.Publisher.Name;

    public IReadOnlyList<Node> Nodes => _cluster.Topology.Nodes;

    public IReadOnlyList<EndUser> Users { get; private set; } = [];

    /// <summary>As the console itself opened it.</summary>
    private ClusterDatabase Database => _database ?? throw new InvalidOperationException("The host is not prepared.");

    /// <param name="network">It is plugged in there, on the port of its name.</param>
    /// <param name="id">Of the cluster.</param>
    /// <param name="last">Where its addresses begin.</param>
    /// <param name="users">How many it has.</param>
    public static async Task<Host> MakeAsync(PrivateNetwork network, string id, int last, int users)
    {
        Node NodeAt(int number, NodeRole role) => new(NodeName.Parse($"imp{number}.{id}.example"), IPAddress.Parse(PrivateNetwork.Address(last + number)), role);
        var topology = new Topology([NodeAt(1, NodeRole.Publisher), NodeAt(2, NodeRole.Subscriber)]);
        var cluster = ClusterId.Parse(id);
        var host = new Host(
            await Namespace.MakeAsync(id), new ClusterDefinition(cluster, id, Lab.Traits, topology, SipFederation: true, Lab.ApplicationUser.Username, Lab.DirectoryFile(cluster)));
        try
        {
            await network.PlugAsync(host._namespace, id, [.. topology.Nodes.Select(n => (n.Name.Value, n.Address.ToString()))]);
            await host.PrepareAsync();
            await host.WriteUsersAsync(GeneratedUsers.For(cluster, Lab.Traits.Domain, topology, users));
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>As an administrator would have added it, who was shown the other side's certificate and accepted it.</summary>
    public async Task AddPeerAsync(Host other)
    {
        var certificate = await other.Database.Certificates.PemAsync(other.Publisher, CertificateServices.Tomcat, CancellationToken.None);
        var (username, password) = (Lab.ApplicationUser.Username, Lab.ApplicationUser.Password);
        _peer = await Database.Peers.AddAsync(new PeerDraft(other.Publisher, username, password, PeerProtocol.Tcp), certificate, CancellationToken.None);
    }

    public async Task StartAsync()
    {
        _console = ConsoleProcess.StartBy(_namespace.Enter, "--data", _folder.Path, "--urls", "http://127.0.0.1:8080", "--key-type", "ecdsa");
        await _console.SignInLinkAsync();
    }

    /// <summary>Changes the directory file, which the Sync Agent reads within 10 s.</summary>
    public async Task WriteUsersAsync(IReadOnlyList<EndUser> users)
    {
        await DirectoryWriter.WriteAsync(_directoryFile, users, CancellationToken.None);
        Users = users;
    }

    /// <summary>The users of this cluster, made as those it began with.</summary>
    public IReadOnlyList<EndUser> Generate(int users) => GeneratedUsers.For(_cluster.Id, Lab.Traits.Domain, _cluster.Topology, users);

    public Task<UserDigest> HomeUsersAsync() => Database.Definition.HomeUsersAsync(CancellationToken.None);

    public Task<StoredPeer> PeerAsync() => Database.Peers.ReadAsync(_peer, CancellationToken.None);

    public Task<IReadOnlyList<Alarm>> AlarmsAsync(bool activeOnly = true) => Database.Alarms.FindAsync(new AlarmSearch(ActiveOnly: activeOnly), CancellationToken.None);

    /// <summary>Every user that the cluster's AXL tells of, its own and the peer's, in order.</summary>
    public async Task<IReadOnlyList<string>> UserIdsAsync()
    {
        var ids = new List<string>();
        await foreach (var row in new AxlClient(Http, Lab.ApplicationUser.Username, Lab.ApplicationUser.Password, TimeProvider.System).QueryAsync("SELECT userid FROM enduser", CancellationToken.None))
            ids.Add(row["userid"]);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a port can be connected to from this machine.</summary>
    public async Task<bool> ConnectsToAsync(IPAddress address, int port)
    {
        using var socket = await _namespace.SocketAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), TimeProvider.System);
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
    public async Task<string> AddressOfAsync(NodeName name) => (await _namespace.RunAsync("getent", "hosts", name.Value)).Split(' ')[0];

    /// <summary>What this machine's resolver answers for an address.</summary>
    public async Task<string> NameOfAsync(IPAddress address) => (await _namespace.RunAsync("getent", "hosts", address.ToString())).Trim().Split(' ')[^1];

    /// <summary>Waits until something holds of this machine; where it does not come to, the console's output says more.</summary>
    public async Task<T> ReachesAsync<T>(Func<Task<T?>> state, string what)
        where T : class
    {
        try
        {
            return await Eventually.GetAsync(state, s_deadline, what, s_pause);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{_cluster.Id}: {e.Message}\n{_console?.Output}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_console is not null) await _console.DisposeAsync();
        _http?.Dispose();
        _database?.Close();
        if (_services is not null) await _services.DisposeAsync();
        await _namespace.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>An AXL client on this very machine, at the publisher's address.</summary>
    private HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (context, token) =>
        {
            var socket = await _namespace.SocketAsync();
            await socket.ConnectAsync(_cluster.Topology.Publisher.Address, context.DnsEndPoint.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new UriBuilder(Uri.UriSchemeHttps, Publisher.Value, AxlSchema.Port).Uri };

    /// <summary>Makes the data directory as the console would, but without listening: the addresses are not of this machine's network.</summary>
    private async Task PrepareAsync()
    {
        using var directory = new DataDirectory(_folder.Path);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddIcpStorage(directory);
        _services = services.BuildServiceProvider();
        await using (var db = await _services.GetRequiredService<IDbContextFactory<ConsoleDb>>().CreateDbContextAsync())
            await db.MigrateAsync(CancellationToken.None);
        var hosted = _services.GetRequiredService<HostedClusters>();
        await hosted.BeginAsync(_cluster.Id, CancellationToken.None);
        _database = await ClusterDatabase.OpenAsync(directory.ClusterDbPath(_cluster.Id), _services.GetRequiredService<SecretProtector>(), TimeProvider.System, CancellationToken.None);
        await _database.Definition.CreateAsync(_cluster, AxlLogin.Hash(Lab.ApplicationUser.Username, Lab.ApplicationUser.Password), CancellationToken.None);
        await using var identities = new NodeIdentities(_cluster, _database.Certificates, KeyType.Ecdsa, TimeProvider.System);
        await identities.MakeAllAsync(CancellationToken.None);
        await hosted.MarkAsync(_cluster.Id, ready: true, CancellationToken.None);
    }
}
