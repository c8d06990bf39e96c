using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>
/// Looks for users of the cluster and of its peers who are in each other's way, and for those of
/// its own who lack something.
/// </summary>
public sealed class UserCheckStore
{
    private const string Known = """
        SELECT NULL AS Peer, (SELECT ClusterId FROM Cluster) AS Cluster, UserId, FirstName, LastName, Mail,
            DirectoryUri, UserKey, UriKey, Node, NULL AS LastSynchronized
        FROM HomeUsers WHERE Deleted = 0 AND Node IS NOT NULL
        UNION ALL SELECT u.PeerId, coalesce(p.RemoteId, p.Address), u.UserId, u.FirstName, u.LastName, u.Mail,
            u.DirectoryUri, u.UserKey, u.UriKey, u.Node, p.LastSynchronized
        FROM PeerUsers u JOIN Peers p ON p.Id = u.PeerId WHERE u.Node IS NOT NULL
        """;

    private readonly Func<ClusterDb> _context;

    internal UserCheckStore(Func<ClusterDb> context) => _context = context;

    /// <param name="check">What is looked for.</param>
    /// <param name="outdatedBefore">Rows of peers last synchronized before are out of date.</param>
    /// <param name="skip">So many findings first.</param>
    /// <param name="take">At most.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public Task<FoundFindings> FindAsync(
        UserCheck check,
        DateTimeOffset outdatedBefore,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        check switch
        {
            UserCheck.DuplicateUserId => TwiceAsync(
                "UserKey",
                outdatedBefore,
                skip,
                take,
                cancellationToken
            ),
            UserCheck.DuplicateDirectoryUri => TwiceAsync(
                "UriKey",
                outdatedBefore,
                skip,
                take,
                cancellationToken
            ),
            UserCheck.DirectoryUriEmpty => OfHomeAsync(
                u => u.Where(h => h.DirectoryUri == ""),
                skip,
                take,
                cancellationToken
            ),
            UserCheck.DirectoryUriInvalid => OfHomeAsync(
                u =>
                    u.Where(h =>
                        h.DirectoryUri != ""
                        && (
                            !EF.Functions.Like(h.DirectoryUri, "_%@_%")
                            || EF.Functions.Like(h.DirectoryUri, "%@%@%")
                            || EF.Functions.Like(h.DirectoryUri, "% %")
                        )
                    ),
                skip,
                take,
                cancellationToken
            ),
            UserCheck.Unassigned => OfHomeAsync(
                u => u.Where(h => h.Node == null && !h.AssignedHere),
                skip,
                take,
                cancellationToken
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(check), check, null),
        };

    /// <summary>Keys that more than one user has; an empty one is no value.</summary>
    private async Task<FoundFindings> TwiceAsync(
        string column,
        DateTimeOffset outdatedBefore,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var number = column == "UserKey" ? "count(*)" : "count(DISTINCT UserKey)";
#pragma warning disable EF1002 // The column is one of two constants.
        var values = await db
            .Database.SqlQueryRaw<Twice>(
                $$"""
                SELECT Value, count(*) OVER () AS Total FROM (
                    SELECT {{column}} AS Value, UserKey FROM HomeUsers WHERE Deleted = 0 AND Node IS NOT NULL
                    UNION ALL SELECT {{column}}, UserKey FROM PeerUsers WHERE Node IS NOT NULL AND PeerId IN (SELECT Id FROM Peers)) AS Everybody
                WHERE Value <> '' GROUP BY Value HAVING {{number}} > 1 ORDER BY Value LIMIT {0} OFFSET {1}
                """,
                take,
                skip
            )
            .ToListAsync(cancellationToken);
        if (values.Count == 0)
            return new FoundFindings(0, []);
        var places = string.Join(
            ", ",
            Enumerable.Range(0, values.Count).Select(i => $"{{{i}}}")
        );
        var rows = await db
            .Database.SqlQueryRaw<Row>(
                $"SELECT * FROM ({Known}) AS Known WHERE {column} IN ({places})",
                [.. values.Select(v => v.Value)]
            )
            .ToListAsync(cancellationToken);
#pragma warning restore EF1002
        var byValue = rows.ToLookup(
            r => column == "UserKey" ? r.UserKey : r.UriKey,
            StringComparer.Ordinal
        );
        return new FoundFindings(
            values[0].Total,
            [
                .. values.Select(v => new UserFinding(
                    v.Value,
                    [
                        .. byValue[v.Value]
                            .OrderBy(r => r.Peer ?? 0)
                            .ThenBy(r => r.UserId, StringComparer.Ordinal)
                            .Select(r => ToUser(r, outdatedBefore)),
                    ]
                )),
            ]
        );
    }

    private async Task<FoundFindings> OfHomeAsync(
        Func<IQueryable<HomeUserRow>, IQueryable<HomeUserRow>> lacking,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var users = lacking(db.HomeUsers.AsNoTracking().Where(u => !u.Deleted));
        var cluster = await db.Cluster.Select(c => c.ClusterId).SingleAsync(cancellationToken);
        var rows = await users
            .OrderBy(u => u.UserId)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellationToken);
        return new FoundFindings(
            await users.CountAsync(cancellationToken),
            [
                .. rows.Select(u => new UserFinding(
                    u.UserId,
                    [
                        new KnownUser(
                            new EndUser(
                                u.UserId,
                                u.FirstName,
                                u.LastName,
                                u.Mail,
                                u.DirectoryUri,
                                u.Node
                            ),
                            null,
                            cluster
                        ),
                    ]
                )),
            ]
        );
    }

    private static KnownUser ToUser(Row row, DateTimeOffset outdatedBefore) =>
        new(
            new EndUser(
                row.UserId,
                row.FirstName,
                row.LastName,
                row.Mail,
                row.DirectoryUri,
                row.Node
            ),
            row.Peer is { } peer ? new PeerId(peer) : null,
            row.Cluster,
            row.LastSynchronized?.Utc() < outdatedBefore
        );

    private sealed record Twice(string Value, int Total);

    private sealed record Row(
        int? Peer,
        string Cluster,
        string UserId,
        string FirstName,
        string LastName,
        string Mail,
        string DirectoryUri,
        string UserKey,
        string UriKey,
        string? Node,
        DateTime? LastSynchronized
    );
}
