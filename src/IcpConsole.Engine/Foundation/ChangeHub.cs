using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IcpConsole.Engine.Foundation;

/// <summary>
/// Tells every subscriber that something changed. Each has room for one untold change, so a slow
/// one costs nothing.
/// </summary>
/// <param name="time">Of the console.</param>
/// <param name="batch">Changes that come so close together are one.</param>
internal sealed class ChangeHub(TimeProvider time, TimeSpan batch)
{
    /// <summary>At most ten changes a second reach a page.</summary>
    public static readonly TimeSpan ForPages = TimeSpan.FromMilliseconds(100);

    private ImmutableHashSet<Channel<bool>> _subscribers = [];
    private long _changes;
    private long _snapshots;

    /// <summary>How often there was a change.</summary>
    public long Count => Interlocked.Read(ref _changes);

    public void Tell()
    {
        Interlocked.Increment(ref _changes);
        foreach (var subscriber in _subscribers)
            subscriber.Writer.TryWrite(true);
    }

    /// <summary>The number of the next snapshot of what changes.</summary>
    public long NextSnapshot() => Interlocked.Increment(ref _snapshots);

    public async IAsyncEnumerable<bool> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var channel = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1)
            {
                FullMode = BoundedChannelFullMode.DropWrite,
                SingleReader = true,
            }
        );
        ImmutableInterlocked.Update(
            ref _subscribers,
            static (set, added) => set.Add(added),
            channel
        );
        try
        {
            yield return true;
            while (await NextAsync(channel.Reader, cancellationToken))
                yield return true;
        }
        finally
        {
            ImmutableInterlocked.Update(
                ref _subscribers,
                static (set, gone) => set.Remove(gone),
                channel
            );
        }
    }

    private async Task<bool> NextAsync(
        ChannelReader<bool> reader,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await reader.WaitToReadAsync(cancellationToken);
            if (batch > TimeSpan.Zero)
                await Task.Delay(batch, time, cancellationToken);
            return reader.TryRead(out _);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
