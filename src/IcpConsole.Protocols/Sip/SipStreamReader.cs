namespace IcpConsole.Protocols.Sip;

/// <summary>
/// Reads messages from a TCP or TLS connection, where Content-Length says how long each is (RFC
/// 3261, section 18.3).
/// </summary>
/// <param name="connection">Left open.</param>
/// <param name="onKeepalive">Called for each double CRLF between messages (RFC 5626, section
/// 3.5.1); null ignores them.</param>
/// <param name="begin">Called with the token of a read at the first byte of a message, for a source
/// whose token ends the rest of it; null for no limit. The source is disposed of.</param>
public sealed class SipStreamReader(
    Stream connection,
    Func<CancellationToken, ValueTask>? onKeepalive = null,
    Func<CancellationToken, CancellationTokenSource>? begin = null
)
{
    private readonly byte[] _buffer = new byte[SipMessage.MaxHeadBytes];
    private int _start;
    private int _end;

    /// <summary>
    /// Reads the next message. After an exception, cancellation too, where the next one begins is
    /// not known.
    /// </summary>
    /// <returns>Null once the other side has closed the connection, between messages.</returns>
    /// <exception cref="SipException">What came is no message, exceeds a bound or breaks
    /// off.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<SipMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await SkipLineEndsAsync(cancellationToken))
            return null;
        using var limit = begin?.Invoke(cancellationToken);
        return await ReadMessageAsync(limit?.Token ?? cancellationToken);
    }

    private async Task<SipMessage> ReadMessageAsync(CancellationToken cancellationToken)
    {
        var length = await FindHeadEndAsync(cancellationToken);
        var (head, contentLength) = SipParser.ParseHead(_buffer.AsSpan(_start, length));
        var body = new byte[
            contentLength
                ?? throw new SipException(SipError.Malformed, "No Content-Length.")
                {
                    Head = head,
                }
        ];
        _start += length + SipParser.HeadEnd.Length;
        var buffered = Math.Min(body.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(body);
        _start += buffered;
        try
        {
            await connection.ReadExactlyAsync(body.AsMemory(buffered), cancellationToken);
        }
        catch (EndOfStreamException e)
        {
            throw new SipException(SipError.Closed, "The connection ended within a body.", e);
        }

        return SipParser.WithBody(head, body);
    }

    private async Task<bool> SkipLineEndsAsync(CancellationToken cancellationToken)
    {
        for (var lineEnds = 0; ; )
        {
            while (_buffer.AsSpan(_start, _end - _start).StartsWith("\r\n"u8))
            {
                _start += 2;
                if (++lineEnds % 2 == 0 && onKeepalive is not null)
                    await onKeepalive(cancellationToken);
            }

            if (_end - _start > 1 || (_end > _start && _buffer[_start] != '\r'))
                return true;
            if (!await FillAsync(cancellationToken))
                return _end > _start ? throw BrokenOff() : false;
        }
    }

    private async Task<int> FindHeadEndAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ; )
        {
            var found = _buffer
                .AsSpan(_start + searched, _end - _start - searched)
                .IndexOf(SipParser.HeadEnd);
            if (found >= 0)
                return searched + found;
            if (_end - _start == _buffer.Length)
                throw SipParser.TooLargeHead();
            searched = Math.Max(0, _end - _start - SipParser.HeadEnd.Length + 1);
            if (!await FillAsync(cancellationToken))
                throw BrokenOff();
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private static SipException BrokenOff() =>
        new(SipError.Closed, "The connection ended within a message.");
}
