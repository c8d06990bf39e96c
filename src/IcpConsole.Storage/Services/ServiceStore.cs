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

    public async Task<
        IReadOnlyList<(NodeName Node, NodeService Service, ServiceState State)>
    > StoppedAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var rows = await db.StoppedServices.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(s =>
                (
                    NodeName.Parse(s.Node),
                    ServiceCatalogue.FromKey(s.Service),
                    s.Deactivated ? ServiceState.Deactivated : ServiceState.Stopped
                )
            ),
        ];
    }

    /// <summary>
    /// Keeps that a service is stopped, deactivated, or runs again. A stopped Intercluster Sync
    /// Agent leaves its node with the users that it knew; peers are told which nodes have one.
    /// </summary>
    /// <param name="node">Of the cluster.</param>
    /// <param name="service">One that has a key.</param>
    /// <param name="state"><see cref="ServiceState.Running"/>, <see cref="ServiceState.Stopped"/>
    /// or <see cref="ServiceState.Deactivated"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task KeepAsync(
        NodeName node,
        NodeService service,
        ServiceState state,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var (key, stopped) = (
            service.Key
                ?? throw new ArgumentException(
                    "A service without a key has no state.",
                    nameof(service)
                ),
            state != ServiceState.Running
        );
        var row = await db.StoppedServices.FindAsync([node.Value, key], cancellationToken);
        var changes = stopped == row is null;
        if (!stopped && row is not null)
            db.StoppedServices.Remove(row);
        if (stopped && row is null)
            db.StoppedServices.Add(
                row = new StoppedServiceRow { Node = node.Value, Service = key }
            );
        if (row is not null)
            row.Deactivated = state == ServiceState.Deactivated;
        if (changes && service == ServiceCatalogue.InterclusterSyncAgent)
        {
            await db
                .NodeFeeds.Where(f => f.Node == node.Value)
                .ExecuteDeleteAsync(cancellationToken);
            if (stopped)
                db.NodeFeeds.AddRange(
                    await db
                        .Peers.Select(p => new NodeFeedRow
                        {
                            Node = node.Value,
                            PeerId = p.Id,
                            Applied = p.Applied,
                        })
                        .ToListAsync(cancellationToken)
                );
            (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
