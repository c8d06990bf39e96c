using IcpConsole.Domain.Users;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Users;

/// <summary>The User Troubleshooter of a hosted cluster.</summary>
internal sealed class HostedUserChecks(ClusterContext cluster) : IUserChecks
{
    public Task<FoundFindings> FindAsync(UserCheck check, int skip, int take, CancellationToken cancellationToken) => cluster.Database.UserChecks.FindAsync(check, cluster.Time.GetUtcNow() - IUserChecks.OutdatedAfter, skip, take, cancellationToken);

    public async Task<int> RemoveStaleAsync(IReadOnlyCollection<KnownUser> users, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var peer in users.Where(u => u.Peer is not null).GroupBy(u => u.Peer!.Value))
            removed += await cluster.Work.RunAsync(() => cluster.Database.Users.RemoveStale(peer.Key, [.. peer.Select(u => u.User.UserId)]), cancellationToken);
        cluster.Changes.Tell();
        return removed;
    }
}
