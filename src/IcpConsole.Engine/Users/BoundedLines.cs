using System.Text;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Text whose lines are of a length that a row can have: the CSV parser holds a whole record in
/// memory, however long.
/// </summary>
internal sealed class BoundedLines(Stream file, Encoding encoding)
    : StreamReader(file, encoding)
{
    private const int MaxLineLength = 256 * 1024;

    private int _length;
    private int _line = 1;

    /// <exception cref="DirectoryFileException">A line is longer.</exception>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
        Counted(buffer.AsSpan(index, await base.ReadAsync(buffer, index, count)));

    /// <inheritdoc cref="ReadAsync(char[], int, int)"/>
    public override async ValueTask<int> ReadAsync(
        Memory<char> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return Counted(buffer.Span[..read]);
    }

    private int Counted(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is '\n' or '\r')
                (_length, _line) = (0, c == '\n' || _length > 0 ? _line + 1 : _line);
            else if (++_length > MaxLineLength)
                throw new DirectoryFileException(new DirectoryFileNotCsv(_line));
        }

        return text.Length;
    }
}
