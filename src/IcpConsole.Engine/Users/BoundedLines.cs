using System.Text;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Text whose lines are of a length that a row can have: the CSV parser holds a whole record in
/// memory, however long.
/// </summary>
internal sealed class BoundedLines(Stream file, Encoding encoding) : TextReader
{
    private const int MaxLineLength = 256 * 1024;

    private readonly StreamReader _text = new(file, encoding, leaveOpen: true);
    private readonly char[] _buffer = new char[16 * 1024];
    private int _at;
    private int _end;
    private char _last;
    private int _length;
    private int _line = 1;

    /// <summary>A line without its end; null at the end of the text.</summary>
    /// <exception cref="DirectoryFileException">It is too long.</exception>
    public async ValueTask<string?> NextLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await FillAsync(cancellationToken))
        {
            if (TakeEnd(line) is not { } end)
                continue;
            if (end == '\r' && await FillAsync(cancellationToken) && _buffer[_at] == '\n')
                _at++;
            return line.ToString();
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    /// <exception cref="DirectoryFileException">A line is longer.</exception>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
        await ReadAsync(buffer.AsMemory(index, count), CancellationToken.None);

    /// <inheritdoc cref="ReadAsync(char[], int, int)"/>
    public override async ValueTask<int> ReadAsync(
        Memory<char> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (buffer.Length == 0 || !await FillAsync(cancellationToken))
            return 0;
        var read = Math.Min(buffer.Length, _end - _at);
        _buffer.AsMemory(_at, read).CopyTo(buffer);
        _at += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Takes what is left of a line, up to where it ends.</summary>
    /// <returns>What ends it; null where that is still to come.</returns>
    private char? TakeEnd(StringBuilder line)
    {
        var rest = _buffer.AsSpan(_at.._end);
        var length = rest.IndexOfAny('\r', '\n');
        line.Append(length < 0 ? rest : rest[..length]);
        _at += length < 0 ? rest.Length : length + 1;
        return length < 0 ? null : rest[length];
    }

    /// <returns>False at the end of the text.</returns>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_at < _end)
            return true;
        (_at, _end) = (0, await _text.ReadAsync(_buffer, cancellationToken));
        Count(_buffer.AsSpan(0, _end));
        return _end > 0;
    }

    private void Count(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c == '\r' || (c == '\n' && _last != '\r'))
                (_length, _line) = (0, _line + 1);
            else if (c != '\n' && ++_length > MaxLineLength)
                throw new DirectoryFileException(new DirectoryFileNotCsv(_line));
            _last = c;
        }
    }
}
