namespace IcpConsole.Engine.Access;

/// <summary>
/// Lets so many through at once, and then one in a while.
/// </summary>
internal sealed class Rate(TimeProvider time, int atOnce, TimeSpan apart)
{
    private readonly Lock _lock = new();
    private double _left = atOnce;
    private long _counted = time.GetTimestamp();

    /// <returns>Whether one more may go through now.</returns>
    public bool TryTake()
    {
        lock (_lock)
        {
            Refill();
            if (_left < 1)
                return false;
            _left--;
            return true;
        }
    }

    /// <summary>Waits until one more may go through. One waits at a time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (TryTake())
            return;
        await Task.Delay(apart * (1 - _left), time, cancellationToken);
        lock (_lock)
        {
            Refill();
            _left--;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(atOnce, _left + (time.GetElapsedTime(_counted, now) / apart));
        _counted = now;
    }
}
