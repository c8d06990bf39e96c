using System.IO.Pipelines;
using System.Net;
using IcpConsole.Engine.Access;
using Microsoft.AspNetCore.Connections;

namespace IcpConsole.Engine.Nodes;

/// <summary>
/// What clients of a port may hold, the same for every port of every node (docs/security.md):
/// strangers share what there is for them, and whatever they do takes nothing from nodes of known
/// peers, nor from the cluster's own nodes, whose heartbeats go over these ports, too. Where all of
/// a share is taken, another connection takes the place of one of the address that has most: the
/// one on which nothing has come for longest.
/// </summary>
internal sealed class ConnectionLimits(
    Func<IPAddress, bool> isKnown,
    StrangerShare share,
    TimeProvider time
)
{
    /// <summary>
    /// Connections of one node of a peer, or of the cluster itself, to one port: several times what
    /// its tests, passes and looks at ports hold at once.
    /// </summary>
    public const int OfKnown = 100;

    /// <summary>
    /// A connection on which nothing came, and from which nothing was taken, for so long is closed.
    /// Links are pinged every few seconds, and whoever asks over AXL asks at once.
    /// </summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    /// <summary>From its first byte on, a request has to be whole within this time.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(20);

    /// <summary>For the handshake of TLS.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<Watched> _connections = [];

    /// <summary>Around every connection, before TLS.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) =>
        async connection =>
        {
            var address = CallerAddress.From(
                (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None
            );
            await using var watched = new Watched(
                connection,
                address,
                isStranger: !isKnown(address),
                time
            );
            if (watched.IsStranger && !share.TryEnter())
            {
                connection.Abort();
                return;
            }

            Enter(watched);
            try
            {
                await next(connection);
            }
            finally
            {
                lock (_lock)
                    _connections.Remove(watched);
                if (watched.IsStranger)
                    share.Leave();
            }
        };

    private void Enter(Watched connection)
    {
        lock (_lock)
        {
            MakeRoom(
                _connections.Where(c => c.Address.Equals(connection.Address)),
                connection.IsStranger ? share.OfOne : OfKnown
            );
            if (connection.IsStranger)
                MakeRoom(_connections.Where(c => c.IsStranger), share.OfPort);
            _connections.Add(connection);
        }
    }

    private void MakeRoom(IEnumerable<Watched> share, int most)
    {
        var there = share.ToList();
        if (there.Count < most)
            return;
        var greediest = there.GroupBy(c => c.Address).MaxBy(g => g.Count())!;
        var longest = greediest.MinBy(c => c.LastCame)!;
        _connections.Remove(longest);
        longest.Abort();
    }

    /// <summary>A connection, and when something last came on it.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly ConnectionContext _connection;
        private readonly TimeProvider _time;
        private readonly ITimer _timer;
        private long _last;

        public Watched(
            ConnectionContext connection,
            IPAddress address,
            bool isStranger,
            TimeProvider time
        )
        {
            (_connection, Address, IsStranger, _time, _last) = (
                connection,
                address,
                isStranger,
                time,
                time.GetTimestamp()
            );
            connection.Transport = new WatchedPipe(connection.Transport, () =>
                Volatile.Write(ref _last, time.GetTimestamp())
            );
            _timer = time.CreateTimer(_ => EndIdle(), null, Idle, Timeout.InfiniteTimeSpan);
        }

        public IPAddress Address { get; }

        public bool IsStranger { get; }

        public long LastCame => Volatile.Read(ref _last);

        public void Abort() => _connection.Abort();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private void EndIdle()
        {
            var left = Idle - _time.GetElapsedTime(LastCame);
            if (left <= TimeSpan.Zero)
                Abort();
            else
                _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class WatchedPipe(IDuplexPipe inner, Action came) : IDuplexPipe
    {
        public PipeReader Input { get; } = new WatchedReader(inner.Input, came);

        public PipeWriter Output { get; } = new WatchedWriter(inner.Output, came);
    }

    private sealed class WatchedReader(PipeReader inner, Action came) : PipeReader
    {
        public override async ValueTask<ReadResult> ReadAsync(
            CancellationToken cancellationToken = default
        )
        {
            var result = await inner.ReadAsync(cancellationToken);
            came();
            return result;
        }

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) =>
            inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) =>
            inner.CompleteAsync(exception);
    }

    /// <summary>A flush ends when the client has taken enough of what was written before.</summary>
    private sealed class WatchedWriter(PipeWriter inner, Action taken) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override async ValueTask<FlushResult> FlushAsync(
            CancellationToken cancellationToken = default
        )
        {
            var result = await inner.FlushAsync(cancellationToken);
            taken();
            return result;
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) =>
            inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) =>
            inner.CompleteAsync(exception);
    }
}
