using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>Looks again and again for as long as its cluster runs, and survives whatever a look comes to.</summary>
/// <param name="cluster">Whose time and log it uses.</param>
/// <param name="every">From the end of one look to the next; asked anew each time. After one that failed it is five minutes at most.</param>
/// <param name="lookAsync">One look.</param>
internal sealed partial class RepeatedCheck(ClusterContext cluster, Func<TimeSpan> every, Func<CancellationToken, Task> lookAsync) : IAsyncDisposable
{
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _orders = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log = cluster.Loggers.CreateLogger<RepeatedCheck>();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Looks soon.</summary>
    public void LookNow() => _orders.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var failed = false;
            // What was ordered until now, this look is for.
            _orders.Reader.TryRead(out _);
            try
            {
                await lookAsync(_stop.Token);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                LogFailed(e, cluster.Id.Value);
                failed = true;
            }
            catch (Exception)
            {
                // Whatever was under way was cut off by the stop.
                return;
            }

            var pause = every();
            if (failed && (pause == Timeout.InfiniteTimeSpan || pause > s_afterFailure)) pause = s_afterFailure;
            using var limit = new CancellationTokenSource(pause, cluster.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
            await Task.WhenAny(_orders.Reader.ReadAsync(linked.Token).AsTask());
        }
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: a repeated look failed")]
    private partial void LogFailed(Exception exception, string cluster);
}
