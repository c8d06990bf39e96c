using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// A peer's changed users, page after page. The next page is fetched while the one before is
/// staged, so that both sides work at once.
/// </summary>
internal sealed class UserPages(PeerConnection connection, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>Some 250 bytes a user on the wire: about 1 MB a page.</summary>
    private const int RowsPerPage = 4000;

    private readonly CancellationTokenSource _end =
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private int _rows = RowsPerPage;
    private Task<IReadOnlyList<ChangedUser>>? _next;

    /// <param name="after">The watermark: the last change number of the page before.</param>
    /// <param name="upTo">The peer's change number, beyond which nothing is fetched ahead.</param>
    /// <returns>The page, and whether it is as long as a page may be, so that another may
    /// follow.</returns>
    public async Task<(IReadOnlyList<ChangedUser> Page, bool IsFull)> NextAsync(
        long after,
        long upTo
    )
    {
        while (true)
        {
            var asked = _rows;
            try
            {
                var page = await (_next ?? FetchAsync(after));
                var isFull = page.Count == asked;
                _next = isFull && page[^1].Change < upTo ? FetchAsync(page[^1].Change) : null;
                return (page, isFull);
            }
            catch (AxlException e) when (e.Error == AxlError.TooLarge && _rows > 1)
            {
                (_next, _rows) = (null, _rows / 2);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_next is not null)
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private Task<IReadOnlyList<ChangedUser>> FetchAsync(long after) =>
        Queries.UsersAsync(connection, after, _rows, _end.Token);
}
