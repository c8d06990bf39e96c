using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>Enterprise groups of one cluster and of its peers.</summary>
public sealed class GroupStore
{
    private readonly Func<ClusterDb> _context;

    internal GroupStore(Func<ClusterDb> context) => _context = context;

    /// <summary>The groups of the cluster.</summary>
    public async Task<IReadOnlyList<EnterpriseGroup>> HomeAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return await db
            .HomeGroups.AsNoTracking()
            .Select(g => new EnterpriseGroup(g.Name, g.Members))
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Makes these the groups of the cluster. Those that stay keep their number, so that a peer
    /// that is just reading them misses none; peers are told where names came or went.
    /// </summary>
    /// <returns>Whether names came or went.</returns>
    public async Task<bool> KeepHomeAsync(
        IReadOnlyCollection<EnterpriseGroup> groups,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var kept = await db.HomeGroups.ToDictionaryAsync(
            g => g.Name,
            StringComparer.OrdinalIgnoreCase,
            cancellationToken
        );
        var changed = false;
        foreach (var group in groups)
        {
            if (kept.Remove(group.Name, out var row))
            {
                changed |= row.Name != group.Name;
                (row.Name, row.Members) = (group.Name, group.Members);
            }
            else
            {
                changed = true;
                db.HomeGroups.Add(
                    new HomeGroupRow { Name = group.Name, Members = group.Members }
                );
            }
        }

        db.HomeGroups.RemoveRange(kept.Values);
        changed |= kept.Count > 0;
        if (changed)
            (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    /// <summary>Keeps what a peer told of its groups, in place of what it told before.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="version">Its topology version.</param>
    /// <param name="groups">All of them.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task KeepOfPeerAsync(
        PeerId peer,
        long version,
        IReadOnlyCollection<EnterpriseGroup> groups,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        // Deleted meanwhile.
        if (
            await db.Peers.SingleOrDefaultAsync(p => p.Id == peer.Value, cancellationToken)
            is not { } row
        )
            return;
        row.GroupsVersion = version;
        var before = await db
            .PeerGroups.AsNoTracking()
            .Where(g => g.PeerId == peer.Value)
            .Select(g => new EnterpriseGroup(g.Name, g.Members))
            .ToListAsync(cancellationToken);
        if (!before.ToHashSet().SetEquals(groups))
        {
            await db
                .PeerGroups.Where(g => g.PeerId == peer.Value)
                .ExecuteDeleteAsync(cancellationToken);
            db.PeerGroups.AddRange(
                groups.Select(g => new PeerGroupRow
                {
                    PeerId = peer.Value,
                    Name = g.Name,
                    Members = g.Members,
                })
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Groups that the cluster and a peer both have, whatever the case of their letters.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="at">When it told of its groups, or that they are the same, UTC.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<GroupConflicts> ConflictsAsync(
        PeerId peer,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var there = await db
            .PeerGroups.AsNoTracking()
            .Where(g => g.PeerId == peer.Value)
            .ToDictionaryAsync(
                g => g.Name,
                g => g.Members,
                StringComparer.OrdinalIgnoreCase,
                cancellationToken
            );
        var here =
            there.Count == 0
                ? []
                : await db
                    .HomeGroups.AsNoTracking()
                    .OrderBy(g => g.Name)
                    .ToListAsync(cancellationToken);
        var both = here.Where(g => there.ContainsKey(g.Name))
            .Select(g => new GroupConflict(g.Name, g.Members, there[g.Name]))
            .ToList();
        return new GroupConflicts(both.Count, [.. both.Take(GroupConflicts.MaxShown)], at);
    }
}
