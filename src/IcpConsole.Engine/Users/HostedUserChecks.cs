using IcpConsole.Domain.Users;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering;

namespace IcpConsole.Engine.Users;

/// <summary>The User Troubleshooter of a hosted cluster.</summary>
internal sealed class HostedUserChecks(ClusterContext cluster, InterclusterSyncAgent agent)
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
            removed += await agent.InTurnAsync(
                async () =>
                {
                    await agent.CloseAsync(peer.Key);
                    try
                    {
                        return await cluster.Work.RunAsync(
                            () =>
                                cluster.Database.RemoteUserWriter.RemoveStale(
                                    peer.Key,
                                    [.. peer.Select(u => u.User.UserId)],
                                    OutdatedBefore
                                ),
                            CancellationToken.None
                        );
                    }
                    finally
                    {
                        await agent.OpenAsync(peer.Key, CancellationToken.None);
                    }
                },
                cancellationToken
            );
        }

        return removed;
    }
}
