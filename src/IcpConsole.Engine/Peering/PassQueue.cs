namespace IcpConsole.Engine.Peering;

/// <summary>
/// One peer's users are fetched at a time, in the order in which the passes came: several first syncs at once take longer than one after another (Cisco,
/// <em>Deployment Guide</em>, "Intercluster deployment"). Whoever makes no progress keeps working, but no longer keeps the others waiting.
/// </summary>
internal sealed class PassQueue(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits that are remembered; far more than the largest mesh has in one interval.</summary>
    private const int MaxWaits = 1000;

    private readonly Lock _lock = new();
    private readonly List<Turn> _turns = [];
    private readonly Queue<(long Ended, TimeSpan Wait)> _waits = new();

    /// <summary>The longest that a pass has waited for its turn, of those that came or still waited within the last time.</summary>
    public TimeSpan LongestWait(TimeSpan within)
    {
        lock (_lock)
        {
            var ended = _waits.Where(w => time.GetElapsedTime(w.Ended) <= within).Select(w => w.Wait);
            return ended.Concat(_turns.Where(t => !t.Come.IsCompleted).Select(t => t.Waited)).DefaultIfEmpty(TimeSpan.Zero).Max();
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="moved">Told the place in the queue, from 1, whenever it changes.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public async Task<Turn> EnterAsync(Action<int> moved, CancellationToken cancellationToken)
    {
        var turn = new Turn(this, moved);
        lock (_lock)
        {
            _turns.Add(turn);
            Advance();
        }

        try
        {
            await turn.Come.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (_turns.Remove(turn)) Advance();
        }
    }

    private void Advance()
    {
        for (var i = 0; i < _turns.Count; i++)
        {
            if (!_turns[i].Move(i)) continue;
            _waits.Enqueue((time.GetTimestamp(), _turns[i].Waited));
            if (_waits.Count > MaxWaits) _waits.Dequeue();
        }
    }

    private long Now => time.GetTimestamp();

    private TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    private ITimer After(TimeSpan wait, Action act) => time.CreateTimer(_ => act(), null, wait, Timeout.InfiniteTimeSpan);

    /// <summary>A place in the queue; the first has the turn.</summary>
    internal sealed class Turn(PassQueue queue, Action<int> moved) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _entered = queue.Now;
        private ITimer? _patience;

        public Task Come => _come.Task;

        /// <summary>From when it entered the queue until now.</summary>
        public TimeSpan Waited => queue.Since(_entered);

        /// <summary>Progress was made: the turn lasts on.</summary>
        public void Renew() => _patience?.Change(s_patience, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _patience?.Dispose();
            queue.Leave(this);
        }

        /// <returns>Whether the turn has come just now.</returns>
        internal bool Move(int ahead)
        {
            if (_come.Task.IsCompleted) return false;
            if (ahead > 0)
            {
                moved(ahead);
                return false;
            }

            _patience = queue.After(s_patience, () => queue.Leave(this));
            return _come.TrySetResult();
        }
    }
}
