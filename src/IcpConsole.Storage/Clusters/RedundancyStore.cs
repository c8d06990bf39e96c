using IcpConsole.Domain.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>
/// Presence redundancy groups of a cluster. Peers route by them: each change is one of the
/// topology.
/// </summary>
public sealed class RedundancyStore
{
    private readonly Func<ClusterDb> _context;

    internal RedundancyStore(Func<ClusterDb> context) => _context = context;

    public async Task<Redundancy> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var groups = await db
            .HighAvailability.Select(h => h.GroupNumber)
            .ToListAsync(cancellationToken);
        var failedOver = await db
            .Nodes.Where(n => n.ServedBy != null)
            .Select(n => new { n.Name, n.ServedBy })
            .ToListAsync(cancellationToken);
        return new Redundancy(
            groups,
            failedOver.ToDictionary(
                n => NodeName.Parse(n.Name),
                n => NodeName.Parse(n.ServedBy!)
            )
        );
    }

    /// <summary>
    /// Keeps whether a group has high availability; where it has none, every node serves its own
    /// users.
    /// </summary>
    public Task SetHighAvailabilityAsync(
        int group,
        bool on,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            async db =>
            {
                await db
                    .HighAvailability.Where(h => h.GroupNumber == group)
                    .ExecuteDeleteAsync(cancellationToken);
                if (on)
                    db.HighAvailability.Add(new HighAvailabilityRow { GroupNumber = group });
                else
                    await db
                        .Nodes.Where(n => n.GroupNumber == group)
                        .ExecuteUpdateAsync(
                            set => set.SetProperty(n => n.ServedBy, (string?)null),
                            cancellationToken
                        );
            },
            cancellationToken
        );

    /// <summary>Keeps which node serves another one's users; null for itself.</summary>
    public Task SetServedByAsync(
        NodeName node,
        NodeName? by,
        CancellationToken cancellationToken
    )
    {
        var name = by?.Value;
        return ChangeAsync(
            db =>
                db.Nodes.Where(n => n.Name == node.Value)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(n => n.ServedBy, name),
                        cancellationToken
                    ),
            cancellationToken
        );
    }

    /// <summary>Of groups that have lost a node, or nodes that went to another group.</summary>
    internal static async Task RemoveOutdatedAsync(
        ClusterDb db,
        Topology topology,
        CancellationToken cancellationToken
    )
    {
        var pairs = topology
            .Nodes.GroupBy(n => n.Group)
            .Where(g => g.Count() > 1)
            .Select(g => g.Key)
            .ToList();
        await db
            .HighAvailability.Where(h => !pairs.Contains(h.GroupNumber))
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .Nodes.Where(n =>
                !db.HighAvailability.Any(h => h.GroupNumber == n.GroupNumber)
                || !db.Nodes.Any(other =>
                    other.Name == n.ServedBy && other.GroupNumber == n.GroupNumber
                )
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(n => n.ServedBy, (string?)null),
                cancellationToken
            );
    }

    private async Task ChangeAsync(
        Func<ClusterDb, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        await change(db);
        await db.SaveChangesAsync(cancellationToken);
        await db.Cluster.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.TopologyVersion, c => c.TopologyVersion + 1),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
    }
}
