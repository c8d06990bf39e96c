using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Publishes what the cluster sees of its peers, so that each can ask how it is seen
/// (docs/protocol.md, "icsaview").
/// </summary>
internal sealed class PeerViews(ClusterContext cluster, Func<IEnumerable<PeerStatus>> statuses)
    : IAsyncDisposable
{
    /// <summary>A status that changes many times in a second is written once.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(700);

    private SupervisedLoop? _loop;

    public void Start()
    {
        _loop = new SupervisedLoop(
            $"{cluster.Id}: what is published of its peers",
            PublishAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<PeerViews>()
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
        IReadOnlyList<PeerView>? published = null;
        await foreach (var _ in cluster.Changes.WatchAsync(cancellationToken))
        {
            List<PeerView> views =
            [
                .. statuses()
                    .Select(s => PeerView.From(s.AsOf(cluster.Time.GetUtcNow())))
                    .OrderBy(v => v.Address),
            ];
            if (published is null || !published.SequenceEqual(views))
                await cluster.Database.PeerViews.KeepAsync(views, cancellationToken);
            published = views;
            await Task.Delay(s_apart, cluster.Time, cancellationToken);
        }
    }
}
