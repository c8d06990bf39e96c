using System.Text.Json;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Requests;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Access;

/// <summary>A record of a command.</summary>
internal sealed class JournalRow
{
    public long Id { get; init; }

    public required string Reference { get; init; }

    public DateTime At { get; init; }

    public required string Account { get; init; }

    public string? ClusterId { get; init; }

    public required string Command { get; init; }

    /// <summary>JSON; null in the record of an outcome.</summary>
    public string? Fields { get; init; }

    /// <summary>JSON; null in the record of an intent.</summary>
    public string? Problems { get; init; }
}

/// <summary>The journal of the console's commands. Records are added, and never changed.</summary>
public sealed class JournalStore(IDbContextFactory<ConsoleDb> contexts)
{
    public async Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Journal.Add(
            new JournalRow
            {
                Reference = entry.Reference,
                At = entry.At.UtcDateTime,
                Account = entry.Account,
                ClusterId = entry.Cluster?.Value,
                Command = entry.Command,
                Fields = entry.Fields,
                Problems = entry.Problems is { } problems
                    ? JsonSerializer.Serialize(problems, DomainJson.Options)
                    : null,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The last records, the latest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ListAsync(
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Journal.AsNoTracking()
            .OrderByDescending(r => r.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToEntry)];
    }

    private static JournalEntry ToEntry(JournalRow row) =>
        new(
            row.Reference,
            row.At.Utc(),
            row.Account,
            row.ClusterId is { } cluster ? Domain.Clusters.ClusterId.Parse(cluster) : null,
            row.Command
        )
        {
            Fields = row.Fields,
            Problems = row.Problems is { } problems
                ? JsonSerializer.Deserialize<IReadOnlyList<Domain.Problem>>(
                    problems,
                    DomainJson.Options
                )
                : null,
        };
}
