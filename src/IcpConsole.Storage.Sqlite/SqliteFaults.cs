using System.Globalization;
using IcpConsole.Domain;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite;

/// <summary>
/// Tells what is wrong with the disk, or with a database on it, from a fault of this program.
/// </summary>
internal static class SqliteFaults
{
    private const int IoErrorSharedMemorySize = raw.SQLITE_IOERR | (19 << 8);

    /// <inheritdoc cref="ExplainFault"/>
    public static Problem? Explain(Exception exception, string file = "")
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var problem = e is SqliteException sqlite
                ? Explain(sqlite, file)
                : StorageFaults.Explain(e, file);
            if (problem is not null)
                return problem;
        }

        return null;
    }

    private static Problem? Explain(SqliteException e, string file) =>
        e.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => new DiskFull(file),
            _ when e.SqliteExtendedErrorCode == IoErrorSharedMemorySize => new DiskFull(file),
            raw.SQLITE_READONLY => new StorageReadOnly(file),
            raw.SQLITE_CANTOPEN => new StorageReadOnly(file),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new DatabaseDamaged(file),
            raw.SQLITE_IOERR => new DatabaseFailed(e.SqliteExtendedErrorCode),
            // What SQLite was asked for was wrong.
            _ => null,
        };
}
