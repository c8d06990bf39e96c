using System.Globalization;

namespace IcpConsole.Storage.Published;

/// <summary>Where a parser stands in the words of a statement.</summary>
internal sealed class SqlReader(IReadOnlyList<SqlToken> tokens)
{
    /// <summary>Of parentheses, subqueries and chains of NOT.</summary>
    private const int MaxDepth = 48;

    private int _at;
    private int _depth;

    public SqlToken Now => tokens[_at];

    public SqlToken Ahead(int count) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    public bool At(string word) => Now.Is(word);

    public SqlToken Take()
    {
        var token = Now;
        if (token.Kind != SqlTokenKind.End)
            _at++;
        return token;
    }

    public bool TryTake(string word)
    {
        if (!At(word))
            return false;
        _at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
            throw Unexpected();
    }

    public string TakeWord() =>
        Now.Kind == SqlTokenKind.Word ? Take().Text : throw Unexpected();

    /// <summary>A whole number, no larger than a count of rows may be.</summary>
    public long TakeCount()
    {
        if (
            !int.TryParse(
                Now.Text,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
        )
            throw Unexpected();
        Take();
        return count;
    }

    public SqlRefusedException Unexpected() => SqlRefusedException.Syntax(Now.Text);

    /// <summary>Reads something that may hold something of its own kind.</summary>
    public T Within<T>(Func<T> read)
    {
        if (++_depth > MaxDepth)
            throw SqlRefusedException.TooMuch("it is nested too deeply");
        var inner = read();
        _depth--;
        return inner;
    }

    public List<T> List<T>(Func<T> read, int most, string what)
    {
        var list = new List<T>();
        do
        {
            if (list.Count == most)
                throw SqlRefusedException.TooMuch($"more than {most} {what}");
            list.Add(read());
        } while (TryTake(","));

        return list;
    }
}
