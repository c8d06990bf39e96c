using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>
/// The registry's memory of which clusters this console hosts, and where their files are made and
/// go.
/// </summary>
public sealed class HostedClusters(
    IDbContextFactory<ConsoleDb> contexts,
    IDatabases databases,
    DataDirectory directory
)
{
    /// <summary>
    /// All that are hosted. One that was being made, or removed, when the console was killed is
    /// among them if its file is whole.
    /// </summary>
    /// <exception cref="StorageFaultException">The list holds what is no Cluster ID.</exception>
    public async Task<IReadOnlyList<ClusterId>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Clusters.ToListAsync(cancellationToken);
        if (rows.Exists(r => !ClusterId.TryParse(r.ClusterId, out _)))
            throw new StorageFaultException(new DatabaseDamaged(directory.ConsoleDbPath));
        foreach (var row in rows.Where(r => !r.Ready))
        {
            row.Ready = File.Exists(directory.ClusterDbPath(ClusterId.Parse(row.ClusterId)));
            if (!row.Ready)
                db.Clusters.Remove(row);
        }

        await db.SaveChangesAsync(cancellationToken);
        return [.. rows.Where(r => r.Ready).Select(r => ClusterId.Parse(r.ClusterId))];
    }

    /// <summary>
    /// Whether there is a cluster of this ID, in whatever case, even one that could not be opened.
    /// </summary>
    public async Task<bool> HasAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (
            await db
                .Clusters.AsNoTracking()
                .Select(c => c.ClusterId)
                .ToListAsync(cancellationToken)
        ).Exists(c => ClusterId.Parse(c) == id);
    }

    /// <summary>
    /// Where the file of a new cluster is made. What an earlier attempt left there goes.
    /// </summary>
    public string Making(ClusterId id)
    {
        var path = MakingPath(id);
        databases.Delete(path);
        return path;
    }

    /// <summary>Hosts a cluster whose file has been made and that nobody has open.</summary>
    public async Task AddAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Clusters.Add(new HostedClusterRow { ClusterId = id.Value });
        await db.SaveChangesAsync(cancellationToken);
        try
        {
            databases.Move(MakingPath(id), directory.ClusterDbPath(id));
        }
        catch
        {
            await ForgetAsync(id);
            throw;
        }

        await MarkAsync(id, ready: true, CancellationToken.None);
    }

    /// <summary>
    /// Removes a cluster, whose file nobody has open, and all that is kept of it.
    /// </summary>
    public async Task RemoveAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await MarkAsync(id, ready: false, cancellationToken);
        databases.Delete(directory.ClusterDbPath(id));
        await ForgetAsync(id);
    }

    private string MakingPath(ClusterId id) => directory.ClusterDbPath(id) + ".new";

    private async Task ForgetAsync(ClusterId id)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db
            .Clusters.Where(c => c.ClusterId == id.Value)
            .ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task MarkAsync(ClusterId id, bool ready, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Clusters.Where(c => c.ClusterId == id.Value)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Ready, ready),
                cancellationToken
            );
    }
}
