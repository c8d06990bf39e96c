using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Clusters;

/// <summary>
/// A cluster of this console whose database could not be opened. Its file was left as it is.
/// </summary>
/// <param name="Id">Of the cluster.</param>
/// <param name="Fault">Why.</param>
public sealed record UnopenedCluster(ClusterId Id, Problem Fault);

/// <summary>The console at one moment. Immutable.</summary>
/// <param name="Number">A later snapshot has a higher one.</param>
/// <param name="Clusters">Those that it runs, by Cluster ID.</param>
/// <param name="Unopened">Those that it knows, and that could not be opened.</param>
/// <param name="Operations">Those that run, and the last that have ended; the latest first.</param>
public sealed record ConsoleSnapshot(
    long Number,
    IReadOnlyList<ClusterSnapshot> Clusters,
    IReadOnlyList<UnopenedCluster> Unopened,
    IReadOnlyList<Operation> Operations
)
{
    /// <returns>Null once it is no longer shown.</returns>
    public Operation? Find(OperationId id) => Operations.FirstOrDefault(o => o.Id == id);

    /// <returns>Null where this console does not run it.</returns>
    public ClusterSnapshot? Find(ClusterId id) => Clusters.FirstOrDefault(c => c.Id == id);

    /// <summary>
    /// The cluster that a node belongs to; null where this console does not know it.
    /// </summary>
    public ClusterSnapshot? FindByNode(NodeName node) =>
        Clusters.FirstOrDefault(c => c.Topology.Has(node));
}
