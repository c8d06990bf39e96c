using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Users;

/// <summary>The User Troubleshooter of a hosted cluster.</summary>
/// <param name="cluster">Whose users they are.</param>
/// <param name="whilePeerRests">Changes what is kept of a peer's users with no pass under way, and
/// has one follow.</param>
internal sealed class HostedUserChecks(
    ClusterContext cluster,
    Func<PeerId, Func<Task<int>>, CancellationToken, Task<int>> whilePeerRests
)
{
    private DateTimeOffset OutdatedBefore =>
        cluster.Time.GetUtcNow() - cluster.Parameters.Agent.Outdated;

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<CheckUsers, FoundFindings>(
            (r, stop) => FindAsync(r.Check, r.Skip, r.Take, stop)
        );
        handlers.Add<RemoveStaleUsers, int>(
            async (r, stop) => await RemoveStaleAsync(r.Users, stop)
        );
    }

    public Task<FoundFindings> FindAsync(
        UserCheck check,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        cluster.Database.UserChecks.FindAsync(
            check,
            OutdatedBefore,
            skip,
            take,
            cancellationToken
        );

    /// <summary>
    /// With no pass under way, and one after it: what the peer still has comes back as soon as it
    /// answers.
    /// </summary>
    public async Task<int> RemoveStaleAsync(
        IReadOnlyCollection<KnownUser> users,
        CancellationToken cancellationToken
    )
    {
        var removed = 0;
        foreach (var peer in users.Where(u => u.Peer is not null).GroupBy(u => u.Peer!.Value))
        {
            removed += await whilePeerRests(
                peer.Key,
                () =>
                    cluster.Work.RunAsync(
                        () =>
                            cluster.Database.RemoteUserWriter.RemoveStale(
                                peer.Key,
                                [.. peer.Select(u => u.User.UserId)],
                                OutdatedBefore
                            ),
                        CancellationToken.None
                    ),
                cancellationToken
            );
        }

        return removed;
    }
}
