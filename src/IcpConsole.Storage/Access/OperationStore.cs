using System.Text.Json;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Access;

internal sealed class OperationRow
{
    public long Id { get; init; }

    public required string Command { get; init; }

    public string? ClusterId { get; init; }

    public required string Account { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; set; }

    /// <summary>The word of an <see cref="OperationState"/>.</summary>
    public required string State { get; set; }

    public bool CanCancel { get; init; }

    /// <summary>JSON.</summary>
    public required string Steps { get; set; }

    /// <summary>JSON.</summary>
    public required string Problems { get; set; }
}

/// <summary>The operations of the console.</summary>
public sealed class OperationStore(IDbContextFactory<ConsoleDb> contexts)
{
    /// <summary>So many are kept.</summary>
    private const int Kept = 1000;

    /// <summary>Keeps one that begins.</summary>
    /// <param name="operation">Its number is not looked at.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>It, with its number.</returns>
    public async Task<Operation> AddAsync(
        Operation operation,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new OperationRow
        {
            Command = operation.Command,
            ClusterId = operation.Cluster?.Value,
            Account = operation.Account,
            StartedAt = operation.StartedAt.UtcDateTime,
            State = operation.State.ToString(),
            CanCancel = operation.CanCancel,
            Steps = Write(operation.Steps),
            Problems = Write(operation.Problems),
        };
        db.Operations.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await db
            .Operations.Where(o => o.Id <= row.Id - Kept)
            .ExecuteDeleteAsync(cancellationToken);
        return operation with { Id = new OperationId(row.Id) };
    }

    /// <summary>Keeps what has become of one.</summary>
    public async Task ChangeAsync(Operation operation, CancellationToken cancellationToken)
    {
        var (steps, problems) = (Write(operation.Steps), Write(operation.Problems));
        var (state, ended) = (operation.State.ToString(), operation.EndedAt?.UtcDateTime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Operations.Where(o => o.Id == operation.Id.Value)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(o => o.State, state)
                        .SetProperty(o => o.EndedAt, ended)
                        .SetProperty(o => o.Steps, steps)
                        .SetProperty(o => o.Problems, problems),
                cancellationToken
            );
    }

    /// <summary>
    /// The last ones, the latest first. What was under way when the console ended was interrupted
    /// then.
    /// </summary>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<Operation>> ReopenAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (interrupted, ended) = (OperationState.Interrupted.ToString(), now.UtcDateTime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Operations.Where(o => o.EndedAt == null)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(o => o.State, interrupted)
                        .SetProperty(o => o.EndedAt, ended),
                cancellationToken
            );
        var rows = await db
            .Operations.AsNoTracking()
            .OrderByDescending(o => o.Id)
            .Take(Operation.Shown)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ToOperation).OfType<Operation>()];
    }

    /// <returns>Null where a release that knew other steps wrote it.</returns>
    private static Operation? ToOperation(OperationRow row)
    {
        if (!Enum.TryParse<OperationState>(row.State, out var state))
            return null;
        try
        {
            var operation = new Operation(
                new OperationId(row.Id),
                row.Command,
                row.ClusterId is { } id ? ClusterId.Parse(id) : null,
                row.Account,
                row.StartedAt.Utc(),
                Read<OperationStep>(row.Steps)
            )
            {
                State = state,
                EndedAt = row.EndedAt?.Utc(),
                Problems = Read<Problem>(row.Problems),
                CanCancel = row.CanCancel,
            };
            return operation.CutOff();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string Write<T>(IReadOnlyList<T> items) =>
        JsonSerializer.Serialize(items, DomainJson.Options);

    private static IReadOnlyList<T> Read<T>(string json) =>
        JsonSerializer.Deserialize<IReadOnlyList<T>>(json, DomainJson.Options) ?? [];
}
