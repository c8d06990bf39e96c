using IcpConsole.Domain.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>The registry's memory of which clusters this console hosts.</summary>
public sealed class HostedClusters(IDbContextFactory<ConsoleDb> contexts, DataDirectory directory)
{
    /// <summary>The complete ones. What a crash left half made is swept first.</summary>
    public async Task<IReadOnlyList<ClusterId>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var half in await db.Clusters.Where(c => !c.Ready).ToListAsync(cancellationToken))
        {
            ClusterDatabase.Delete(directory.ClusterDbPath(ClusterId.Parse(half.ClusterId)));
            db.Clusters.Remove(half);
        }

        await db.SaveChangesAsync(cancellationToken);
        return [.. (await db.Clusters.AsNoTracking().Select(c => c.ClusterId).ToListAsync(cancellationToken)).Select(ClusterId.Parse)];
    }

    /// <summary>Whether there is a cluster of this ID, in whatever case, even one that could not be opened.</summary>
    public async Task<bool> HasAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Clusters.AsNoTracking().Select(c => c.ClusterId).ToListAsync(cancellationToken)).Exists(c => ClusterId.Parse(c) == id);
    }

    public async Task BeginAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Clusters.Add(new HostedClusterRow { ClusterId = id.Value });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Marks a cluster as complete, or, before its file is deleted, as no longer so.</summary>
    public async Task MarkAsync(ClusterId id, bool ready, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Clusters.Where(c => c.ClusterId == id.Value).ExecuteUpdateAsync(set => set.SetProperty(c => c.Ready, ready), cancellationToken);
    }

    public async Task ForgetAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Clusters.Where(c => c.ClusterId == id.Value).ExecuteDeleteAsync(cancellationToken);
    }
}
