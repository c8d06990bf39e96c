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
        var twice = header.Where(IsColumn).GroupBy(NameOf).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new DirectoryFileException(new DirectoryHeaderTwice(twice.First().Trim()));
        int[] at = [.. Columns.Select(At)];
        var missing = Columns.Where((_, i) => at[i] < 0).ToList();
        return missing.Count == 0
            ? new DirectoryRow(at, At(Groups), header.Length)
            : throw new DirectoryFileException(
                new DirectoryHeader(string.Join(", ", missing))
            );

        int At(string column) => Array.FindIndex(header, h => NameOf(h) == NameOf(column));
    }

    /// <summary>Whether the name of a column is one that is read.</summary>
    public static bool IsColumn(string header) =>
        Columns.Append(Groups).Any(c => NameOf(c) == NameOf(header));

    /// <summary>
    /// Without what stands between words, and as Cisco's Bulk Administration Tool calls it (Cisco,
    /// <em>Bulk Administration Guide</em>: USER ID, MAIL ID, DIRECTORY URI).
    /// </summary>
    private static string NameOf(string header)
    {
        var name = string.Concat(header.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return name is "MAILID" or "EMAIL" ? "MAIL" : name;
    }

    /// <summary>The user ID of a row, whatever else is wrong with it; null where it has none.</summary>
    public string? UserIdOf(string[] fields) =>
        _at[0] < fields.Length && UserIdentity.Clean(fields[_at[0]]) is { Length: > 0 } id
            ? id[..Math.Min(id.Length, EndUser.MaxLength)]
            : null;

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
        // A separator at the end of the row adds nothing, and groups may be left out.
        if (fields.Length <= _at.Max() || fields.Skip(_width).Any(f => f.Length > 0))
            return new DirectoryRowWidth(fields.Length, _width);
        string[] values = [.. _at.Select(i => UserIdentity.Clean(fields[i]))];
        string[] named =
            _groupsAt < 0 || _groupsAt >= fields.Length
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
        if (values[0].Length == 0)
            return new DirectoryUserIdEmpty();
        if (UserIdentity.HiddenIn(values[0]) is { } hidden)
            return new DirectoryUserIdHidden(hidden);
        if (
            DirectoryUriRules.MistakeIn(values[4])
            is var mistake
                and not DirectoryUriMistake.None
        )
            return new DirectoryUriMalformed(mistake);
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
        : EndUser.IsCarriable(value) ? null
        : new DirectoryValueNotCarriable(column);
}
