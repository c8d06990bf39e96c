using System.Threading.Channels;
using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// What the agent of one entry is asked for, in the order in which it was; the agent takes one at a
/// time.
/// </summary>
/// <param name="time">By which the agent waits.</param>
/// <param name="stopping">The agent ends: what is still asked for is cut off.</param>
internal sealed class AgentOrders(TimeProvider time, CancellationToken stopping)
{
    private const TaskCreationOptions Apart =
        TaskCreationOptions.RunContinuationsAsynchronously;

    private readonly Channel<AgentOrder> _orders = Channel.CreateUnbounded<AgentOrder>();
    private int _noticed;
    private int _testing;

    /// <summary>Queues a forced pass behind the one that may be running.</summary>
    /// <param name="request">As it was confirmed.</param>
    /// <param name="cancel">Cuts the pass: the users of before stay.</param>
    /// <returns>Null when the agent ends before the pass does.</returns>
    public async Task<SyncReceipt?> ForceAsync(ForcedSync request, CancellationToken cancel)
    {
        var force = new ForceOrder(request, new(Apart), cancel);
        // What waits behind a pass that takes long is not cancelled by its turn alone.
        using var cancelled = cancel.Register(() => force.Cancel(time.GetUtcNow()));
        return _orders.Writer.TryWrite(force) ? await EndOfAsync(force.Done) : null;
    }

    /// <summary>Queues a look at what a pass would do.</summary>
    /// <param name="cancel">Ends the look.</param>
    public async Task<Result<SyncPreview>> PreviewAsync(CancellationToken cancel)
    {
        var preview = new PreviewOrder(new(Apart), cancel);
        var seen = _orders.Writer.TryWrite(preview)
            ? await EndOfAsync(preview.Done).WaitAsync(cancel)
            : null;
        return seen ?? new SyncCutOff();
    }

    /// <summary>
    /// What hangs and is abandoned never ends; whoever waits for it is told that it was cut off.
    /// </summary>
    private async Task<T?> EndOfAsync<T>(TaskCompletionSource<T?> done)
        where T : class
    {
        try
        {
            return await done.Task.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>
    /// The peer told that something changed, or can be heard again: a pass will show.
    /// </summary>
    public void Notice()
    {
        if (Interlocked.Exchange(ref _noticed, 1) == 0)
            _orders.Writer.TryWrite(new NoticedOrder());
    }

    /// <summary>
    /// A link to the peer was lost, or it sees this cluster otherwise than before: a test will show
    /// what is behind it.
    /// </summary>
    public void TestSoon()
    {
        if (Interlocked.Exchange(ref _testing, 1) == 0)
            _orders.Writer.TryWrite(new TestOrder());
    }

    /// <summary>Waits for the next.</summary>
    /// <returns>Null when the time is up.</returns>
    public async Task<AgentOrder?> TakeAsync(TimeSpan wait)
    {
        try
        {
            var order = await time.WithinAsync(
                wait,
                token => _orders.Reader.ReadAsync(token).AsTask(),
                stopping
            );
            if (order is NoticedOrder)
                Volatile.Write(ref _noticed, 0);
            if (order is TestOrder)
                Volatile.Write(ref _testing, 0);
            return order;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>No more is taken.</summary>
    public void End()
    {
        _orders.Writer.Complete();
        while (_orders.Reader.TryRead(out var order))
        {
            (order as ForceOrder)?.Done.TrySetResult(null);
            (order as PreviewOrder)?.Done.TrySetResult(null);
        }
    }
}
