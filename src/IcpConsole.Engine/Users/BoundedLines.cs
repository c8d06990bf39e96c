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
    private readonly char[] _one = new char[1];
    private char? _ahead;
    private char _last;
    private int _length;
    private int _line = 1;

    /// <summary>A line without its end; null at the end of the text.</summary>
    /// <exception cref="DirectoryFileException">It is too long.</exception>
    public async ValueTask<string?> NextLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await ReadAsync(_one, cancellationToken) > 0)
        {
            if (_one[0] == '\n')
                return line.ToString();
            if (_one[0] != '\r')
            {
                line.Append(_one[0]);
                continue;
            }

            if (await ReadAsync(_one, cancellationToken) > 0 && _one[0] != '\n')
                _ahead = _one[0];
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
        if (buffer.Length > 0 && _ahead is { } ahead)
        {
            // Counted when it was looked at.
            (buffer.Span[0], _ahead) = (ahead, null);
            return 1;
        }

        var read = await _text.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
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
