using System.Collections.Frozen;
using IcpConsole.Domain;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Peering;

/// <summary>
/// The views that peers and other AXL clients may read. Those without prefix have the names and
/// columns of the real product's tables; those that begin with <c>icsa</c> are this project's own
/// (docs/protocol.md). Each is a SELECT in a resource, <c>Views/NAME.sql</c>, and is made again
/// when that has changed. <c>{version}</c> in it is this release's.
/// </summary>
internal static class PublishedViews
{
    private static readonly FrozenDictionary<string, string> s_statements = Read()
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlySet<string> Names { get; } =
        s_statements.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Tables whose every column the views show, and the columns of those that also hold what
    /// nobody may see. The empty name is SQLite's for rows that are counted without looking at a
    /// column.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_shown = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Nodes"] = [],
        ["HighAvailability"] = [],
        ["UnifiedCmNodes"] = [],
        ["HomeUsers"] = [],
        ["PeerUsers"] = [],
        ["HomeGroups"] = [],
        ["StoppedServices"] = [],
        ["PeerViews"] = [],
        ["ToldServices"] = [],
        ["Cluster"] =
        [
            "",
            "ClusterId",
            "Domain",
            "AddressScheme",
            "Release",
            "Platform",
            "SipFederation",
            "UsersSynchronizedAt",
            "Epoch",
            "Change",
            "UserCount",
            "AssignedCount",
            "UserSum",
            "TopologyVersion",
        ],
        ["Identities"] = ["", "Node", "Service", "Pem"],
        ["Peers"] = ["Id", "RemoteId"],
        ["Trust"] = ["", "Store", "Pem", "IsTold"],
    };

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

    /// <param name="table">A table of the database.</param>
    /// <param name="column">Its column.</param>
    public static bool Shows(string table, string column) =>
        s_shown.TryGetValue(table, out var columns)
        && (columns.Length == 0 || columns.Contains(column, StringComparer.OrdinalIgnoreCase));

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
            // As SQLite keeps it, so that a change is seen.
            yield return new(
                name,
                $"CREATE VIEW {name} AS\n{select.ReplaceLineEndings("\n").TrimEnd()}"
            );
        }
    }
}
