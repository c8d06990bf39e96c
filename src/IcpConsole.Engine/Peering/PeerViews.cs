using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>Publishes what the cluster sees of its peers, so that each can ask how it is seen (docs/protocol.md, "icsaview").</summary>
internal sealed partial class PeerViews(ClusterContext cluster, Func<IEnumerable<PeerStatus>> statuses) : IAsyncDisposable
{
    /// <summary>A status that changes many times in a second is written once.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log = cluster.Loggers.CreateLogger<PeerViews>();
    private Task _work = Task.CompletedTask;

    public void Start() => _work = Task.Run(RunAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        IReadOnlyList<PeerView>? published = null;
        await foreach (var _ in cluster.Changes.WatchAsync(_stop.Token))
        {
            try
            {
                List<PeerView> views = [.. statuses().Select(s => PeerView.Of(s.AsOf(cluster.Time.GetUtcNow()))).OrderBy(v => v.Address)];
                if (published is null || !published.SequenceEqual(views)) await cluster.Database.PeerViews.KeepAsync(views, _stop.Token);
                published = views;
                await Task.Delay(s_apart, cluster.Time, _stop.Token);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                published = null;
                LogUnexpected(e, cluster.Id.Value);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: what is seen of the peers could not be published")]
    private partial void LogUnexpected(Exception exception, string cluster);
}
