using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage;

internal static class DatabaseMigrator
{
    /// <summary>EF Core builds the model that it compares with on first use, and not for two at once.</summary>
    private static readonly SemaphoreSlim s_turn = new(1);

    /// <summary>Brings a database up to date, if it is not.</summary>
    /// <remarks>
    /// EF Core takes its migration lock by a row in a table, which a killed process leaves behind for ever (EF Core, <em>SQLite limitations</em>,
    /// "Concurrent migrations protection"). The data directory is locked by this process, so a row that is there now is stale.
    /// </remarks>
    public static async Task MigrateAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()) return;
        if (await db.Database.CanConnectAsync(cancellationToken)) await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await s_turn.WaitAsync(cancellationToken);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            s_turn.Release();
        }
    }
}
