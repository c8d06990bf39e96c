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

    /// <summary>Makes these the groups of the cluster, and tells peers that there is something new.</summary>
    /// <returns>Whether they are others than before.</returns>
    public async Task<bool> KeepHomeAsync(IReadOnlyCollection<EnterpriseGroup> groups, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var before = await db.HomeGroups.AsNoTracking().Select(g => new EnterpriseGroup(g.Name, g.Members)).ToListAsync(cancellationToken);
        if (before.ToHashSet().SetEquals(groups)) return false;
        await db.HomeGroups.ExecuteDeleteAsync(cancellationToken);
        db.HomeGroups.AddRange(groups.Select(g => new HomeGroupRow { Name = g.Name, Members = g.Members }));
        (await db.Cluster.SingleAsync(cancellationToken)).TopologyVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Keeps what a peer told of its groups, in place of what it told before.</summary>
    public async Task KeepOfPeerAsync(PeerId peer, IReadOnlyCollection<EnterpriseGroup> groups, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Deleted meanwhile.
        if (!await db.Peers.AnyAsync(p => p.Id == peer.Value, cancellationToken)) return;
        await db.PeerGroups.Where(g => g.PeerId == peer.Value).ExecuteDeleteAsync(cancellationToken);
        db.PeerGroups.AddRange(groups.Select(g => new PeerGroupRow { PeerId = peer.Value, Name = g.Name, Members = g.Members }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Groups that the cluster and a peer both have.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="at">When the peer was asked for its groups, UTC.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<GroupConflicts> ConflictsAsync(PeerId peer, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var both = db.HomeGroups.Join(db.PeerGroups.Where(g => g.PeerId == peer.Value), h => h.Name, p => p.Name, (h, p) => new { h.Name, Here = h.Members, There = p.Members });
        var first = await both.OrderBy(b => b.Name).Take(GroupConflicts.MaxShown).ToListAsync(cancellationToken);
        return new GroupConflicts(
            first.Count < GroupConflicts.MaxShown ? first.Count : await both.CountAsync(cancellationToken), [.. first.Select(b => new GroupConflict(b.Name, b.Here, b.There))], at);
    }
}
