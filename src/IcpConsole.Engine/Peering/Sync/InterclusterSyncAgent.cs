using System.Collections.Concurrent;
using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Users;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Cisco Intercluster Sync Agent of a cluster: its peer entries and, while the service runs on the
/// publisher, an agent for each.
/// </summary>
internal sealed partial class InterclusterSyncAgent : IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMinutes(1);

    private readonly ClusterContext _cluster;
    private readonly NodeIdentities _identities;
    private readonly Neighbours _neighbours;
    private readonly RouterNews _news;
    private readonly AsyncLock _changing = new();
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<PeerId, Session> _sessions = new();
    private volatile bool _closed;
    private SupervisedLoop? _watch;

    /// <summary>Passes and failures that an alarm was raised for.</summary>
    private readonly HashSet<(PeerId Peer, DateTimeOffset? Since)> _told = [];

    public InterclusterSyncAgent(
        ClusterContext cluster,
        NodeIdentities identities,
        SyncAgent users,
        AlarmLog alarms,
        NodeContacts contacts
    )
    {
        (_cluster, _identities, _news) = (cluster, identities, contacts.News);
        Board = new StatusBoard(cluster);
        _log = cluster.Loggers.CreateLogger<InterclusterSyncAgent>();
        _neighbours = new Neighbours(
            id => Board.OthersOf(id),
            () => users.Sync.Finished,
            new PassQueue(cluster.Time),
            alarms,
            contacts.Known
        );
    }

    /// <summary>What is known of the peers.</summary>
    public StatusBoard Board { get; }

    /// <summary>
    /// The longest that a pass has waited for the others within the last interval.
    /// </summary>
    public TimeSpan LongestWait =>
        _neighbours.Queue.LongestWait(_cluster.Parameters.Agent.Interval);

    /// <summary>
    /// Something was uploaded to a trust store that peers are told of when the agent starts, and
    /// not before (Cisco, <em>Security Guide</em>).
    /// </summary>
    public bool OwesTrust { get; private set; }

    public Session? Find(PeerId id) => _sessions.GetValueOrDefault(id);

    private bool Runs =>
        _cluster.Services.Runs(
            _cluster.Topology.Publisher.Name,
            ServiceCatalogue.InterclusterSyncAgent
        );

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using (await _changing.EnterAsync(cancellationToken))
            await TellTrustAsync(cancellationToken);
        foreach (var id in await _cluster.Database.Peers.ListAsync(cancellationToken))
        {
            try
            {
                using var turn = await _changing.EnterAsync(cancellationToken);
                // One that was added or deleted since is looked after already.
                if (
                    Find(id) is null
                    && (await _cluster.Database.Peers.ListAsync(cancellationToken)).Contains(
                        id
                    )
                )
                    await OpenAsync(id, cancellationToken);
            }
            // One entry that cannot be read, its key lost, say, does not keep the others from their
            // work.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotStarted(e, _cluster.Id.Value, id.Value);
            }
        }

        _news.LinkTaken = HearOfLink;
        _watch = new SupervisedLoop(
            $"{_cluster.Id}: the look for passes that hang",
            RecoverAsync,
            _cluster.Time,
            _log
        )
        {
            Period = () => s_lookEvery,
            FaultPause = s_lookEvery,
        };
        _watch.Start();
    }

    private void HearOfLink(NodeName from)
    {
        foreach (var session in _sessions.Values)
            if (
                session.Peer.Address == from
                || session.Status.Now.RemoteNodes.Any(n => n.Name == from)
            )
                session.HearOfLink();
    }

    /// <summary>
    /// Closes an entry; its last status stays in sight until it is opened again or removed.
    /// </summary>
    public async Task CloseAsync(PeerId id)
    {
        if (Find(id) is { } session)
            await session.DisposeAsync();
    }

    /// <summary>Opens an entry as it is kept, in place of the one that may be open.</summary>
    public async Task OpenAsync(PeerId id, CancellationToken cancellationToken)
    {
        await CloseAsync(id);
        if (_closed)
            return;
        var session = await Session.OpenAsync(
            _cluster,
            id,
            _neighbours,
            _identities,
            cancellationToken
        );
        _sessions[id] = session;
        Board.Show(session.Status);
        _neighbours.Known.Refresh();
        await FollowServiceAsync(session);
        // The cluster may have ended meanwhile; a successor looks after the entry then.
        if (_closed)
            await CloseAsync(id);
        _cluster.Changes.Tell();
    }

    public async Task RemoveAsync(PeerId id)
    {
        await CloseAsync(id);
        _sessions.TryRemove(id, out _);
        Board.Remove(id);
        _neighbours.Known.Refresh();
        _cluster.Changes.Tell();
    }

    /// <summary>
    /// Saves, deletions and restarts follow each other, so that each sees what the one before left.
    /// </summary>
    public async Task<T> InTurnAsync<T>(
        Func<Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _changing.EnterAsync(cancellationToken);
        return await change();
    }

    /// <summary>
    /// Changes what is kept of an entry while nobody works with it. Whatever comes of the change,
    /// the entry is looked after again.
    /// </summary>
    public async Task<T> WhileClosedAsync<T>(PeerId id, Func<Task<T>> change)
    {
        await CloseAsync(id);
        try
        {
            return await change();
        }
        finally
        {
            await OpenAsync(id, CancellationToken.None);
        }
    }

    /// <inheritdoc cref="WhileClosedAsync{T}"/>
    public Task WhileClosedAsync(PeerId id, Func<Task> change) =>
        WhileClosedAsync(id, async () =>
        {
            await change();
            return true;
        });

    /// <summary>
    /// The service was started or stopped on the publisher. What runs without it, the routers'
    /// links above all, loses no beat.
    /// </summary>
    public async Task FollowServiceAsync(CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken);
        await TellTrustAsync(cancellationToken);
        await Task.WhenAll(_sessions.Values.Select(FollowServiceAsync));
    }

    /// <summary>
    /// A trust store was changed by hand: each entry judges by what it holds now, and a pass says
    /// what came of it.
    /// </summary>
    public async Task TrustChangedAsync()
    {
        using var turn = await _changing.EnterAsync(CancellationToken.None);
        OwesTrust = await _cluster.Database.Certificates.HasUntoldAsync(
            CancellationToken.None
        );
        foreach (var session in _sessions.Values)
        {
            await session.Trust.ReadAsync(_cluster, session.Peer.Id, CancellationToken.None);
            // One that the peer told of and that was deleted is asked for again.
            session.AuthoritiesRead = null;
            session.Notice();
        }
    }

    /// <summary>
    /// The cluster may have other enterprise groups than before: they are held against those that
    /// peers have told of.
    /// </summary>
    public async Task CompareGroupsAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values)
            if (session.Status.Now.Groups is { } groups)
                await session.CompareGroupsAsync(groups.At, cancellationToken);
    }

    /// <summary>A router of this cluster was started or stopped.</summary>
    public void FollowRouters()
    {
        foreach (var session in _sessions.Values)
            session.Links.Follow();
    }

    private async Task TellTrustAsync(CancellationToken cancellationToken)
    {
        if (Runs)
            await _cluster.Database.Certificates.TellAsync(cancellationToken);
        OwesTrust = await _cluster.Database.Certificates.HasUntoldAsync(cancellationToken);
    }

    private async Task FollowServiceAsync(Session session)
    {
        if (Runs)
            await session.StartAgentAsync();
        else
        {
            await session.StopAgentAsync();
            // Nobody looks any more, so nothing is known.
            session.Status.Update(s =>
                s with
                {
                    Connectivity = null,
                    Sync = s.Sync with
                    {
                        Phase = SyncPhase.AgentStopped,
                        NextAt = null,
                        RunningSince = null,
                        FailingSince = null,
                    },
                }
            );
        }
    }

    /// <summary>Looks for passes that hang or keep failing (the guide, steps 8 and 9).</summary>
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken);
        var parameters = _cluster.Parameters.Agent;
        var stuck = new List<(PeerStatus Status, Problem Problem)>();
        foreach (var status in _sessions.Values.Select(s => s.Status.Now))
        {
            if (status.Sync.Stuck(parameters, _cluster.Time.GetUtcNow()) is not { } problem)
                continue;
            stuck.Add((status, problem));
            // One that is not to be recovered is told of once.
            if (
                _told.Add(
                    (status.Peer.Id, status.Sync.RunningSince ?? status.Sync.FailingSince)
                )
            )
                await _neighbours.Alarms.RaiseAsync(
                    AlarmCatalogue.PeerPeriodicSyncingFailure,
                    status.Peer.Address.Value,
                    problem,
                    cancellationToken
                );
        }

        if (stuck.Count == 0 || !parameters.AutoRecovery)
            return;
        LogRestart(_cluster.Id.Value);
        _told.Clear();
        foreach (var (status, problem) in stuck)
            await KeepRecoveryAsync(status, problem, cancellationToken);
        await TellTrustAsync(cancellationToken);
        await Task.WhenAll(_sessions.Values.Select(FollowServiceAsync));
    }

    /// <summary>
    /// What is abandoned leaves no receipt of its own: the recovery does in its place. That it
    /// cannot be kept does not stop the recovery.
    /// </summary>
    private async Task KeepRecoveryAsync(
        PeerStatus status,
        Problem problem,
        CancellationToken cancellationToken
    )
    {
        var now = _cluster.Time.GetUtcNow();
        var receipt = SyncReceipt.Failed(
            SyncTrigger.Recovery,
            now,
            new PeerFailure(
                PassLayer.Query,
                problem switch
                {
                    SyncHangs hangs => new SyncAbandoned(hangs.Minutes),
                    SyncKeepsFailing fails => new AgentRestarted(fails.Minutes),
                    _ => problem,
                }
            )
        );
        try
        {
            await _cluster.Database.Receipts.KeepAsync(
                status.Peer.Id,
                receipt with
                {
                    StartedAt = status.Sync.RunningSince ?? now,
                },
                cancellationToken
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotKept(e, _cluster.Id.Value, status.Peer.Address.Value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        _news.LinkTaken = null;
        if (_watch is not null)
            await _watch.DisposeAsync();
        await Task.WhenAll(_sessions.Keys.Select(CloseAsync));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Cluster}: Cisco Intercluster Sync Agent restarts to recover passes that hang or keep failing"
    )]
    private partial void LogRestart(string cluster);

    [LoggerMessage(LogLevel.Error, "{Cluster}: the recovery of {Peer} could not be noted")]
    private partial void LogNotKept(Exception exception, string cluster, string peer);

    [LoggerMessage(LogLevel.Error, "{Cluster}: peer {Peer} could not be started")]
    private partial void LogNotStarted(Exception exception, string cluster, int peer);
}
