using System.Net.Sockets;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>A cluster that this process runs: a small class for each capability, and its nodes.</summary>
internal sealed partial class HostedCluster : ICluster, IAsyncDisposable
{
    private readonly ClusterContext _context;
    private readonly InterclusterSyncAgent _agent;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<NodeHost> _nodes = [];
    private Task _started = Task.CompletedTask;

    private HostedCluster(ClusterContext context)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<HostedCluster>();
        _agent = new InterclusterSyncAgent(context);
        Peering = new HostedPeering(context, _agent);
        Users = new HostedUsers(context.Database);
        Certificates = new HostedCertificates(context.Database.Certificates);
    }

    public ClusterId Id => _context.Id;

    public ClusterTraits Traits => _context.Traits;

    public Topology Topology => _context.Topology;

    public ClusterState State { get; private set; } = ClusterState.Starting;

    public Problem? Fault { get; private set; }

    public IPeering Peering { get; }

    public IHomeUsers Users { get; }

    public INodeCertificates Certificates { get; }

    public IChangeFeed Changes => _context.Changes;

    /// <summary>Ends when all nodes listen, or the cluster is faulted.</summary>
    public Task Started => _started;

    public static async Task<HostedCluster> OpenAsync(
        ClusterDatabase database, INameResolver names, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var (id, traits, topology) = await database.Definition.ReadAsync(cancellationToken);
        return new HostedCluster(new ClusterContext(id, traits, topology, database, new ChangeHub(time), names, time, loggers));
    }

    /// <summary>Begins to start; a key may have to be made first, so the nodes listen a moment later.</summary>
    public void Start() => _started = Task.Run(StartAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _started;
        await Task.WhenAll([_agent.DisposeAsync().AsTask(), .. _nodes.Select(n => n.DisposeAsync().AsTask())]);
        _context.Database.Close();
        _stop.Dispose();
    }

    private async Task StartAsync()
    {
        try
        {
            var identities = new NodeIdentities(_context.Database.Certificates, _context.Time);
            var logins = new AxlLogin(_context.Database.Definition);
            foreach (var node in Topology.Nodes)
            {
                var tomcat = await identities.TomcatAsync(node, Topology, _stop.Token);
                var host = new NodeHost(node, tomcat, new AxlEndpoint(Traits.Release.Text(), logins, _context.Database.Published), _context.Loggers);
                _nodes.Add(host);
                if (!await ListenAsync(node, host)) break;
            }

            if (Fault is null) State = ClusterState.Running;
            _context.Changes.Tell();
            // After the listeners: clusters of this process that start together find each other there. A fault of ours does not keep peers away.
            await _agent.StartAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Fail(e, new Problem("Unexpected"));
        }
    }

    private async Task<bool> ListenAsync(Node node, NodeHost host)
    {
        try
        {
            await host.StartAsync(_stop.Token);
            LogListening(Id.Value, node.Name.Value);
            return true;
        }
        // In use, or not an address of this machine.
        catch (Exception e) when (e is IOException or SocketException)
        {
            Fail(e, new Problem("NodeAddressInUse", null, node.Name.Value));
            return false;
        }
    }

    private void Fail(Exception e, Problem problem)
    {
        LogFault(e, Id.Value, problem.Code);
        (State, Fault) = (ClusterState.Faulted, problem);
        _context.Changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: node {Node} listens")]
    private partial void LogListening(string cluster, string node);

    [LoggerMessage(LogLevel.Error, "{Cluster}: not all nodes could be started: {Code}")]
    private partial void LogFault(Exception exception, string cluster, string code);
}
