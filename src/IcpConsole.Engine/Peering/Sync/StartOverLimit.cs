namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// How often a peer may say that its change numbers start over, so that all of its users are
/// fetched and written anew. It does so when it is installed anew; one that goes on saying so would
/// fill the disk's time, and the network's.
/// </summary>
internal sealed class StartOverLimit(TimeProvider time)
{
    private const int Most = 3;

    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(15);

    private readonly Queue<long> _taken = new();

    /// <returns>Whether it may now; otherwise it may <paramref name="wait"/> later.</returns>
    public bool TryTake(out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        while (_taken.TryPeek(out var first) && time.GetElapsedTime(first) >= s_within)
            _taken.Dequeue();
        if (_taken.Count == Most)
        {
            wait = s_within - time.GetElapsedTime(_taken.Peek());
            return false;
        }

        _taken.Enqueue(time.GetTimestamp());
        return true;
    }
}
