using System.Text;
using IcpConsole.Storage.Published;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>A statement for SQLite, and the values of its parameters <c>?1</c>, <c>?2</c>, ….</summary>
internal sealed record SqliteStatement(string Text, IReadOnlyList<object?> Values);

/// <summary>The text of a statement while it is written, and its values.</summary>
internal sealed class SqliteText
{
    /// <summary>In characters; what is written may be longer than what was sent.</summary>
    private const int MaxLength = 512 * 1024;

    private readonly StringBuilder _text = new();
    private readonly List<object?> _values = [];

    public SqliteStatement ToStatement() => new(_text.ToString(), _values);

    /// <exception cref="SqlRefusedException">It has become too long.</exception>
    public void Add(string text)
    {
        if (_text.Length > MaxLength)
            throw SqlRefusedException.TooMuch("it has too many parts");
        _text.Append(text);
    }

    /// <summary>A parameter, with its value beside the text.</summary>
    public void AddValue(object? value)
    {
        _values.Add(value);
        Add($"?{_values.Count}");
    }

    /// <summary>Parts with commas between them.</summary>
    public void List<T>(IEnumerable<T> parts, Action<T> write)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst)
                Add(", ");
            isFirst = false;
            write(part);
        }
    }
}
