using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Links;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Publishes what the cluster sees of its peers, so that each can ask how it is seen, and what it
/// tells them of its services (docs/protocol.md, "icsaview" and "icsaservice").
/// </summary>
/// <param name="cluster">That publishes.</param>
/// <param name="news">Has it told over the router links.</param>
/// <param name="board">What it knows of its peers.</param>
/// <param name="pending">Restarts that are to be done.</param>
internal sealed class StatusPublisher(
    ClusterContext cluster,
    RouterNews news,
    StatusBoard board,
    Func<IReadOnlyList<PendingRestart>> pending
) : IAsyncDisposable
{
    private static readonly NodeService[] s_agents =
    [
        ServiceCatalogue.InterclusterSyncAgent,
        ServiceCatalogue.SyncAgent,
    ];

    /// <summary>A status that changes many times at once is written once.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(200);

    private SupervisedLoop? _loop;

    public void Start()
    {
        _loop = new SupervisedLoop(
            $"{cluster.Id}: what is published of its peers",
            PublishAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<StatusPublisher>()
        );
        _loop.Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_loop is not null)
            await _loop.DisposeAsync();
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        Published? published = null;
        await foreach (var _ in cluster.Changes.WatchAsync(cancellationToken))
        {
            var now = new Published(Views(), Services());
            if (!now.IsSameAs(published))
            {
                await cluster.Database.PeerViews.KeepAsync(
                    now.Views,
                    now.Services,
                    cancellationToken
                );
                news.Publish(now);
            }

            published = now;
            await Task.Delay(s_apart, cluster.Time, cancellationToken);
        }
    }

    private List<PeerView> Views() => [.. board.All.Select(PeerView.From)];

    private List<PeerService> Services()
    {
        var notices = pending();
        return
        [
            .. from node in cluster.Topology.Nodes
            from service in ServiceCatalogue.All
            let status = cluster.Services.Of(node.Name, service)
            where status is not null
            let notice = notices.FirstOrDefault(n =>
                n.Node == node.Name && n.Service == service
            )
            where notice is not null || s_agents.Contains(service)
            select new PeerService(
                node.Name,
                service,
                status.Runs,
                status.Since,
                notice?.Reason
            ),
        ];
    }
}
