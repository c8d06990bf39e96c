namespace IcpConsole.Domain.Clusters;

/// <summary>The clusters that this console knows.</summary>
public interface IClusterRegistry
{
    IReadOnlyList<ICluster> Clusters { get; }

    IChangeFeed Changes { get; }

    ICluster? Find(ClusterId id);

    /// <summary>Creates a hosted cluster and starts it. It is listed at once; its nodes listen a moment later.</summary>
    Task<Result<ClusterId>> CreateAsync(ClusterDefinition definition, CancellationToken cancellationToken);

    /// <summary>Stops a cluster and removes all that is kept of it.</summary>
    Task RemoveAsync(ClusterId id, CancellationToken cancellationToken);
}
