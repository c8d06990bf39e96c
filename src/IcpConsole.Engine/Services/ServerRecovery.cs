using System.Collections.Concurrent;
using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Cisco Server Recovery Manager: asks the nodes of each group that has high availability how they
/// are, over 8443 as anybody does, and moves the users of a node that is down to the other one, and
/// back (Cisco, <em>Configure Redundancy and High Availability</em>). Who serves whom is kept, so
/// that it outlasts a restart.
/// </summary>
internal sealed partial class ServerRecovery : IAsyncDisposable
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>
    /// So long is a node in order, and its users away, before they return by themselves.
    /// </summary>
    private static readonly TimeSpan s_fallBackAfter = TimeSpan.FromMinutes(30);

    private static readonly AlarmKind[] s_alarms =
    [
        AlarmCatalogue.ServerRecoveryFailover,
        AlarmCatalogue.ServerRecoveryFailed,
    ];

    private readonly ClusterContext _cluster;
    private readonly NodeReader _reader;
    private readonly AlarmLog _alarms;
    private readonly SupervisedLoop _check;
    private readonly AsyncLock _changing = new();
    private readonly ILogger _log;

    /// <summary>Of the looks alone.</summary>
    private readonly NodesSeen _seen;
    private readonly ConcurrentDictionary<NodeName, long> _moved = new();
    private volatile Redundancy _now;
    private volatile RedundancyLook? _look;
    private bool _closed;

    private ServerRecovery(
        ClusterContext cluster,
        NodeReader reader,
        AlarmLog alarms,
        Redundancy now
    )
    {
        (_cluster, _reader, _alarms, _now) = (cluster, reader, alarms, now);
        _seen = new NodesSeen(cluster.Time);
        _log = cluster.Loggers.CreateLogger<ServerRecovery>();
        _check = new SupervisedLoop(
            $"{cluster.Id}: the look at the nodes",
            LookAsync,
            cluster.Time,
            _log
        )
        {
            Period = () =>
                _now.HighAvailability.Count > 0 ? s_heartbeat : Timeout.InfiniteTimeSpan,
            FaultPause = s_heartbeat,
        };
    }

    public Redundancy Now => _now;

    public RedundancyLook? Look => _look;

    public void Offer(Handlers handlers)
    {
        handlers.Add<SetHighAvailability>(
            (r, stop) => SetHighAvailabilityAsync(r.Group, r.On, stop)
        );
        handlers.Add<FailOver>((r, stop) => FailOverAsync(r.Node, stop));
        handlers.Add<FallBack>((r, stop) => FallBackAsync(r.Node, stop));
    }

    public RedundancySnapshot Snapshot() => new(Now, Look);

    public static async Task<ServerRecovery> OpenAsync(
        ClusterContext cluster,
        NodeReader reader,
        AlarmLog alarms,
        CancellationToken cancellationToken
    ) =>
        new(
            cluster,
            reader,
            alarms,
            await cluster.Database.Redundancy.ReadAsync(cancellationToken)
        );

    public void Start() => _check.Start();

    /// <summary>Ends when the change under way has: a successor reads what it left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _check.DisposeAsync();
        using (await _changing.EnterAsync(CancellationToken.None))
            _closed = true;
    }

    public async Task<Problem?> SetHighAvailabilityAsync(
        int group,
        bool on,
        CancellationToken cancellationToken
    )
    {
        var nodes = _cluster.Topology.Nodes.Where(n => n.Group == group).ToList();
        if (on && nodes.Count < 2)
            return new HaNodeAlone();
        if (
            on
            && nodes.Find(n =>
                !_cluster.Services.Runs(n.Name, ServiceCatalogue.ServerRecoveryManager)
            )
                is { } without
        )
            return new HaRecoveryManagerDown(
                ServiceCatalogue.ServerRecoveryManager,
                without.Name
            );
        var problem = await ChangeAsync(
            async store =>
            {
                await store.SetHighAvailabilityAsync(group, on, CancellationToken.None);
                LogHighAvailability(_cluster.Id.Value, group, on);
                return null;
            },
            cancellationToken
        );
        _check.TurnNow();
        return problem;
    }

    public async Task<Problem?> FailOverAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        if (Find(node) is not { } pair)
            return new HaOff(node);
        if (await AskAsync(pair.Partner.Name, cancellationToken) != NodeHealth.Healthy)
            return new HaPartnerDown(pair.Partner.Name);
        return await MoveAsync(
            pair.Node,
            HaState.Normal,
            pair.Partner.Name,
            cancellationToken
        );
    }

    public async Task<Problem?> FallBackAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        if (Find(node) is not { } pair)
            return new HaOff(node);
        if (await AskAsync(node, cancellationToken) != NodeHealth.Healthy)
            return new HaNodeDown(node);
        var problem = await MoveAsync(pair.Node, HaState.FailedOver, null, cancellationToken);
        _check.TurnNow();
        return problem;
    }

    private (Node Node, Node Partner)? Find(NodeName name) =>
        _cluster.Topology.Nodes.FirstOrDefault(n => n.Name == name) is { } node
        && _now.HighAvailability.Contains(node.Group)
        && _cluster.Topology.PartnerOf(node) is { } partner
            ? (node, partner)
            : null;

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var pairs = _cluster
            .Topology.Nodes.Select(n => Find(n.Name))
            .OfType<(Node Node, Node Partner)>()
            .ToList();
        var found = await Task.WhenAll(
            pairs.Select(async p =>
                (p.Node.Name, Health: await AskAsync(p.Node.Name, cancellationToken))
            )
        );
        _seen.See(found);
        var helpless = new List<(Node Node, Node Partner)>();
        // Users who are away come home first, so that no two nodes ever serve each other's.
        foreach (
            var (node, partner) in pairs.OrderBy(p =>
                _now.StateOf(p.Node) != HaState.FailedOver
            )
        )
            if (!await JudgeAsync(node, partner, cancellationToken))
                helpless.Add((node, partner));
        await SettleAlarmsAsync(helpless, cancellationToken);
        if (pairs.Count > 0)
            _look = new RedundancyLook(
                _cluster.Time.GetUtcNow(),
                found.ToDictionary(f => f.Name, f => f.Health == NodeHealth.Healthy)
            )
            {
                Missed = _seen.Missed,
            };
        _cluster.Changes.Tell();
    }

    private async Task<NodeHealth> AskAsync(NodeName node, CancellationToken cancellationToken)
    {
        var reading = await _reader.ReadAsync(node).WaitAsync(cancellationToken);
        return reading.Problem is NodeTimedOut or TcpTimedOut or TlsTimedOut
                ? NodeHealth.Silent
            : reading.Problem is not null ? NodeHealth.Unknown
            : !Runs(ServiceCatalogue.ServerRecoveryManager) ? NodeHealth.ManagerDown
            : !Runs(ServiceCatalogue.XcpRouter) ? NodeHealth.RouterDown
            : NodeHealth.Healthy;

        bool Runs(NodeService service) =>
            reading.Services.Any(s => s.Service == service && s.State == ServiceState.Running);
    }

    /// <returns>False where users would have to move and cannot.</returns>
    private async Task<bool> JudgeAsync(
        Node node,
        Node partner,
        CancellationToken cancellationToken
    )
    {
        if (_now.StateOf(node) == HaState.FailedOver)
        {
            if (_seen[node.Name].IsHealthy && (IsDown(partner.Name) || Returns(node.Name)))
                await MoveAsync(node, HaState.FailedOver, null, cancellationToken);
            return true;
        }

        if (!IsDown(node.Name))
            return true;
        if (
            !_seen[partner.Name].IsHealthy
            || await MoveAsync(node, HaState.Normal, partner.Name, cancellationToken)
                is not null
        )
            return false;
        await _alarms.RaiseAsync(
            AlarmCatalogue.ServerRecoveryFailover,
            node.Name.Value,
            ProblemOf(_seen[node.Name].Health, node.Name, partner.Name),
            cancellationToken
        );
        return true;
    }

    /// <summary>An alarm lasts as long as what it tells of, whoever brought that about.</summary>
    private async Task SettleAlarmsAsync(
        List<(Node Node, Node Partner)> helpless,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var alarm in (
                await _alarms.FindAsync(new AlarmSearch(ActiveOnly: true), cancellationToken)
            ).Where(a => s_alarms.Contains(a.Kind))
        )
        {
            var lasts =
                alarm.Kind == AlarmCatalogue.ServerRecoveryFailover
                    ? _now.ServedBy.Keys.Any(n => n.Value == alarm.Subject)
                    : helpless.Exists(h => h.Node.Name.Value == alarm.Subject);
            if (!lasts)
                await _alarms.ClearAsync([alarm.Kind], alarm.Subject, cancellationToken);
        }

        foreach (var (node, partner) in helpless)
            await _alarms.RaiseAsync(
                AlarmCatalogue.ServerRecoveryFailed,
                node.Name.Value,
                new HaBothDown(node.Name, partner.Name),
                cancellationToken
            );
    }

    private bool IsDown(NodeName node) =>
        _seen[node] is { IsHealthy: false } seen
        && Since(seen.Since)
            >= Seconds(
                seen.Health == NodeHealth.RouterDown
                    ? ParameterCatalogue.CriticalServiceDownDelay
                    : ParameterCatalogue.KeepAliveTimeout
            );

    private bool Returns(NodeName node) =>
        Parameter(ParameterCatalogue.AutomaticFallback) == ParameterCatalogue.Enabled
        && Since(Math.Max(_seen[node].Since, _moved.GetValueOrDefault(node, long.MinValue)))
            >= s_fallBackAfter;

    private static Problem ProblemOf(NodeHealth health, NodeName node, NodeName partner) =>
        health switch
        {
            NodeHealth.RouterDown => new FailedOverRouterDown(node, partner),
            NodeHealth.ManagerDown => new FailedOverManagerDown(node, partner),
            _ => new FailedOverUnknown(node, partner),
        };

    private TimeSpan Since(long timestamp) => _cluster.Time.GetElapsedTime(timestamp);

    private TimeSpan Seconds(ServiceParameter parameter) =>
        TimeSpan.FromSeconds(int.Parse(Parameter(parameter), CultureInfo.InvariantCulture));

    private string Parameter(ServiceParameter parameter) =>
        _cluster.Parameters.Of(_cluster.Topology.Publisher.Name, parameter.Service)[
            parameter.Name
        ];

    /// <returns>Why nothing was moved; null when it was.</returns>
    private Task<Problem?> MoveAsync(
        Node node,
        HaState from,
        NodeName? to,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            async store =>
            {
                if (_now.StateOf(node) != from)
                    return new HaMovedAlready(node.Name);
                await store.SetServedByAsync(node.Name, to, CancellationToken.None);
                _moved[node.Name] = _cluster.Time.GetTimestamp();
                if (to is { } server)
                    LogMoved(_cluster.Id.Value, node.Name.Value, server.Value);
                else
                    LogReturned(_cluster.Id.Value, node.Name.Value);
                return null;
            },
            cancellationToken
        );

    private async Task<Problem?> ChangeAsync(
        Func<RedundancyStore, Task<Problem?>> change,
        CancellationToken cancellationToken
    )
    {
        using (await _changing.EnterAsync(cancellationToken))
        {
            if (_closed)
                return new ClusterChangedMeanwhile();
            if (await change(_cluster.Database.Redundancy) is { } problem)
                return problem;
            _now = await _cluster.Database.Redundancy.ReadAsync(CancellationToken.None);
            _cluster.Changes.Tell();
            _cluster.Notices.Tell();
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Cluster}: the users of {Node} are served by {By}")]
    private partial void LogMoved(string cluster, string node, string by);

    [LoggerMessage(LogLevel.Information, "{Cluster}: {Node} serves its own users again")]
    private partial void LogReturned(string cluster, string node);

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: high availability of redundancy group {Group}: {On}"
    )]
    private partial void LogHighAvailability(string cluster, int group, bool on);
}
