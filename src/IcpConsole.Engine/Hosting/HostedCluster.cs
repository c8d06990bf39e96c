using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Diagnostics;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Nodes;
using IcpConsole.Engine.Parameters;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>
/// A cluster that this process runs: a small class for each capability, and its nodes.
/// </summary>
internal sealed partial class HostedCluster : IServiceHosts, IAsyncDisposable
{
    private static readonly TimeSpan s_giveBackEvery = TimeSpan.FromMinutes(1);

    /// <summary>What only the time changes, or nobody is told of, is shown so soon.</summary>
    private static readonly TimeSpan s_snapshotAge = TimeSpan.FromSeconds(1);

    private readonly ClusterContext _context;
    private readonly NodeIdentities _identities;
    private readonly InterclusterSyncAgent _agent;
    private readonly IReadOnlyList<NodeHost> _nodes;
    private readonly SupervisedLoop _dataMonitor;
    private readonly SupervisedLoop _expiryMonitor;
    private readonly SupervisedLoop _spaceKeeper;
    private readonly StatusPublisher _publisher;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _ending = new();
    private readonly Lock _making = new();
    private Task _work = Task.CompletedTask;
    private Task? _disposal;
    private MadeSnapshot? _made;

    private HostedCluster(ClusterContext context, EngineEnvironment environment, Opened opened)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<HostedCluster>();
        _identities = new NodeIdentities(
            context.Definition,
            context.Database.Certificates,
            environment.KeyType,
            context.Time
        );
        OpenedAt = context.Time.GetUtcNow();
        (Alarms, Users, Redundancy) = (opened.Alarms, opened.Users, opened.Redundancy);
        var contacts = new NodeContacts(
            new KnownAddresses(context),
            new RouterNews(context.Time)
        );
        _agent = new InterclusterSyncAgent(context, _identities, Users, Alarms, contacts);
        Users.GroupsChangedAsync = _agent.CompareGroupsAsync;
        ApplicationUsers = new HostedApplicationUsers(context, opened.Logins);
        var restarts = new PendingRestarts(context, _agent, _identities);
        Services = new HostedServices(
            context,
            ApplicationUsers,
            this,
            restarts,
            opened.Reader
        );
        _dataMonitor = new DataMonitor(context, Alarms).Watch();
        _expiryMonitor = new CertificateExpiryMonitor(context, Alarms).Watch();
        _spaceKeeper = new SupervisedLoop(
            $"{context.Id}: the return of free space",
            context.GiveBackRoomAsync,
            context.Time,
            _log
        )
        {
            Period = () => s_giveBackEvery,
            FaultPause = s_giveBackEvery,
        };
        EndUsers = new HostedEndUsers(context);
        UserChecks = new HostedUserChecks(context, (peer, change, stop) =>
            _agent.InTurnAsync(() => _agent.WhileClosedAsync(peer, change), stop)
        );
        Peering = new HostedPeering(context, _agent, Alarms, environment.Operations);
        PeerTrust = new HostedPeerTrust(context, _agent);
        Certificates = new HostedCertificates(context, _identities, _agent.TrustChangedAsync);
        Parameters = new HostedParameters(context);
        _publisher = new StatusPublisher(context, contacts.News, Peers, restarts.List);
        var listeners = new NodeListeners(
            context,
            _identities,
            contacts,
            new TomcatEndpoints.Factory(
                context,
                opened.Logins,
                Services,
                Certificates,
                new AxlObjects(context, opened.NodeIds, Parameters)
            ),
            environment.Port443
        );
        _nodes =
        [
            .. Topology.Nodes.Select(node => new NodeHost(
                context,
                node,
                _identities,
                listeners
            )),
        ];
        Diagnostics = new Troubleshooter(
            context,
            environment.Operations,
            new SystemSection(context, Alarms, Services),
            new SyncAgentSection(context, Users),
            new SipProxySection(context, Snapshot),
            new PeerSection(context, _agent, Users),
            new TopologySection(context, Users, UserChecks, Redundancy, Peers),
            new XcpSection(context),
            new UserSection(context, UserChecks),
            new CertificateSection(context, Certificates)
        );
        Peering.Offer(Handlers);
        PeerTrust.Offer(Handlers);
        Redundancy.Offer(Handlers);
        Users.Offer(Handlers);
        new DirectoryPreviews(
            context,
            () => Users.Sync.File,
            environment.Directory.Resolve
        ).Offer(Handlers);
        EndUsers.Offer(Handlers);
        UserChecks.Offer(Handlers);
        ApplicationUsers.Offer(Handlers);
        Certificates.Offer(Handlers);
        Services.Offer(Handlers);
        Parameters.Offer(Handlers);
        Alarms.Offer(Handlers);
        Diagnostics.Offer(Handlers);
    }

    public ClusterDefinition Definition => _context.Definition;

    public ClusterId Id => _context.Id;

    public ClusterTraits Traits => _context.Traits;

    public Topology Topology => _context.Topology;

    public DateTimeOffset OpenedAt { get; }

    public ClusterState State { get; private set; } = ClusterState.Starting;

    public Problem? Fault { get; private set; }

    /// <summary>What answers requests.</summary>
    public Handlers Handlers { get; } = new();

    public HostedPeering Peering { get; }

    public HostedPeerTrust PeerTrust { get; }

    public StatusBoard Peers => _agent.Board;

    public ServerRecovery Redundancy { get; }

    public SyncAgent Users { get; }

    public HostedEndUsers EndUsers { get; }

    public HostedUserChecks UserChecks { get; }

    public HostedApplicationUsers ApplicationUsers { get; }

    public HostedCertificates Certificates { get; }

    public HostedServices Services { get; }

    public HostedParameters Parameters { get; }

    public AlarmLog Alarms { get; }

    public Troubleshooter Diagnostics { get; }

    /// <summary>Ends when all nodes listen, or the cluster is faulted.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// The cluster as it is now: whoever asks between two changes gets the same, for a second.
    /// </summary>
    public ClusterSnapshot Snapshot()
    {
        lock (_making)
        {
            var change = _context.Changes.Count;
            if (
                _made is { } made
                && made.Change == change
                && _context.Time.GetElapsedTime(made.At) < s_snapshotAge
            )
                return made.Snapshot;
            _made = new MadeSnapshot(change, _context.Time.GetTimestamp(), MakeSnapshot());
            return _made.Snapshot;
        }
    }

    /// <summary>The cluster as it is now, made anew.</summary>
    internal ClusterSnapshot MakeSnapshot() =>
        new(_context.Changes.NextSnapshot(), OpenedAt, Definition, State, Fault)
        {
            Peering = new PeeringSnapshot(Peers.All, _agent.LongestWait),
            Redundancy = Redundancy.Snapshot(),
            Users = new UsersSnapshot(Users.Sync),
            Services = Services.Snapshot(),
            Parameters = Parameters.Snapshot(),
            Alarms = new AlarmsSnapshot(Alarms.Waiting),
            Diagnostics = Diagnostics.Snapshot(),
            Offers = Capabilities.All,
        };

    /// <summary>
    /// Begins to start; a key may have to be made first, so the nodes listen a moment later.
    /// </summary>
    public void Start()
    {
        Started = Task.Run(ListenAsync, CancellationToken.None);
        _work = Task.Run(WorkAsync, CancellationToken.None);
    }

    /// <summary>Takes what no node depends on, while all of them run on.</summary>
    /// <param name="definition">Was kept.</param>
    /// <param name="directoryFile">Its full path; null for none.</param>
    public async Task BecomeAsync(ClusterDefinition definition, string? directoryFile)
    {
        _context.Become(definition);
        if (directoryFile != Users.Sync.File)
            await Users.FollowFileAsync(directoryFile);
        _context.Changes.Tell();
    }

    public ValueTask DisposeAsync()
    {
        lock (_ending)
            return new ValueTask(_disposal ??= EndAsync());
    }

    /// <summary>From now on it asks no peer for anything.</summary>
    public async Task StopAgentAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await _agent.DisposeAsync();
    }

    private async Task EndAsync()
    {
        await StopAgentAsync();
        await Diagnostics.DisposeAsync();
        await Services.DisposeAsync();
        IEnumerable<IAsyncDisposable> parts =
        [
            Redundancy,
            _publisher,
            _dataMonitor,
            _expiryMonitor,
            _spaceKeeper,
            Users,
            .. _nodes,
        ];
        await Task.WhenAll(parts.Select(p => p.DisposeAsync().AsTask()));
        await _identities.DisposeAsync();
        _context.Database.Close();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            foreach (var host in _nodes)
            {
                try
                {
                    await host.StartAsync(_stop.Token);
                }
                catch (PortInUseException e)
                {
                    Fail(e, new NodeAddressInUse(host.Node.Address, e.Port));
                    return;
                }

                LogListening(Id.Value, host.Name.Value);
            }

            State = ClusterState.Running;
            _context.Changes.Tell();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        catch (Exception e)
        {
            Fail(e, new Unexpected());
        }
    }

    private async Task WorkAsync()
    {
        await Users.FollowServiceAsync();
        // After the listeners: clusters of this process that start together find each other there.
        // A fault of ours does not keep peers away.
        await Started;
        try
        {
            await _agent.StartAsync(_stop.Token);
            _publisher.Start();
            Redundancy.Start();
            Diagnostics.Start();
            _dataMonitor.Start();
            await _identities.MakeAllAsync(_stop.Token);
            _expiryMonitor.Start();
            _context.Changes.Tell();
            _context.Notices.Tell();
            await Task.Run(
                () => _context.Database.RemoteUserWriter.RemoveOrphans(_stop.Token),
                _stop.Token
            );
            _spaceKeeper.Start();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        catch (Exception e)
        {
            Fail(e, new Unexpected());
        }
    }

    INodeHost? IServiceHosts.Find(NodeName node) =>
        State == ClusterState.Running ? _nodes.FirstOrDefault(n => n.Name == node) : null;

    /// <summary>What works for the whole cluster follows the service that it is.</summary>
    async Task IServiceHosts.FollowAsync(NodeName node, NodeService service)
    {
        if (service == ServiceCatalogue.XcpRouter)
            _agent.FollowRouters();
        if (service == ServiceCatalogue.DataMonitor)
            _dataMonitor.TurnNow();
        if (service == ServiceCatalogue.CertificateExpiryMonitor)
            _expiryMonitor.TurnNow();
        if (service == ServiceCatalogue.SyncAgent)
            await Users.FollowServiceAsync();
        if (service != ServiceCatalogue.InterclusterSyncAgent)
            return;
        if (node == Topology.Publisher.Name)
            await _agent.FollowServiceAsync(CancellationToken.None);
        _context.Notices.Tell();
    }

    private void Fail(Exception e, Problem problem)
    {
        LogFault(e, Id.Value, problem.Code);
        (State, Fault) = (ClusterState.Faulted, problem);
        _context.Services.GiveUp(problem, _context.Time.GetUtcNow());
        _context.Changes.Tell();
    }

    /// <param name="Change">Of the last change that it shows.</param>
    /// <param name="At">When it was made, as a time stamp.</param>
    /// <param name="Snapshot">The snapshot.</param>
    private sealed record MadeSnapshot(long Change, long At, ClusterSnapshot Snapshot);

    [LoggerMessage(LogLevel.Information, "{Cluster}: node {Node} listens")]
    private partial void LogListening(string cluster, string node);

    [LoggerMessage(LogLevel.Error, "{Cluster}: not all nodes could be started: {Code}")]
    private partial void LogFault(Exception exception, string cluster, string code);
}
