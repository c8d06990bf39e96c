using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Leaves a peer alone that says it is busy, is slow beyond bearing, or refuses the login: asking
/// on would overrun it, or lock the account. What nobody hears, an address that refuses the
/// connection, say, is not counted.
/// </summary>
internal sealed class Breaker(TimeProvider time)
{
    private const int Tolerated = 1;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>The agent and the troubleshooter ask the same peer.</summary>
    private readonly Lock _lock = new();
    private int _strains;
    private TimeSpan _pausedUntil;

    /// <summary>
    /// What is left of a pause, by time that passes and not by the clock, which may be set; null
    /// when the peer may be asked.
    /// </summary>
    public TimeSpan? Pause
    {
        get
        {
            lock (_lock)
                return _pausedUntil - time.GetElapsedTime(0) is { Ticks: > 0 } left
                    ? left
                    : null;
        }
    }

    /// <summary>The clock's time at which it ends.</summary>
    public DateTimeOffset? PausedUntil => time.GetUtcNow() + Pause;

    /// <summary>Counts what came of asking; null is an answer.</summary>
    public void Note(PeerFailure? failure)
    {
        lock (_lock)
            Count(failure);
    }

    private void Count(PeerFailure? failure)
    {
        _strains = failure is not null && IsStrain(failure) ? _strains + 1 : 0;
        var pause =
            _strains <= Tolerated
                ? TimeSpan.Zero
                : s_first * Math.Pow(2, Math.Min(_strains - Tolerated - 1, 10));
        if (failure?.RetryAfter > pause)
            pause = failure.RetryAfter.Value;
        _pausedUntil = time.GetElapsedTime(0) + (pause < s_longest ? pause : s_longest);
    }

    /// <summary>An administrator wants it now.</summary>
    public void Close()
    {
        lock (_lock)
            (_strains, _pausedUntil) = (0, default);
    }

    /// <summary>Goes on with what was left of a pause.</summary>
    public void Resume(TimeSpan left)
    {
        lock (_lock)
            _pausedUntil = time.GetElapsedTime(0) + left;
    }

    private static bool IsStrain(PeerFailure failure) =>
        failure.Layer == PassLayer.Login
        || failure.Problem is AxlThrottled or AxlTimedOut or TlsTimedOut;
}
