namespace IcpConsole.Storage.Published;

internal enum SqlTokenKind
{
    /// <summary>Also a keyword: Informix reserves none.</summary>
    Word,
    Number,

    /// <summary>In quotes of either kind; the text is what stands between them.</summary>
    Text,
    Symbol,
    End,
}

internal readonly record struct SqlToken(SqlTokenKind Kind, string Text)
{
    public bool Is(string word) =>
        Kind is SqlTokenKind.Word or SqlTokenKind.Symbol
        && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
