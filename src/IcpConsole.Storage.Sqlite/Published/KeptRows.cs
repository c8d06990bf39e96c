using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>Rows that SQLite keeps while a statement runs: to sort, to group, to look up.</summary>
internal static class KeptRows
{
    /// <summary>Instructions of SQLite's machine (SQLite, "The Bytecode Engine").</summary>
    private static readonly HashSet<string> s_keeping =
    [
        "SorterOpen",
        "OpenEphemeral",
        "OpenAutoindex",
        "RowSetAdd",
        "RowSetTest",
    ];

    /// <summary>Whether a statement has any kept. One that cannot be read counts as if it had.</summary>
    /// <param name="db">Restricted already: the statement comes from outside.</param>
    /// <param name="sql">The statement.</param>
    public static bool IsAskedFor(sqlite3 db, string sql)
    {
        if (raw.sqlite3_prepare_v2(db, $"explain {sql}", out var program) != raw.SQLITE_OK)
            return true;
        using (program)
        {
            while (raw.sqlite3_step(program) == raw.SQLITE_ROW)
            {
                if (s_keeping.Contains(raw.sqlite3_column_text(program, 1).utf8_to_string()))
                    return true;
            }
        }

        return false;
    }
}
