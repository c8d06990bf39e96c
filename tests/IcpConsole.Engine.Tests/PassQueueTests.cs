using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class PassQueueTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);

    private Task<PassQueue.Turn> EnterAsync(
        PassQueue queue,
        string name,
        CancellationToken cancellationToken = default
    )
    {
        _places[name] = [];
        return queue.EnterAsync(_places[name].Add, isSlow: false, cancellationToken);
    }

    [Fact]
    public async Task One_at_a_time_in_the_order_in_which_they_came_each_knowing_its_place()
    {
        var queue = new PassQueue(_time);
        var first = await EnterAsync(queue, "a");
        var (second, third) = (EnterAsync(queue, "b"), EnterAsync(queue, "c"));
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        await third;
        Assert.Empty(_places["a"]);
        Assert.Equal(1, _places["b"][^1]);
        Assert.Equal([2, 1], _places["c"].Distinct());
    }

    [Fact]
    public async Task Who_leaves_the_queue_keeps_nobody_waiting()
    {
        var queue = new PassQueue(_time);
        var first = await EnterAsync(queue, "a");
        using var gone = new CancellationTokenSource();
        var second = EnterAsync(queue, "b", gone.Token);
        var third = EnterAsync(queue, "c");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task Who_is_slower_than_a_peer_may_be_keeps_the_others_waiting_no_longer_than_ten_seconds_and_what_its_rows_may_take()
    {
        var queue = new PassQueue(_time);
        var slow = await EnterAsync(queue, "a");
        var second = EnterAsync(queue, "b");
        _time.Advance(TimeSpan.FromSeconds(8));
        slow.Renew(500);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.False(second.IsCompleted);
        // A row now and then is no progress.
        slow.Renew(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        await second;
        Assert.True(slow.IsOverdue);
        slow.Dispose();
    }

    [Fact]
    public async Task Who_was_too_slow_the_last_time_keeps_nobody_waiting()
    {
        var queue = new PassQueue(_time);
        using var slow = await queue.EnterAsync(
            _ => { },
            isSlow: true,
            CancellationToken.None
        );
        using var other = await EnterAsync(queue, "b");
        Assert.False(slow.IsOverdue);
    }

    [Fact]
    public async Task The_longest_wait_is_that_of_whoever_still_waits_or_waited_within_the_last_interval()
    {
        var queue = new PassQueue(_time);
        var interval = TimeSpan.FromMinutes(30);
        var first = await EnterAsync(queue, "a");
        Assert.Equal(TimeSpan.Zero, queue.LongestWait(interval));
        var second = EnterAsync(queue, "b");
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(TimeSpan.FromSeconds(8), queue.LongestWait(interval));
        first.Dispose();
        (await second).Dispose();
        _time.Advance(interval);
        Assert.Equal(TimeSpan.FromSeconds(8), queue.LongestWait(interval));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, queue.LongestWait(interval));
    }
}
