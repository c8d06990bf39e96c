namespace IcpConsole.Testing;

/// <summary>Time that stands still until a test moves it. Timestamps move with it.</summary>
/// <param name="start">What the clock says at first; null for a day of its own.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start ?? new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    /// <summary>By how much the clock was set forward.</summary>
    private TimeSpan _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now + _set;
    }

    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.UtcTicks;
    }

    /// <summary>
    /// Sets the clock as an administrator does: what it says changes, and no time passes.
    /// </summary>
    public void SetClock(TimeSpan forward)
    {
        lock (_lock)
            _set += forward;
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether somebody began at this moment to wait for exactly so long.</summary>
    public bool IsAwaited(TimeSpan after)
    {
        lock (_lock)
            return _timers.Exists(t => t.Since == _now && t.Due - _now == after);
    }

    /// <summary>Moves time on, firing each timer at its moment.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_lock)
            target = _now + by;
        while (Next(target) is { } timer)
            timer.Fire();
        lock (_lock)
            _now = target;
    }

    private ManualTimer? Next(DateTimeOffset target)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
            if (next is not null && next.Due > _now)
                _now = next.Due.Value;
            return next;
        }
    }

    private sealed class ManualTimer(
        ManualTimeProvider time,
        TimerCallback callback,
        object? state
    ) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Since { get; private set; }

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                Since = time._now;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                if (Due is not null)
                    time._timers.Add(this);
            }

            return true;
        }

        public void Fire()
        {
            Change(_period <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : _period, _period);
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
