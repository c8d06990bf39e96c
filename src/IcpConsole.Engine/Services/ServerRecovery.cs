using System.Collections.Concurrent;
using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Cisco Server Recovery Manager: asks the nodes of each group that has high availability how they are, over 8443 as anybody does, and moves the users of a node that is down
/// to the other one, and back (Cisco, <em>Configure Redundancy and High Availability</em>). Who serves whom is kept, so that it outlasts a restart.
/// </summary>
internal sealed partial class ServerRecovery : IRedundancy, IAsyncDisposable
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>So long is a node watched before its users return by themselves.</summary>
    private static readonly TimeSpan s_fallBackAfter = TimeSpan.FromMinutes(30);

    private readonly ClusterContext _cluster;
    private readonly NodeReader _reader;
    private readonly RepeatedCheck _check;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<NodeName, (Health Health, long Since)> _seen = new();
    private readonly ILogger _log;
    private volatile Redundancy _now;

    private ServerRecovery(ClusterContext cluster, NodeReader reader, Redundancy now)
    {
        (_cluster, _reader, _now) = (cluster, reader, now);
        _log = cluster.Loggers.CreateLogger<ServerRecovery>();
        _check = new RepeatedCheck(cluster, () => _now.HighAvailability.Count > 0 ? s_heartbeat : Timeout.InfiniteTimeSpan, LookAsync);
    }

    private enum Health
    {
        Healthy,

        /// <summary>Cisco XCP Router, the critical service here, does not run.</summary>
        RouterDown,

        /// <summary>It does not answer, or its own Server Recovery Manager does not run.</summary>
        Silent,
    }

    public Redundancy Now => _now;

    public DateTimeOffset? LookedAt { get; private set; }

    public static async Task<ServerRecovery> OpenAsync(ClusterContext cluster, NodeReader reader, CancellationToken cancellationToken) =>
        new(cluster, reader, await cluster.Database.Redundancy.ReadAsync(cancellationToken));

    public void Start() => _check.Start();

    public ValueTask DisposeAsync() => _check.DisposeAsync();

    public async Task<Problem?> SetHighAvailabilityAsync(int group, bool on, CancellationToken cancellationToken)
    {
        var nodes = _cluster.Topology.Nodes.Where(n => n.Group == group).ToList();
        if (on && nodes.Count < 2) return new Problem("HaNodeAlone");
        if (on && nodes.Find(n => !_cluster.Services.Runs(n.Name, ServiceCatalogue.ServerRecoveryManager)) is { } without)
            return new Problem("HaRecoveryManagerDown", null, ServiceCatalogue.ServerRecoveryManager.Name, without.Name.Value);
        await ChangeAsync(async store =>
        {
            await store.SetHighAvailabilityAsync(group, on, CancellationToken.None);
            return true;
        }, cancellationToken);
        LogHighAvailability(_cluster.Id.Value, group, on);
        foreach (var node in nodes)
        {
            _seen.TryRemove(node.Name, out _);
            if (!on) await ClearAsync(node.Name, cancellationToken, AlarmCatalogue.ServerRecoveryFailover, AlarmCatalogue.ServerRecoveryFailed);
        }

        _check.LookNow();
        return null;
    }

    public async Task<Problem?> FailOverAsync(NodeName node, CancellationToken cancellationToken)
    {
        if (Find(node) is not { } pair) return new Problem("HaOff", null, node.Value);
        if (await HealthOfAsync(pair.Partner.Name) != Health.Healthy) return new Problem("HaPartnerDown", null, pair.Partner.Name.Value);
        return await MoveAsync(pair.Node, HaState.Normal, pair.Partner.Name, cancellationToken) ? null : new Problem("HaMovedAlready", null, node.Value);
    }

    public async Task<Problem?> FallBackAsync(NodeName node, CancellationToken cancellationToken)
    {
        if (Find(node) is not { } pair) return new Problem("HaOff", null, node.Value);
        if (await HealthOfAsync(node) != Health.Healthy) return new Problem("HaNodeDown", null, node.Value);
        return await MoveAsync(pair.Node, HaState.FailedOver, null, cancellationToken) ? null : new Problem("HaMovedAlready", null, node.Value);
    }

    private (Node Node, Node Partner)? Find(NodeName name) =>
        _cluster.Topology.Nodes.FirstOrDefault(n => n.Name == name) is { } node && _now.HighAvailability.Contains(node.Group) && _cluster.Topology.PartnerOf(node) is { } partner ? (node, partner) : null;

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var pairs = _cluster.Topology.Nodes.Select(n => Find(n.Name)).OfType<(Node Node, Node Partner)>().ToList();
        await Task.WhenAll(pairs.Select(p => SeeAsync(p.Node.Name)));
        foreach (var (node, partner) in pairs) await JudgeAsync(node, partner, cancellationToken);
        if (pairs.Count > 0) LookedAt = _cluster.Time.GetUtcNow();
    }

    private async Task SeeAsync(NodeName node)
    {
        var (health, now) = (await HealthOfAsync(node), _cluster.Time.GetTimestamp());
        _seen.AddOrUpdate(node, (health, now), (_, last) => last.Health == health ? last : (health, now));
    }

    private async Task<Health> HealthOfAsync(NodeName node)
    {
        var reading = await _reader.ReadAsync(node);
        return !Runs(ServiceCatalogue.ServerRecoveryManager) ? Health.Silent : Runs(ServiceCatalogue.XcpRouter) ? Health.Healthy : Health.RouterDown;

        bool Runs(NodeService service) => reading.Services.Any(s => s.Service == service && s.State == ServiceState.Running);
    }

    private async Task JudgeAsync(Node node, Node partner, CancellationToken cancellationToken)
    {
        if (_now.StateOf(node) == HaState.FailedOver)
        {
            var returns = Down(partner.Name) is not null || (Parameter(ParameterCatalogue.AutomaticFallback) == ParameterCatalogue.Enabled && Lasts(node.Name) >= s_fallBackAfter);
            if (returns && IsHealthy(node.Name)) await MoveAsync(node, HaState.FailedOver, null, cancellationToken);
        }
        else if (Down(node.Name) is not { } why)
        {
            if (IsHealthy(node.Name)) await ClearAsync(node.Name, cancellationToken, AlarmCatalogue.ServerRecoveryFailed);
        }
        else if (!IsHealthy(partner.Name))
            await _cluster.Alarms.RaiseAsync(AlarmCatalogue.ServerRecoveryFailed, node.Name.Value, new Problem("HaBothDown", null, node.Name.Value, partner.Name.Value), cancellationToken);
        else if (await MoveAsync(node, _now.StateOf(node), partner.Name, cancellationToken))
        {
            await ClearAsync(node.Name, cancellationToken, AlarmCatalogue.ServerRecoveryFailed);
            await _cluster.Alarms.RaiseAsync(AlarmCatalogue.ServerRecoveryFailover, node.Name.Value, new Problem(why, null, node.Name.Value, partner.Name.Value), cancellationToken);
        }
    }

    private bool IsHealthy(NodeName node) => _seen[node].Health == Health.Healthy;

    private TimeSpan Lasts(NodeName node) => _cluster.Time.GetElapsedTime(_seen[node].Since);

    /// <returns>Why a node counts as down; null when it does not, or not yet.</returns>
    private string? Down(NodeName node) => _seen[node].Health switch
    {
        Health.Silent when Lasts(node) >= Seconds(ParameterCatalogue.KeepAliveTimeout) => "FailedOverSilent",
        Health.RouterDown when Lasts(node) >= Seconds(ParameterCatalogue.CriticalServiceDownDelay) => "FailedOverRouterDown",
        _ => null,
    };

    private TimeSpan Seconds(ServiceParameter parameter) => TimeSpan.FromSeconds(int.Parse(Parameter(parameter), CultureInfo.InvariantCulture));

    private string Parameter(ServiceParameter parameter) => _cluster.Parameters.Of(_cluster.Topology.Publisher.Name, parameter.Service)[parameter.Name];

    /// <returns>False where the node was in another state by then.</returns>
    private async Task<bool> MoveAsync(Node node, HaState from, NodeName? to, CancellationToken cancellationToken)
    {
        var moved = await ChangeAsync(async store =>
        {
            if (_now.StateOf(node) != from) return false;
            await store.SetServedByAsync(node.Name, to, CancellationToken.None);
            return true;
        }, cancellationToken);
        if (!moved) return false;
        LogMoved(_cluster.Id.Value, node.Name.Value, (to ?? node.Name).Value);
        if (to is null) await ClearAsync(node.Name, cancellationToken, AlarmCatalogue.ServerRecoveryFailover);
        return true;
    }

    private async Task<T> ChangeAsync<T>(Func<RedundancyStore, Task<T>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var result = await change(_cluster.Database.Redundancy);
            _now = await _cluster.Database.Redundancy.ReadAsync(CancellationToken.None);
            _cluster.Changes.Tell();
            _cluster.Notices.Tell();
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task ClearAsync(NodeName node, CancellationToken cancellationToken, params AlarmKind[] kinds) => _cluster.Alarms.ClearAsync(kinds, node.Value, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: the users of {Node} are served by {By}")]
    private partial void LogMoved(string cluster, string node, string by);

    [LoggerMessage(LogLevel.Information, "{Cluster}: high availability of redundancy group {Group}: {On}")]
    private partial void LogHighAvailability(string cluster, int group, bool on);
}
