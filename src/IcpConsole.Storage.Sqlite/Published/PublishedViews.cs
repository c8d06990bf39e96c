using System.Collections.Frozen;
using IcpConsole.Domain;
using IcpConsole.Storage.Published;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// The views behind <see cref="PublishedTables"/>. Each is a SELECT in a resource,
/// <c>Views/NAME.sql</c>, and is made again when that has changed; <c>{version}</c> in it is this
/// release's. The two that list tables and columns are made of what is published.
/// </summary>
internal static class PublishedViews
{
    /// <summary>Numbers below are those of Informix's own tables.</summary>
    private const int FirstTable = 100;

    private static readonly FrozenDictionary<string, string> s_statements = Read()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the views of a database what the resources say.</summary>
    public static async Task MakeAsync(
        SqliteConnection database,
        CancellationToken cancellationToken
    )
    {
        var kept = await KeptAsync(database, cancellationToken);
        var changed = s_statements
            .Where(s => kept.GetValueOrDefault(s.Key) != s.Value)
            .ToList();
        var gone = kept.Keys.Where(name => s_statements.GetValueOrDefault(name) != kept[name]);
        string[] statements =
        [
            .. gone.Select(name => $"DROP VIEW {name}"),
            .. changed.Select(s => s.Value),
        ];
        if (statements.Length == 0)
            return;
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // Resources of this assembly, and names that they gave.
        command.CommandText = $"BEGIN; {string.Join("; ", statements)}; COMMIT";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, string>> KeptAsync(
        SqliteConnection database,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'view'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
            kept.Add(reader.GetString(0), reader.GetString(1));
        return kept;
    }

    private static IEnumerable<KeyValuePair<string, string>> Read()
    {
        const string Prefix = "Views.";
        const string Suffix = ".sql";
        var assembly = typeof(PublishedViews).Assembly;
        foreach (
            var resource in assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        )
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Prefix.Length..^Suffix.Length];
            var select = text.ReadToEnd()
                .Replace("{version}", $"{Product.Version}", StringComparison.Ordinal);
            yield return View(name, select);
        }

        yield return View("systables", Tables());
        yield return View("syscolumns", Columns());
    }

    /// <summary>As SQLite keeps it, so that a change is seen.</summary>
    private static KeyValuePair<string, string> View(string name, string select) =>
        new(name, $"CREATE VIEW {name} AS\n{select.ReplaceLineEndings("\n").TrimEnd()}");

    private static string Tables()
    {
        var rows = PublishedTables.All.Select(
            (table, i) => $"('{table.Name}', {FirstTable + i}, {table.Columns.Count})"
        );
        return "SELECT column1 AS tabname, 'informix' AS owner, column2 AS tabid, column3 AS ncols, 'T' AS tabtype\n"
            + $"FROM (VALUES {string.Join(", ", rows)})";
    }

    private static string Columns()
    {
        var rows = PublishedTables.All.SelectMany(
            (table, i) =>
                table.Columns.Select(
                    (column, j) =>
                        $"('{column.Name}', {FirstTable + i}, {j + 1}, {column.InformixType}, {column.Length})"
                )
        );
        return "SELECT column1 AS colname, column2 AS tabid, column3 AS colno, column4 AS coltype, column5 AS collength\n"
            + $"FROM (VALUES {string.Join(", ", rows)})";
    }
}
