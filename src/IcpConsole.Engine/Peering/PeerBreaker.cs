using IcpConsole.Domain.Peering;
using Polly;
using Polly.CircuitBreaker;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Leaves a peer alone that says it is busy, is slow beyond bearing, or refuses the login: asking on would overrun it, or lock the account. What nobody
/// hears, an address that refuses the connection, say, is not counted.
/// </summary>
internal sealed class PeerBreaker
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private readonly CircuitBreakerManualControl _control = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private DateTimeOffset _pausedUntil;

    public PeerBreaker(TimeProvider time)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e && IsStrain(e)),
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = args => ValueTask.FromResult(Min(s_first * Math.Pow(2, args.HalfOpenAttempts), s_longest)),
                OnOpened = args =>
                {
                    Pause(args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                ManualControl = _control,
            })
            .Build();
    }

    /// <summary>Nothing is to be asked before; null when it may.</summary>
    public DateTimeOffset? PausedUntil => _pausedUntil > _time.GetUtcNow() ? _pausedUntil : null;

    /// <summary>Asks, and counts what comes of it.</summary>
    /// <exception cref="BrokenCircuitException">It is paused.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await ask(token), cancellationToken);
        }
        catch (Exception e) when (PeerFailures.From(e) is { RetryAfter: { } asked })
        {
            Pause(Min(asked, s_longest));
            throw;
        }
    }

    /// <summary>An administrator wants it now.</summary>
    public async Task CloseAsync()
    {
        await _control.CloseAsync(CancellationToken.None);
        _pausedUntil = default;
    }

    private void Pause(TimeSpan time)
    {
        var until = _time.GetUtcNow() + time;
        if (until > _pausedUntil) _pausedUntil = until;
    }

    private static bool IsStrain(Exception e) => PeerFailures.From(e) is { } failure
        && (failure.Layer == PassLayer.Login || failure.Problem.Code is "AxlThrottled" or "AxlTimedOut" or "TlsTimedOut");

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
