using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Services;

/// <summary>Which services of a cluster's nodes are stopped.</summary>
public sealed class ServiceStore
{
    private readonly Func<ClusterDb> _context;

    internal ServiceStore(Func<ClusterDb> context) => _context = context;

    public async Task<IReadOnlyList<(NodeName Node, NodeService Service)>> StoppedAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return [.. (await db.StoppedServices.AsNoTracking().ToListAsync(cancellationToken)).Select(s => (NodeName.Parse(s.Node), s.Service))];
    }

    /// <summary>
    /// Keeps that a service is stopped, or that it runs again. A stopped Intercluster Sync Agent leaves its node with the users that it knew; peers are told which
    /// nodes have one.
    /// </summary>
    public async Task KeepAsync(NodeName node, NodeService service, bool stopped, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.StoppedServices.FindAsync([node.Value, service], cancellationToken);
        if (stopped == row is not null) return;
        if (row is not null) db.StoppedServices.Remove(row);
        else db.StoppedServices.Add(new StoppedServiceRow { Node = node.Value, Service = service });
        if (service == NodeService.InterclusterSyncAgent)
        {
            await db.NodeFeeds.Where(f => f.Node == node.Value).ExecuteDeleteAsync(cancellationToken);
            if (stopped) db.NodeFeeds.AddRange(await db.Peers.Select(p => new NodeFeedRow { Node = node.Value, PeerId = p.Id, Applied = p.Applied }).ToListAsync(cancellationToken));
            (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
