using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;

namespace IcpConsole.Domain.Diagnostics;

/// <summary>
/// Whether the SIP Proxy leaves the Intercluster Sync Agent and Server Recovery Manager the
/// resources that they need (the guide, limitations).
/// </summary>
public static class SipResources
{
    /// <summary>
    /// Null where no node has more processes than is advised when resources are short, or nothing
    /// shows that they are, or will be.
    /// </summary>
    public static Problem? Shortage(ClusterSnapshot cluster, DateTimeOffset now)
    {
        const int advised = ParameterCatalogue.ProcessesInLargeMesh;
        var nodes = string.Join(", ", NodesWithMany(cluster));
        if (nodes.Length == 0)
            return null;
        if (cluster.MeshSize >= ParameterCatalogue.LargeMesh)
            return new SipProcessesInLargeMesh(cluster.MeshSize, advised, nodes);
        var agent = AgentParameters.Of(cluster);
        if (cluster.Peering?.LongestWait is { } wait && wait > agent.LongWait)
            return new SipProcessesWhileSyncsWait(
                (int)Math.Round(wait.TotalSeconds),
                advised,
                nodes
            );
        var missed = string.Join(
            ", ",
            Missed(cluster.Redundancy?.Look, now - agent.Interval).Order()
        );
        return missed.Length == 0
            ? null
            : new SipProcessesWhileHeartbeatsMissed(missed, advised, nodes);
    }

    /// <summary>Any of the three values is more than what is advised, on each node.</summary>
    private static IEnumerable<NodeName> NodesWithMany(ClusterSnapshot cluster)
    {
        var parameters = cluster.Parameters ?? new ParametersSnapshot([]);
        return cluster
            .Topology.Nodes.OrderBy(n => n.Role)
            .Select(n => n.Name)
            .Where(node =>
                ParameterCatalogue
                    .ForService(ParameterCatalogue.SipProxy)
                    .Any(p =>
                        parameters.Number(node, p) > ParameterCatalogue.ProcessesInLargeMesh
                    )
            );
    }

    /// <summary>
    /// Nodes that did not answer Server Recovery Manager in time and do again: one that is silent
    /// still has a row of its own.
    /// </summary>
    private static IEnumerable<NodeName> Missed(RedundancyLook? look, DateTimeOffset since) =>
        look is null
            ? []
            : look
                .Missed.Where(m => m.Value >= since && look.Healthy.GetValueOrDefault(m.Key))
                .Select(m => m.Key);
}
