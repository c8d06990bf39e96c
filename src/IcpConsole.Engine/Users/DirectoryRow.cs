using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>Where the columns of a directory file are, and how a row of it becomes a user.</summary>
internal sealed class DirectoryRow
{
    public static IReadOnlyList<string> Columns { get; } = ["userid", "first_name", "last_name", "mail", "directory_uri", "node"];

    private readonly int[] _at;
    private readonly int _width;

    private DirectoryRow(int[] at, int width) => (_at, _width) = (at, width);

    /// <exception cref="DirectoryFileException">A column is missing.</exception>
    public static DirectoryRow FromHeader(string[] header)
    {
        int[] at = [.. Columns.Select(c => Array.FindIndex(header, h => string.Equals(h.Trim(), c, StringComparison.OrdinalIgnoreCase)))];
        var missing = Columns.Where((_, i) => at[i] < 0).ToList();
        return missing.Count == 0 ? new DirectoryRow(at, header.Length) : throw new DirectoryFileException(new Problem("DirectoryHeader", null, string.Join(", ", missing)));
    }

    /// <param name="fields">Of the row.</param>
    /// <param name="topology">Whose nodes it may name.</param>
    /// <param name="user">Null where the row gives none; one whose node is unknown names none.</param>
    /// <returns>What is wrong with the row; null when nothing is.</returns>
    public Problem? Read(string[] fields, Topology topology, out EndUser? user)
    {
        user = null;
        if (fields.Length != _width) return new Problem("DirectoryRowWidth", null, $"{fields.Length}", $"{_width}");
        string[] values = [.. _at.Select(i => fields[i])];
        for (var i = 0; i < values.Length; i++)
        {
            if (!EndUser.Fits(values[i])) return new Problem("DirectoryValueTooLong", null, Columns[i], $"{EndUser.MaxLength}");
            // U+FFFD is what a decoder leaves where the bytes were not UTF-8.
            if (values[i].Contains('\uFFFD', StringComparison.Ordinal)) return new Problem("DirectoryValueNotUtf8", null, Columns[i]);
            if (!EndUser.IsCarriable(values[i])) return new Problem("DirectoryValueNotCarriable", null, Columns[i]);
        }

        if (string.IsNullOrWhiteSpace(values[0])) return new Problem("DirectoryUserIdEmpty");
        string? node = NodeName.TryParse(values[5], out var name) && topology.Has(name) ? name.Value : null;
        user = new EndUser(values[0], values[1], values[2], values[3], values[4], node);
        return node is null && values[5].Length > 0 ? new Problem("DirectoryNodeUnknown", null, values[5]) : null;
    }
}
