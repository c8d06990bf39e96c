using IcpConsole.Domain.Clusters;

namespace IcpConsole.Engine.Services;

/// <summary>How a node is, as it says itself.</summary>
internal enum NodeHealth
{
    Healthy,

    /// <summary>Cisco XCP Router, the critical service here, does not run.</summary>
    RouterDown,

    /// <summary>Its own Server Recovery Manager does not run.</summary>
    ManagerDown,

    /// <summary>It did not answer in time.</summary>
    Silent,

    /// <summary>It does not say.</summary>
    Unknown,
}

/// <summary>How a node was at the last look.</summary>
/// <param name="Health">As it said.</param>
/// <param name="Since">Timestamp from which on it is in order, or is not.</param>
internal sealed record NodeSeen(NodeHealth Health, long Since)
{
    public bool IsHealthy => Health == NodeHealth.Healthy;
}

/// <summary>How the nodes were at the last look, and since when.</summary>
internal sealed class NodesSeen(TimeProvider time)
{
    private readonly Dictionary<NodeName, NodeSeen> _seen = [];
    private readonly Dictionary<NodeName, DateTimeOffset> _missed = [];

    public NodeSeen this[NodeName node] => _seen[node];

    /// <summary>When a node last did not answer in time.</summary>
    public IReadOnlyDictionary<NodeName, DateTimeOffset> Missed => _missed.ToDictionary();

    public void See(IReadOnlyList<(NodeName Node, NodeHealth Health)> found)
    {
        var now = time.GetTimestamp();
        foreach (var other in _seen.Keys.Except(found.Select(f => f.Node)).ToList())
            _seen.Remove(other);
        foreach (var (node, health) in found)
        {
            // From one fault into another a node is down for as long as it was.
            var lasts =
                _seen.TryGetValue(node, out var last)
                && last.IsHealthy == (health == NodeHealth.Healthy);
            _seen[node] = new NodeSeen(health, lasts ? last!.Since : now);
            if (health == NodeHealth.Silent)
                _missed[node] = time.GetUtcNow();
        }
    }
}
