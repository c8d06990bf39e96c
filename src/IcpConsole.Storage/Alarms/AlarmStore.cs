using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Alarms;

/// <summary>The alarm log of one cluster.</summary>
public sealed class AlarmStore
{
    /// <summary>Alarms that are kept; of those that were cleared the oldest go first.</summary>
    private const int Kept = 2000;

    private readonly Func<ClusterDb> _context;

    internal AlarmStore(Func<ClusterDb> context) => _context = context;

    /// <summary>
    /// Notes an alarm. One that is active counts on, and is to be acknowledged again only where its
    /// cause is another.
    /// </summary>
    /// <returns>True when it was not active before.</returns>
    public async Task<bool> RaiseAsync(
        AlarmKind kind,
        string subject,
        Problem problem,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = await db.Alarms.SingleOrDefaultAsync(
            a => a.Name == kind.Name && a.Subject == subject && a.ClearedAt == null,
            cancellationToken
        );
        if (row is null)
        {
            db.Alarms.Add(
                new AlarmRow
                {
                    Name = kind.Name,
                    Subject = subject,
                    ProblemCode = problem.Code,
                    ProblemArgs = ProblemCode.ArgumentsOf(problem),
                    First = at.UtcDateTime,
                    Last = at.UtcDateTime,
                    Count = 1,
                }
            );
        }
        else
        {
            if (row.ProblemCode != problem.Code)
                (row.AcknowledgedAt, row.AcknowledgedBy) = (null, null);
            (row.ProblemCode, row.ProblemArgs, row.Last) = (
                problem.Code,
                ProblemCode.ArgumentsOf(problem),
                at.UtcDateTime
            );
            row.Count++;
        }

        await db.SaveChangesAsync(cancellationToken);
        if (row is not null)
            return false;
        await db
            .Alarms.Where(a => a.ClearedAt != null && a.Id <= db.Alarms.Max(x => x.Id) - Kept)
            .ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends what is active of these kinds for a subject.</summary>
    public async Task<IReadOnlyList<string>> ClearAsync(
        IEnumerable<AlarmKind> kinds,
        string subject,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var names = kinds.Select(k => k.Name).ToList();
        await using var db = _context();
        var rows = await db
            .Alarms.Where(a =>
                names.Contains(a.Name) && a.Subject == subject && a.ClearedAt == null
            )
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
            row.ClearedAt = at.UtcDateTime;
        await db.SaveChangesAsync(cancellationToken);
        return [.. rows.Select(r => r.Name)];
    }

    /// <summary>Alarms that are active and not acknowledged.</summary>
    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db.Alarms.CountAsync(
            a => a.ClearedAt == null && a.AcknowledgedAt == null,
            cancellationToken
        );
    }

    public async Task<IReadOnlyList<Alarm>> FindAsync(
        AlarmSearch search,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = db.Alarms.AsNoTracking();
        if (search.ActiveOnly)
            rows = rows.Where(a => a.ClearedAt == null);
        if (search.UnacknowledgedOnly)
            rows = rows.Where(a => a.AcknowledgedAt == null);
        if (search.Text.Trim() is { Length: > 0 } text)
        {
            // A name that the vendor's other texts give it finds it, too.
            var names = AlarmCatalogue
                .All.Where(k =>
                    Has(k.Name, text) || (k.Alias is { } alias && Has(alias, text))
                )
                .Select(k => k.Name)
                .ToList();
            rows = rows.Where(a =>
                names.Contains(a.Name) || EF.Functions.Like(a.Subject, Pattern(text), "\\")
            );
        }

        var found = await rows.OrderBy(a => a.ClearedAt != null)
            .ThenByDescending(a => a.Last)
            .Take(FindAlarms.Max)
            .ToListAsync(cancellationToken);
        return [.. found.Select(ToAlarm).OfType<Alarm>()];
    }

    public async Task AcknowledgeAsync(
        IReadOnlyCollection<long> alarms,
        string administrator,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await db
            .Alarms.Where(a => alarms.Contains(a.Id) && a.AcknowledgedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.AcknowledgedAt, at.UtcDateTime)
                        .SetProperty(a => a.AcknowledgedBy, administrator),
                cancellationToken
            );
    }

    private static bool Has(string name, string text) =>
        name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static string Pattern(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private static Alarm? ToAlarm(AlarmRow row) =>
        AlarmCatalogue.Find(row.Name) is not { } kind
            ? null
            : new Alarm(
                row.Id,
                kind,
                row.Subject,
                ProblemCode.Read(row.ProblemCode, row.ProblemArgs),
                row.First.Utc(),
                row.Last.Utc(),
                row.Count
            )
            {
                ClearedAt = row.ClearedAt?.Utc(),
                AcknowledgedAt = row.AcknowledgedAt?.Utc(),
                AcknowledgedBy = row.AcknowledgedBy,
            };
}
