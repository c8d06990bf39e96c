namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// One peer's users are fetched at a time, in the order in which the passes came: several first
/// syncs at once take longer than one after another (Cisco, <em>Deployment Guide</em>,
/// "Intercluster deployment"). Whoever is slower than a peer may be keeps working, but no longer
/// keeps the others waiting.
/// </summary>
internal sealed class PassQueue(TimeProvider time)
{
    /// <summary>For the first rows.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Rows a second that a turn lasts for: a tenth of what comes over a line of a megabit.
    /// </summary>
    private const int LeastRate = 50;

    /// <summary>
    /// Waits that are remembered; far more than the largest mesh has in one interval.
    /// </summary>
    private const int MaxWaits = 1000;

    private readonly Lock _lock = new();
    private readonly List<Turn> _turns = [];
    private readonly Queue<(long Ended, TimeSpan Wait)> _waits = new();

    /// <summary>
    /// The longest that a pass has waited for its turn, of those that came or still waited within
    /// the last time.
    /// </summary>
    public TimeSpan LongestWait(TimeSpan within)
    {
        lock (_lock)
        {
            var ended = _waits
                .Where(w => time.GetElapsedTime(w.Ended) <= within)
                .Select(w => w.Wait);
            return ended
                .Concat(_turns.Where(t => !t.Come.IsCompleted).Select(t => t.Waited))
                .DefaultIfEmpty(TimeSpan.Zero)
                .Max();
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="moved">Told the place in the queue, from 1, whenever it changes.</param>
    /// <param name="isSlow">It was too slow the last time: it goes beside the queue at once, so
    /// that nobody waits for it again.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public async Task<Turn> EnterAsync(
        Action<int> moved,
        bool isSlow,
        CancellationToken cancellationToken
    )
    {
        var turn = new Turn(this, moved);
        lock (_lock)
        {
            if (isSlow)
            {
                turn.Move(0);
                return turn;
            }

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
            if (_turns.Remove(turn))
                Advance();
        }
    }

    private void Advance()
    {
        for (var i = 0; i < _turns.Count; i++)
        {
            if (!_turns[i].Move(i))
                continue;
            _waits.Enqueue((time.GetTimestamp(), _turns[i].Waited));
            if (_waits.Count > MaxWaits)
                _waits.Dequeue();
        }
    }

    private long Now => time.GetTimestamp();

    private TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    private TimeSpan Between(long from, long to) => time.GetElapsedTime(from, to);

    private ITimer After(TimeSpan wait, Action act) =>
        time.CreateTimer(_ => act(), null, wait, Timeout.InfiniteTimeSpan);

    /// <summary>A place in the queue; the first has the turn.</summary>
    internal sealed class Turn(PassQueue queue, Action<int> moved) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private readonly long _entered = queue.Now;
        private ITimer? _patience;
        private long? _came;
        private long _rows;

        public Task Come => _come.Task;

        /// <summary>From when it entered the queue until its turn came, or until now.</summary>
        public TimeSpan Waited =>
            _came is { } came ? queue.Between(_entered, came) : queue.Since(_entered);

        /// <summary>It was slower than a peer may be, and lost its turn.</summary>
        public bool IsOverdue { get; private set; }

        /// <summary>Rows were fetched: the turn lasts for as long as so many may take.</summary>
        public void Renew(int rows)
        {
            _rows += rows;
            var left =
                s_patience
                + TimeSpan.FromSeconds((double)_rows / LeastRate)
                - queue.Since(_came!.Value);
            _patience?.Change(
                left > TimeSpan.Zero ? left : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan
            );
        }

        public void Dispose()
        {
            _patience?.Dispose();
            queue.Leave(this);
        }

        /// <returns>Whether the turn has come just now.</returns>
        internal bool Move(int ahead)
        {
            if (_come.Task.IsCompleted)
                return false;
            if (ahead > 0)
            {
                moved(ahead);
                return false;
            }

            _came = queue.Now;
            _patience = queue.After(s_patience, () =>
            {
                IsOverdue = true;
                queue.Leave(this);
            });
            return _come.TrySetResult();
        }
    }
}
