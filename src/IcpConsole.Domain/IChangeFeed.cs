namespace IcpConsole.Domain;

/// <summary>
/// Tells a page that something changed; the page then reads the state again, so nothing is missed
/// and nothing queues up.
/// </summary>
public interface IChangeFeed
{
    /// <summary>
    /// Yields once at the start and then after each change. Changes that come close together are
    /// one: at most ten a second reach a page. Ends quietly when <paramref
    /// name="cancellationToken"/> is cancelled.
    /// </summary>
    IAsyncEnumerable<bool> WatchAsync(CancellationToken cancellationToken);
}
