using IcpConsole.Domain;
using IcpConsole.Storage.Sqlite.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Clusters;

/// <summary>
/// Makes a database's file, or opens one that is sound; one that is not is left as it is.
/// </summary>
internal static class DatabaseFile
{
    /// <summary>
    /// What lies beside a database that is open, or was when the process was killed.
    /// </summary>
    private static readonly string[] s_suffixes = ["-wal", "-shm", ""];

    /// <summary>Of the largest database there is time to look through a part.</summary>
    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(2);

    private const int StepsBetweenLooks = 10_000;

    /// <summary>
    /// EF Core builds the model that it compares with on first use, and not for two at once.
    /// </summary>
    private static readonly SemaphoreSlim s_turn = new(1);

    /// <summary>
    /// Makes a new database. Room that is given up in it can be given back to the disk.
    /// </summary>
    public static async Task CreateAsync(DbContext db, CancellationToken cancellationToken)
    {
        await using (var connection = new SqliteConnection(db.Database.GetConnectionString()))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // Before there is a page, or not at all (SQLite, "PRAGMA auto_vacuum").
            command.CommandText =
                "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await MigrateAsync(db, cancellationToken);
    }

    /// <summary>Opens a database that is there, and brings it up to date.</summary>
    /// <exception cref="StorageFaultException">It is not there, damaged, or a newer
    /// release's.</exception>
    public static async Task OpenAsync(
        DbContext db,
        string path,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
            throw new StorageFaultException(new DatabaseDamaged(path));
        if (!file.Exists)
            throw new StorageFaultException(new DatabaseMissing(path));
        try
        {
            // SQLite takes an empty file for a database that is to be made.
            var applied =
                file.Length == 0
                    ? []
                    : (
                        await db.Database.GetAppliedMigrationsAsync(cancellationToken)
                    ).ToList();
            if (applied.Count == 0)
                throw new StorageFaultException(new DatabaseDamaged(path));
            if (applied.Except(db.Database.GetMigrations()).Any())
                throw new StorageFaultException(new DatabaseNewer(path));
            if (IsReadOnly(db))
                throw new StorageFaultException(new StorageReadOnly(path));
            if (!IsSound(db, time))
                throw new StorageFaultException(new DatabaseDamaged(path));
            if (applied.Count == db.Database.GetMigrations().Count())
                return;
            await MigrateAsync(db, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            // The statements are this program's own: what is in the file is not what its list of
            // migrations says.
            throw new StorageFaultException(new DatabaseDamaged(path), e);
        }
        catch (Exception e)
            when (e is not StorageFaultException
                && SqliteFaults.Explain(e, path) is { } problem
            )
        {
            throw new StorageFaultException(problem, e);
        }
    }

    /// <summary>SQLite opens a file that it may only read without a word.</summary>
    private static bool IsReadOnly(DbContext db)
    {
        using var connection = new SqliteConnection(db.Database.GetConnectionString());
        connection.Open();
        return raw.sqlite3_db_readonly(connection.Handle!, "main") == 1;
    }

    /// <summary>Gives a database that nobody has open another name.</summary>
    public static void Move(string from, string to)
    {
        Release(from);
        foreach (var suffix in s_suffixes)
        {
            if (File.Exists(from + suffix))
                File.Move(from + suffix, to + suffix, overwrite: false);
        }
    }

    public static void Delete(string path)
    {
        Release(path);
        foreach (var suffix in s_suffixes)
            File.Delete(path + suffix);
    }

    /// <summary>Closes connections that are kept for the next user.</summary>
    public static void Release(string path)
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString(path)));
    }

    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
        }.ToString();

    /// <remarks>
    /// EF Core takes its migration lock by a row in a table, which a killed process leaves behind
    /// for ever (EF Core, <em>SQLite limitations</em>, "Concurrent migrations protection"). The
    /// data directory is locked by this process, so a row that is there now is stale.
    /// </remarks>
    private static async Task MigrateAsync(DbContext db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync(
            "DROP TABLE IF EXISTS \"__EFMigrationsLock\"",
            cancellationToken
        );
        await s_turn.WaitAsync(cancellationToken);
        try
        {
            // Open from here on, so that migrations run on the connection that has the functions.
            await db.Database.OpenConnectionAsync(cancellationToken);
            KeyFunctions.AddTo((SqliteConnection)db.Database.GetDbConnection());
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
            s_turn.Release();
        }
    }

    /// <summary>Looks whether the file's pages fit together.</summary>
    private static bool IsSound(DbContext db, TimeProvider time)
    {
        using var connection = new SqliteConnection(db.Database.GetConnectionString());
        connection.Open();
        var started = time.GetTimestamp();
        raw.sqlite3_progress_handler(
            connection.Handle!,
            StepsBetweenLooks,
            _ => time.GetElapsedTime(started) > s_check ? 1 : 0,
            null
        );
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            return command.ExecuteScalar() is "ok";
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return true;
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle!, 0, null, null);
        }
    }
}
