namespace IcpConsole.Engine.Access;

/// <summary>
/// Lets so many through at once, and then one in a while. Of one reader at a time.
/// </summary>
internal sealed class Rate(TimeProvider time, int atOnce, TimeSpan apart)
{
    private double _left = atOnce;
    private long _counted = time.GetTimestamp();

    /// <summary>Waits until one more may go through.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Refill();
        if (_left < 1)
        {
            await Task.Delay(apart * (1 - _left), time, cancellationToken);
            Refill();
        }

        _left--;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(atOnce, _left + (time.GetElapsedTime(_counted, now) / apart));
        _counted = now;
    }
}
