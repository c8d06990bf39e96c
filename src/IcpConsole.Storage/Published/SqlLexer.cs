namespace IcpConsole.Storage.Published;

/// <summary>
/// Reads the words of Informix SQL. Text stands in single or in double quotes (without DELIMIDENT),
/// comments begin with two hyphens, or stand in braces or between slashes and asterisks (IBM,
/// <em>Informix Guide to SQL: Syntax</em>).
/// </summary>
internal static class SqlLexer
{
    private const int MaxTokens = 8192;

    private static readonly string[] s_symbols =
    [
        "||",
        "::",
        "!=",
        "<>",
        "<=",
        ">=",
        "=",
        "<",
        ">",
        "(",
        ")",
        ",",
        ".",
        "*",
        "+",
        "-",
        "/",
        ":",
        ";",
    ];

    /// <exception cref="SqlRefusedException">It holds what is no word of SQL.</exception>
    public static IReadOnlyList<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (true)
        {
            at = SkipBlanks(sql, at);
            if (at == sql.Length)
                break;
            if (tokens.Count == MaxTokens)
                throw SqlRefusedException.TooMuch("it has too many words");
            var token = ReadOne(sql, ref at);
            tokens.Add(token);
        }

        tokens.Add(new SqlToken(SqlTokenKind.End, ""));
        return tokens;
    }

    private static int SkipBlanks(string sql, int at)
    {
        while (at < sql.Length)
        {
            var rest = sql.AsSpan(at);
            if (char.IsWhiteSpace(rest[0]))
                at++;
            else if (rest.StartsWith("--"))
                at = After(sql, at, "\n", isOptional: true);
            else if (rest[0] == '{')
                at = After(sql, at, "}", isOptional: false);
            else if (rest.StartsWith("/*"))
                at = After(sql, at + 2, "*/", isOptional: false);
            else
                return at;
        }

        return at;
    }

    private static int After(string sql, int at, string end, bool isOptional) =>
        sql.IndexOf(end, at, StringComparison.Ordinal) switch
        {
            >= 0 and var found => found + end.Length,
            _ when isOptional => sql.Length,
            _ => throw SqlRefusedException.Syntax(sql[at..]),
        };

    private static SqlToken ReadOne(string sql, ref int at)
    {
        var first = sql[at];
        if (char.IsAsciiLetter(first) || first == '_')
            return Take(sql, ref at, SqlTokenKind.Word, IsOfWord);
        if (char.IsAsciiDigit(first) || (first == '.' && IsDigitAt(sql, at + 1)))
            return ReadNumber(sql, ref at);
        if (first is '\'' or '"')
            return ReadText(sql, ref at);
        foreach (var symbol in s_symbols)
        {
            if (!sql.AsSpan(at).StartsWith(symbol))
                continue;
            at += symbol.Length;
            return new SqlToken(SqlTokenKind.Symbol, symbol);
        }

        throw SqlRefusedException.Syntax(sql[at..]);
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsDigitAt(string sql, int at) =>
        at < sql.Length && char.IsAsciiDigit(sql[at]);

    private static SqlToken ReadNumber(string sql, ref int at)
    {
        const int MaxDigits = 18;
        var number = Take(sql, ref at, SqlTokenKind.Number, c =>
            char.IsAsciiDigit(c) || c == '.'
        );
        if (at < sql.Length && IsOfWord(sql[at]))
            throw SqlRefusedException.Syntax(sql[(at - number.Text.Length)..]);
        if (number.Text.Count(c => c == '.') > 1 || number.Text.EndsWith('.'))
            throw SqlRefusedException.Syntax(number.Text);
        return number.Text.Length <= MaxDigits
            ? number
            : throw SqlRefusedException.TooMuch($"a number has more than {MaxDigits} digits");
    }

    private static SqlToken Take(
        string sql,
        ref int at,
        SqlTokenKind kind,
        Func<char, bool> belongs
    )
    {
        var from = at;
        while (at < sql.Length && belongs(sql[at]))
            at++;
        return new SqlToken(kind, sql[from..at]);
    }

    /// <summary>A quote inside is doubled.</summary>
    private static SqlToken ReadText(string sql, ref int at)
    {
        var quote = sql[at];
        var text = new System.Text.StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] != quote)
                text.Append(sql[at]);
            else if (at + 1 < sql.Length && sql[at + 1] == quote)
                text.Append(sql[at++]);
            else
            {
                at++;
                return new SqlToken(SqlTokenKind.Text, text.ToString());
            }
        }

        throw SqlRefusedException.Syntax($"{quote}{text}");
    }
}
