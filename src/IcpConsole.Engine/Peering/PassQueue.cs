namespace IcpConsole.Engine.Peering;

/// <summary>
/// One peer's users are fetched at a time, in the order in which the passes came: several first syncs at once take longer than one after another (Cisco,
/// <em>Deployment Guide</em>, "Intercluster deployment"). Whoever makes no progress keeps working, but no longer keeps the others waiting.
/// </summary>
internal sealed class PassQueue(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Turn> _turns = [];

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
        for (var i = 0; i < _turns.Count; i++) _turns[i].Move(i);
    }

    private ITimer After(TimeSpan wait, Action act) => time.CreateTimer(_ => act(), null, wait, Timeout.InfiniteTimeSpan);

    /// <summary>A place in the queue; the first has the turn.</summary>
    internal sealed class Turn(PassQueue queue, Action<int> moved) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ITimer? _patience;

        public Task Come => _come.Task;

        /// <summary>Progress was made: the turn lasts on.</summary>
        public void Renew() => _patience?.Change(s_patience, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _patience?.Dispose();
            queue.Leave(this);
        }

        internal void Move(int ahead)
        {
            if (_come.Task.IsCompleted) return;
            if (ahead > 0) moved(ahead);
            else
            {
                _patience = queue.After(s_patience, () => queue.Leave(this));
                _come.TrySetResult();
            }
        }
    }
}
