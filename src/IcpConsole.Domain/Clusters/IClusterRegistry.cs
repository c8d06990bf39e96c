namespace IcpConsole.Domain.Clusters;

/// <summary>
/// A cluster of this console whose database could not be opened. Its file was left as it is.
/// </summary>
/// <param name="Id">Of the cluster.</param>
/// <param name="Fault">Why.</param>
public sealed record UnopenedCluster(ClusterId Id, Problem Fault);

/// <summary>The clusters that this console knows.</summary>
public interface IClusterRegistry
{
    IReadOnlyList<ICluster> Clusters { get; }

    /// <summary>
    /// Clusters of this console that are not among <see cref="Clusters"/> because they could not be
    /// opened.
    /// </summary>
    IReadOnlyList<UnopenedCluster> Unopened { get; }

    IChangeFeed Changes { get; }

    ICluster? Find(ClusterId id);

    /// <summary>
    /// The cluster that a node belongs to; null where this console does not know it.
    /// </summary>
    ICluster? FindByNode(NodeName node) => Clusters.FirstOrDefault(c => c.Topology.Has(node));

    /// <summary>
    /// Creates a hosted cluster, or changes one: it is stopped and starts anew as what it is now.
    /// It is listed at once; its nodes listen a moment later.
    /// </summary>
    /// <param name="id">The cluster being edited, or null for a new one.</param>
    /// <param name="form">As typed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Result<ClusterId>> SaveAsync(
        ClusterId? id,
        ClusterForm form,
        CancellationToken cancellationToken
    );

    /// <summary>Tries again to open a cluster that could not be.</summary>
    /// <returns>Why it still cannot be; null when it is open.</returns>
    Task<Problem?> OpenAgainAsync(ClusterId id, CancellationToken cancellationToken);

    /// <summary>Stops a cluster and removes all that is kept of it.</summary>
    Task RemoveAsync(ClusterId id, CancellationToken cancellationToken);
}
