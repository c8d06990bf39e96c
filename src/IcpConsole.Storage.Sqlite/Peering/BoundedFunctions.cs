using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Peering;

/// <summary>
/// SQLite's functions that compare every character of one value with every character of another, in
/// versions whose second value is short. SQLite looks at its limits between the steps of its
/// machine, and one call is one step, however long it takes.
/// </summary>
internal static class BoundedFunctions
{
    /// <summary>Longest second value, in characters.</summary>
    private const int MaxLength = 256;

    private delegate string Trim(string text, char[] characters);

    public static void AddTo(sqlite3 db)
    {
        Add(db, "trim", static (text, characters) => text.Trim(characters));
        Add(db, "ltrim", static (text, characters) => text.TrimStart(characters));
        Add(db, "rtrim", static (text, characters) => text.TrimEnd(characters));
        raw.sqlite3_create_function(
            db,
            "instr",
            2,
            raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC,
            null,
            InString
        );
    }

    private static void Add(sqlite3 db, string name, Trim trim) =>
        raw.sqlite3_create_function(
            db,
            name,
            2,
            raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC,
            trim,
            CallTrim
        );

    private static void CallTrim(sqlite3_context context, object trim, sqlite3_value[] values)
    {
        if (!TryRead(context, values, out var text, out var characters))
            return;
        // Without characters .NET trims white space, and SQLite nothing.
        var trimmed =
            characters.Length == 0 ? text : ((Trim)trim)(text, characters.ToCharArray());
        raw.sqlite3_result_text(context, trimmed);
    }

    private static void InString(
        sqlite3_context context,
        object? nothing,
        sqlite3_value[] values
    )
    {
        if (TryRead(context, values, out var text, out var sought))
            raw.sqlite3_result_int(
                context,
                text.IndexOf(sought, StringComparison.Ordinal) + 1
            );
    }

    private static bool TryRead(
        sqlite3_context context,
        sqlite3_value[] values,
        out string first,
        out string second
    )
    {
        (first, second) = (
            raw.sqlite3_value_text(values[0]).utf8_to_string() ?? "",
            raw.sqlite3_value_text(values[1]).utf8_to_string() ?? ""
        );
        if (values.Any(v => raw.sqlite3_value_type(v) == raw.SQLITE_NULL))
        {
            raw.sqlite3_result_null(context);
            return false;
        }

        if (second.Length <= MaxLength)
            return true;
        raw.sqlite3_result_error_toobig(context);
        return false;
    }
}
