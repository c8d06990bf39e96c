using System.Collections.Frozen;

namespace IcpConsole.Storage.Published;

/// <summary>
/// Functions that statements may call (IBM, <em>Informix Guide to SQL: Syntax</em>, "Function
/// expressions"), with what they take and give. Each store's writer knows how it calls them.
/// </summary>
internal static class SqlFunctions
{
    /// <param name="Least">Fewest arguments.</param>
    /// <param name="Most">Most arguments.</param>
    /// <param name="Takes">Of each argument; the last one goes on.</param>
    /// <param name="Gives">Null: what its arguments are.</param>
    internal sealed record Signature(
        int Least,
        int Most,
        IReadOnlyList<SqlType> Takes,
        SqlType? Gives
    );

    private static readonly FrozenDictionary<string, Signature> s_signatures = new Dictionary<
        string,
        Signature
    >(StringComparer.Ordinal)
    {
        ["abs"] = new(1, 1, [SqlType.Integer], SqlType.Integer),
        ["mod"] = new(2, 2, [SqlType.Integer], SqlType.Integer),
        ["upper"] = new(1, 1, [SqlType.Text], SqlType.Text),
        ["lower"] = new(1, 1, [SqlType.Text], SqlType.Text),
        ["initcap"] = new(1, 1, [SqlType.Text], SqlType.Text),
        ["trim"] = new(2, 2, [SqlType.Text], SqlType.Text),
        ["ltrim"] = new(1, 2, [SqlType.Text], SqlType.Text),
        ["rtrim"] = new(1, 2, [SqlType.Text], SqlType.Text),
        ["replace"] = new(2, 3, [SqlType.Text], SqlType.Text),
        ["concat"] = new(2, 2, [SqlType.Text], SqlType.Text),
        ["substr"] = new(2, 3, [SqlType.Text, SqlType.Integer], SqlType.Text),
        ["substring"] = new(2, 3, [SqlType.Text, SqlType.Integer], SqlType.Text),
        ["length"] = new(1, 1, [SqlType.Text], SqlType.Integer),
        ["octet_length"] = new(1, 1, [SqlType.Text], SqlType.Integer),
        ["char_length"] = new(1, 1, [SqlType.Text], SqlType.Integer),
        ["character_length"] = new(1, 1, [SqlType.Text], SqlType.Integer),
        ["instr"] = new(2, 2, [SqlType.Text], SqlType.Integer),
        ["nvl"] = new(2, 2, [], null),
        ["coalesce"] = new(1, 16, [], null),
        ["today"] = new(0, 0, [], SqlType.Date),
        ["current"] = new(0, 0, [], SqlType.DateTime),
    }.ToFrozenDictionary();

    public static bool Has(string name) => s_signatures.ContainsKey(name);

    /// <exception cref="SqlRefusedException">There is none of that name, or it takes other
    /// arguments.</exception>
    public static Call Make(string name, IReadOnlyList<Expression> arguments)
    {
        if (
            !s_signatures.TryGetValue(name, out var signature)
            || arguments.Count < signature.Least
            || arguments.Count > signature.Most
        )
            throw SqlRefusedException.NoRoutine(name);
        return new Call(name, arguments, signature.Gives ?? SqlType.Null);
    }

    public static Signature SignatureOf(Call call) => s_signatures[call.Function];
}
