using System.Net;

namespace IcpConsole.Domain.Clusters;

public enum NodeRole
{
    Publisher = 0,
    Subscriber = 1,
}

/// <summary>An IM and Presence node: the name that defines it, and the address at which it listens.</summary>
public sealed record Node(NodeName Name, IPAddress Address, NodeRole Role);

/// <summary>The nodes of a cluster: one publisher and up to five subscribers.</summary>
public sealed record Topology
{
    public const int MaxNodes = 6;

    /// <exception cref="ArgumentException">There is not exactly one publisher, there are more than six nodes, or two share a name.</exception>
    public Topology(IReadOnlyList<Node> nodes)
    {
        if (nodes.Count(n => n.Role == NodeRole.Publisher) != 1) throw new ArgumentException("A cluster has exactly one publisher.", nameof(nodes));
        if (nodes.Count > MaxNodes) throw new ArgumentException($"A cluster has at most {MaxNodes} nodes.", nameof(nodes));
        if (nodes.DistinctBy(n => n.Name).Count() != nodes.Count) throw new ArgumentException("Node names are unique.", nameof(nodes));
        Nodes = nodes;
    }

    public IReadOnlyList<Node> Nodes { get; }

    public Node Publisher => Nodes.Single(n => n.Role == NodeRole.Publisher);

    public bool Has(NodeName name) => Nodes.Any(n => n.Name == name);
}
