using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Foundation;

/// <summary>
/// Does the same again and again in the background until it is stopped, and survives whatever a
/// turn comes to.
/// </summary>
/// <param name="name">What the log calls it.</param>
/// <param name="turn">What it does. The token is that of <see cref="Stopping"/>.</param>
/// <param name="time">Source of the pauses.</param>
/// <param name="log">Told of turns that fail.</param>
internal sealed partial class SupervisedLoop(
    string name,
    Func<CancellationToken, Task> turn,
    TimeProvider time,
    ILogger log
) : IAsyncDisposable
{
    /// <summary>For loops that may hang in somebody else's network.</summary>
    public static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _orders = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>
    /// From the end of one turn to the next; asked anew each time. None where it is not set.
    /// </summary>
    public Func<TimeSpan> Period { get; init; } = () => TimeSpan.Zero;

    /// <summary>The pause after a turn that failed.</summary>
    public TimeSpan FaultPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stop waits for the turn under way; one that hangs longer is abandoned. As long as
    /// it takes where it is not set.
    /// </summary>
    public TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Says that the loop is being stopped.</summary>
    public CancellationToken Stopping => _stop.Token;

    public void Start() => _loop = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Has the next turn begin at once; it follows the one under way.</summary>
    public void TurnNow() => _orders.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop
            .WaitAsync(Patience, TimeProvider.System, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            // What was ordered until now, this turn is for.
            _orders.Reader.TryRead(out _);
            try
            {
                await turn(_stop.Token);
                await WaitAsync(Period());
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                // Whatever was under way was cut off by the stop.
            }
            catch (Exception e)
            {
                LogFailed(e, name);
                await WaitAsync(FaultPause);
            }
        }
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        if (pause == TimeSpan.Zero)
            return;
        using var timer = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timer.Token,
            _stop.Token
        );
        await ((Task)_orders.Reader.ReadAsync(either.Token).AsTask()).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing
        );
    }

    [LoggerMessage(LogLevel.Error, "{Loop} failed, and goes on")]
    private partial void LogFailed(Exception exception, string loop);
}
