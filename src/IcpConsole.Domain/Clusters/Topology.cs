using System.Net;

namespace IcpConsole.Domain.Clusters;

public enum NodeRole
{
    Publisher = 0,
    Subscriber = 1,
}

/// <summary>An IM and Presence node.</summary>
/// <param name="Name">The name that defines it, which peers type.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Role">Of its database.</param>
/// <param name="Group">Number of its presence redundancy group, from 1.</param>
public sealed record Node(NodeName Name, IPAddress Address, NodeRole Role, int Group = 1);

/// <summary>
/// The nodes of a cluster: one publisher and up to five subscribers, in redundancy groups of one or
/// two; and its Unified CM nodes.
/// </summary>
public sealed record Topology
{
    public const int MaxNodes = 6;
    public const int MaxGroupSize = 2;
    public const int MaxUnifiedCmNodes = 20;

    /// <exception cref="ArgumentException">There is not exactly one publisher, there are more than
    /// six nodes, two share a name, or three a group.</exception>
    public Topology(IReadOnlyList<Node> nodes, IReadOnlyList<NodeName>? unifiedCmNodes = null)
    {
        if (nodes.Count(n => n.Role == NodeRole.Publisher) != 1)
            throw new ArgumentException("A cluster has exactly one publisher.", nameof(nodes));
        if (nodes.Count > MaxNodes)
            throw new ArgumentException(
                $"A cluster has at most {MaxNodes} nodes.",
                nameof(nodes)
            );
        if (nodes.DistinctBy(n => n.Name).Count() != nodes.Count)
            throw new ArgumentException("Node names are unique.", nameof(nodes));
        if (nodes.GroupBy(n => n.Group).Any(g => g.Count() > MaxGroupSize))
            throw new ArgumentException(
                "A redundancy group has at most two nodes.",
                nameof(nodes)
            );
        Nodes = nodes;
        UnifiedCmNodes = unifiedCmNodes ?? [];
    }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Unified CM nodes, which a multi-server tomcat certificate names too.</summary>
    public IReadOnlyList<NodeName> UnifiedCmNodes { get; }

    public Node Publisher => Nodes.Single(n => n.Role == NodeRole.Publisher);

    /// <summary>Every name that a node's tomcat certificate covers.</summary>
    public IEnumerable<NodeName> CertificateNames =>
        Nodes.Select(n => n.Name).Concat(UnifiedCmNodes);

    public bool Has(NodeName name) => Nodes.Any(n => n.Name == name);

    /// <summary>The other node of a node's redundancy group; null where it is alone.</summary>
    public Node? PartnerOf(Node node) =>
        Nodes.FirstOrDefault(n => n.Group == node.Group && n.Name != node.Name);
}
