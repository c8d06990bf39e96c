using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Network.Tests;

/// <summary>
/// A cluster of two nodes that a host's console hosts, seen through its file, its directory and its
/// AXL.
/// </summary>
internal sealed class Cluster : IDisposable
{
    /// <summary>
    /// A failure is noticed by the next connectivity test, within 15 s; then come time limits, and
    /// a machine that may be busy.
    /// </summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(75);

    /// <summary>What is waited for takes seconds, and all consoles share the machine.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly ClusterDefinition _definition;
    private readonly ClusterDatabase _database;
    private readonly string _directoryFile;
    private readonly HttpClient _http;
    private PeerId _peer;

    public Cluster(
        Host host,
        ClusterDefinition definition,
        ClusterDatabase database,
        string directoryFile
    )
    {
        (Host, _definition, _database, _directoryFile) = (
            host,
            definition,
            database,
            directoryFile
        );
        // A client on that very machine, at the publisher's address.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (context, token) =>
            {
                var socket = await host.SocketAsync();
                await socket.ConnectAsync(Nodes[0].Address, context.DnsEndPoint.Port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new UriBuilder(
                Uri.UriSchemeHttps,
                Publisher.Value,
                AxlSchema.Port
            ).Uri,
        };
    }

    public Host Host { get; }

    public NodeName Publisher => _definition.Topology.Publisher.Name;

    /// <summary>The publisher first.</summary>
    public IReadOnlyList<Node> Nodes => _definition.Topology.Nodes;

    /// <summary>What the directory file holds.</summary>
    public IReadOnlyList<EndUser> Users { get; private set; } = [];

    /// <summary>
    /// As an administrator would have added it, who was shown the other side's certificate and
    /// accepted it.
    /// </summary>
    public async Task AddPeerAsync(Cluster other)
    {
        var certificate = await other._database.Certificates.PemAsync(
            other.Publisher,
            CertificateServices.Tomcat,
            CancellationToken.None
        );
        var (username, password) = (
            Lab.ApplicationUser.Username,
            Lab.ApplicationUser.Password
        );
        _peer = await _database.Peers.AddAsync(
            new PeerDraft(other.Publisher, username, password, PeerProtocol.Tcp),
            certificate,
            CancellationToken.None
        );
    }

    public IReadOnlyList<EndUser> Generate(int users) =>
        GeneratedUsers.For(
            _definition.Id,
            _definition.Traits.Domain,
            _definition.Topology,
            users
        );

    /// <summary>Changes the directory file, which the Sync Agent reads within 10 s.</summary>
    public async Task WriteUsersAsync(IReadOnlyList<EndUser> users)
    {
        await DirectoryWriter.WriteAsync(_directoryFile, users, CancellationToken.None);
        Users = users;
    }

    public Task<UserDigest> HomeUsersAsync() =>
        _database.Definition.HomeUsersAsync(CancellationToken.None);

    public Task<StoredPeer> PeerAsync() =>
        _database.Peers.ReadAsync(_peer, CancellationToken.None);

    public async Task<SyncReceipt?> LastPassAsync() => (await PeerAsync()).LastPass;

    public Task<IReadOnlyList<Alarm>> AlarmsAsync() =>
        _database.Alarms.FindAsync(new AlarmSearch(ActiveOnly: true), CancellationToken.None);

    /// <summary>
    /// Every user that the cluster's AXL tells of, its own and the peer's, in order.
    /// </summary>
    public async Task<IReadOnlyList<string>> UserIdsAsync()
    {
        var ids = new List<string>();
        var axl = new AxlClient(
            _http,
            Lab.ApplicationUser.Username,
            Lab.ApplicationUser.Password,
            TimeProvider.System
        );
        await foreach (
            var row in axl.QueryAsync("SELECT userid FROM enduser", CancellationToken.None)
        )
            ids.Add(row["userid"]);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Waits until something holds; where it does not come to, the console's output says more.
    /// </summary>
    public async Task<T> ReachesAsync<T>(Func<Task<T?>> state, string what)
        where T : class
    {
        try
        {
            return await Eventually.GetAsync(state, s_deadline, what, s_pause);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{_definition.Id}: {e.Message}\n{Host.Output}", e);
        }
    }

    /// <summary>Waits until a pass has failed so.</summary>
    public async Task<SyncReceipt> FailsAsync(
        PassLayer layer,
        string code,
        params string[] args
    )
    {
        var pass = await ReachesAsync<SyncReceipt>(
            async () =>
                await LastPassAsync() is { Failure: { } failure } last
                && (failure.Layer, failure.Problem.Code) == (layer, code)
                    ? last
                    : null,
            $"a pass fails at {layer}: {code}"
        );
        Assert.Equal(args, ProblemCode.ArgumentsOf(pass.Failure!.Problem));
        return pass;
    }

    /// <summary>Waits for the one alarm that is then active.</summary>
    public async Task AlarmsAsync(string name, NodeName subject)
    {
        var alarm = await ReachesAsync<Alarm>(
            async () =>
                await AlarmsAsync() is [var only] && only.Kind.Name == name ? only : null,
            $"the alarm {name}"
        );
        Assert.Equal(subject.Value, alarm.Subject);
    }

    public void Dispose()
    {
        _http.Dispose();
        _database.Close();
    }
}
