using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Where the columns of a directory file are, and how a row of it becomes a user.
/// </summary>
internal sealed class DirectoryRow
{
    public static IReadOnlyList<string> Columns { get; } =
    ["userid", "first_name", "last_name", "mail", "directory_uri", "node"];

    /// <summary>A column that a file may have besides.</summary>
    public const string Groups = "groups";

    private readonly int[] _at;
    private readonly int _groupsAt;
    private readonly int _width;

    private DirectoryRow(int[] at, int groupsAt, int width) =>
        (_at, _groupsAt, _width) = (at, groupsAt, width);

    /// <exception cref="DirectoryFileException">A column is missing.</exception>
    public static DirectoryRow FromHeader(string[] header)
    {
        int[] at = [.. Columns.Select(At)];
        var missing = Columns.Where((_, i) => at[i] < 0).ToList();
        return missing.Count == 0
            ? new DirectoryRow(at, At(Groups), header.Length)
            : throw new DirectoryFileException(
                new DirectoryHeader(string.Join(", ", missing))
            );

        int At(string column) =>
            Array.FindIndex(header, h =>
                string.Equals(h.Trim(), column, StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <param name="fields">Of the row.</param>
    /// <param name="topology">Whose nodes it may name.</param>
    /// <param name="user">Null where the row gives none; one whose node is unknown names
    /// none.</param>
    /// <param name="groups">Enterprise groups of the user, each once.</param>
    /// <returns>What is wrong with the row; null when nothing is.</returns>
    public Problem? Read(
        string[] fields,
        Topology topology,
        out EndUser? user,
        out IReadOnlyList<string> groups
    )
    {
        (user, groups) = (null, []);
        if (fields.Length != _width)
            return new DirectoryRowWidth(fields.Length, _width);
        string[] values = [.. _at.Select(i => fields[i])];
        string[] named =
            _groupsAt < 0
                ? []
                :
                [
                    .. fields[_groupsAt]
                        .Split(
                            ';',
                            StringSplitOptions.RemoveEmptyEntries
                                | StringSplitOptions.TrimEntries
                        )
                        .Distinct(StringComparer.OrdinalIgnoreCase),
                ];
        if (
            Columns
                .Zip(values)
                .Select(v => Check(v.First, v.Second))
                .FirstOrDefault(p => p is not null) is
            { } problem
        )
            return problem;
        if (string.IsNullOrWhiteSpace(values[0]))
            return new DirectoryUserIdEmpty();
        // A group that cannot be told of leaves the user as he is.
        var bad = named.Select(g => Check(Groups, g)).FirstOrDefault(p => p is not null);
        groups = [.. named.Where(g => Check(Groups, g) is null)];
        string? node =
            NodeName.TryParse(values[5], out var name) && topology.Has(name)
                ? name.Value
                : null;
        user = new EndUser(values[0], values[1], values[2], values[3], values[4], node);
        return node is null && values[5].Length > 0
            ? new DirectoryNodeUnknown(values[5])
            : bad;
    }

    private static Problem? Check(string column, string value) =>
        !EndUser.Fits(value) ? new DirectoryValueTooLong(column, EndUser.MaxLength)
        // U+FFFD is what a decoder leaves where the bytes were not UTF-8.
        : value.Contains('\uFFFD', StringComparison.Ordinal)
            ? new DirectoryValueNotUtf8(column)
        : EndUser.IsCarriable(value) ? null
        : new DirectoryValueNotCarriable(column);
}
