using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>What more than one user has, case aside.</summary>
/// <param name="Count">Of values that are there more than once.</param>
/// <param name="First">The first of them, in order.</param>
public sealed record Duplicates(int Count, IReadOnlyList<string> First);

/// <summary>Looks for users of the cluster and of its peers who are in each other's way.</summary>
public sealed class DuplicateUsers
{
    private readonly Func<ClusterDb> _context;

    internal DuplicateUsers(Func<ClusterDb> context) => _context = context;

    public Task<Duplicates> UserIdsAsync(int first, CancellationToken cancellationToken) => FindAsync("UserId", first, cancellationToken);

    /// <summary>Users without one are not counted.</summary>
    public Task<Duplicates> DirectoryUrisAsync(int first, CancellationToken cancellationToken) => FindAsync("DirectoryUri", first, cancellationToken);

    private async Task<Duplicates> FindAsync(string column, int first, CancellationToken cancellationToken)
    {
        await using var db = _context();
#pragma warning disable EF1002 // The column is one of two constants.
        var rows = await db.Database.SqlQueryRaw<Row>(
            $"""
            SELECT Value, count(*) OVER () AS Count FROM (
                SELECT lower({column}) AS Value FROM HomeUsers WHERE Deleted = 0
                UNION ALL SELECT lower({column}) FROM PeerUsers WHERE PeerId IN (SELECT Id FROM Peers))
            WHERE Value <> '' GROUP BY Value HAVING count(*) > 1 ORDER BY Value LIMIT @first
            """, new Microsoft.Data.Sqlite.SqliteParameter("@first", first)).ToListAsync(cancellationToken);
#pragma warning restore EF1002
        return new Duplicates(rows.Count == 0 ? 0 : rows[0].Count, [.. rows.Select(r => r.Value)]);
    }

    private sealed record Row(string Value, int Count);
}
