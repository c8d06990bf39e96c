using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;

namespace IcpConsole.Engine.Users;

/// <summary>What a directory file holds.</summary>
/// <param name="Users">Each id once.</param>
/// <param name="Groups">Each with as many members as there are users who name it.</param>
/// <param name="Misplaced">IDs of the users whose node is not there.</param>
/// <param name="BadRowCount">Rows with problems.</param>
/// <param name="BadRows">The first of them.</param>
internal sealed record DirectoryContent(
    IReadOnlyList<EndUser> Users,
    IReadOnlyList<EnterpriseGroup> Groups,
    IReadOnlySet<string> Misplaced,
    int BadRowCount,
    IReadOnlyList<BadRow> BadRows
)
{
    public static readonly DirectoryContent Nothing = new(
        [],
        [],
        new HashSet<string>(),
        0,
        []
    );
}

/// <summary>The file cannot be read at all; nothing of it is used.</summary>
internal sealed class DirectoryFileException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}

/// <summary>
/// Reads a directory file: CSV (RFC 4180) as <see cref="DirectoryText"/> understands it, with the
/// header <c>userid,first_name,last_name,mail,directory_uri,node</c>, in any order of columns, and
/// with or without <c>groups</c>, the enterprise groups of the user between semicolons. A bad row is
/// noted by the line where it begins, and the next one is read.
/// </summary>
internal sealed class DirectoryReader(
    FileStream file,
    Topology topology,
    Action<int, double> progress
)
{
    /// <summary>In characters: what follows a quote that is never closed is read so far.</summary>
    private const int MaxFieldLength = 256 * 1024;
    private const int ProgressEvery = 1000;

    /// <summary>
    /// A quote that is never closed swallows what follows; so often the file is taken up again one
    /// line later.
    /// </summary>
    private const int MaxUnclosed = 100;

    private readonly List<EndUser> _users = [];

    /// <summary>Where each user is, by key.</summary>
    private readonly Dictionary<string, (string UserId, int Line)> _ids = new(
        StringComparer.Ordinal
    );
    private readonly HashSet<string> _misplaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<BadRow> _bad = [];
    private int _badCount;
    private DirectoryRow? _row;
    private DirectoryText _text = null!;

    /// <exception cref="DirectoryFileException">It has another header, or is not CSV.</exception>
    public async Task<DirectoryContent> ReadAsync(CancellationToken cancellationToken)
    {
        _text = await DirectoryText.ReadAsync(file, cancellationToken);
        var line = _text.Skip;
        for (var attempt = 0; attempt <= MaxUnclosed; attempt++)
        {
            if (await ReadFromAsync(line, cancellationToken) is not { } unclosed)
                return _row is null
                    ? throw NoHeader()
                    : new DirectoryContent(
                        _users,
                        [.. _groups.Select(g => new EnterpriseGroup(g.Key, g.Value))],
                        _misplaced,
                        _badCount,
                        _bad
                    );
            line = unclosed;
        }

        throw new DirectoryFileException(new DirectoryFileNotCsv(line));
    }

    /// <summary>Reads on after the first lines.</summary>
    /// <returns>Null at the end of the file, or the line of a quote that is never closed.</returns>
    private async Task<int?> ReadFromAsync(int skip, CancellationToken cancellationToken)
    {
        file.Position = 0;
        using var text = new BoundedLines(file, _text.Encoding);
        for (var i = 0; i < skip; i++)
            await text.NextLineAsync(cancellationToken);
        var malformed = false;
        using var csv = new CsvParser(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                HasHeaderRecord = false,
                Delimiter = _text.Delimiter,
                IgnoreBlankLines = false,
                MaxFieldSize = MaxFieldLength,
                BadDataFound = _ => malformed = true,
            }
        );
        var end = skip;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = end + 1;
            malformed = false;
            string[] fields;
            try
            {
                if (!await csv.ReadAsync())
                    return null;
                fields = csv.Record!;
            }
            catch (MaxFieldSizeException)
            {
                Bad(line, new DirectoryRowUnclosed());
                return line;
            }

            end = skip + csv.RawRow;
            if (malformed)
            {
                Bad(line, new DirectoryRowQuotes());
                if (end > line)
                    return line;
            }
            else
                Take(line, fields);

            if (line % ProgressEvery == 0)
                progress(line, (double)file.Position / Math.Max(file.Length, 1));
        }
    }

    private void Take(int line, string[] fields)
    {
        // Rows that a spreadsheet leaves behind, and what CP/M ended a text with.
        if (Array.TrueForAll(fields, f => f.Trim('\u001a').Length == 0))
            return;
        if (_row is null)
        {
            _row = DirectoryRow.FromHeader(fields);
            return;
        }

        var problem = _row.Read(fields, topology, out var user, out var groups);
        if (
            user is not null
            && !_ids.TryAdd(UserIdentity.KeyOf(user.UserId), (user.UserId, line))
        )
        {
            var (first, at) = _ids[UserIdentity.KeyOf(user.UserId)];
            problem = new DirectoryUserTwice(first, at);
        }
        else if (user is not null && _users.Count == EndUser.MaxPerCluster)
            problem = new DirectoryTooManyUsers(EndUser.MaxPerCluster);
        else if (user is not null)
        {
            _users.Add(user);
            if (problem is DirectoryNodeUnknown)
                _misplaced.Add(user.UserId);
            if (!Join(groups))
                problem ??= new DirectoryTooManyGroups(EnterpriseGroup.MaxPerCluster);
        }

        if (problem is not null)
            Bad(line, problem, _row.UserIdOf(fields));
    }

    /// <returns>False where there are so many groups already that another one finds no
    /// place.</returns>
    private bool Join(IReadOnlyList<string> groups)
    {
        var all = true;
        foreach (var group in groups)
        {
            var members = _groups.GetValueOrDefault(group);
            if (members > 0 || _groups.Count < EnterpriseGroup.MaxPerCluster)
                _groups[group] = members + 1;
            else
                all = false;
        }

        return all;
    }

    private static DirectoryFileException NoHeader() =>
        new(new DirectoryHeader(string.Join(", ", DirectoryRow.Columns)));

    private void Bad(int line, Problem problem, string? userId = null)
    {
        // Without a header nobody knows what the rows hold.
        if (_row is null)
            throw NoHeader();
        _badCount++;
        if (_bad.Count < DirectorySync.MaxBadRows)
            _bad.Add(new BadRow(line, problem) { UserId = userId });
    }
}
