using System.Globalization;
using IcpConsole.Domain;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IcpConsole.Storage;

/// <summary>Something that is kept cannot be used; nothing of it was changed.</summary>
public sealed class StorageFaultException(Problem problem, Exception? innerException = null) : Exception(problem.Code, innerException)
{
    public Problem Problem { get; } = problem;
}

/// <summary>Tells what is wrong with the disk, or with what is kept on it, from a fault of this program.</summary>
public static class StorageFaults
{
    private const int IoErrorSharedMemorySize = raw.SQLITE_IOERR | (19 << 8);

    // Numbers of errors of Linux (errno.h), which .NET hands through.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    // And of Windows, as HRESULTs (winerror.h): ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_WRITE_PROTECT.
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsWriteProtect = unchecked((int)0x80070013);

    /// <param name="exception">Whatever was thrown.</param>
    /// <param name="file">What was being used, for people.</param>
    /// <returns>Null where storage is not to blame.</returns>
    public static Problem? Of(Exception exception, string file = "")
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (OfOne(e, file) is { } problem) return problem;
        }

        return null;
    }

    private static Problem? OfOne(Exception exception, string file) => exception switch
    {
        StorageFaultException known => known.Problem,
        SqliteException sqlite => OfSqlite(sqlite, file),
        UnauthorizedAccessException => new Problem(StorageProblems.ReadOnly, null, file),
        IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull } => new Problem(StorageProblems.DiskFull, null, file),
        IOException { HResult: ReadOnlyFileSystem or WindowsWriteProtect } => new Problem(StorageProblems.ReadOnly, null, file),
        _ => null,
    };

    private static Problem? OfSqlite(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new Problem(StorageProblems.DiskFull, null, file),
        _ when e.SqliteExtendedErrorCode == IoErrorSharedMemorySize => new Problem(StorageProblems.DiskFull, null, file),
        raw.SQLITE_READONLY => new Problem(StorageProblems.ReadOnly, null, file),
        raw.SQLITE_CANTOPEN => new Problem(StorageProblems.ReadOnly, null, file),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new Problem(StorageProblems.Damaged, null, file),
        raw.SQLITE_IOERR => new Problem(StorageProblems.Failed, null, e.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture)),
        // What SQLite was asked for was wrong.
        _ => null,
    };
}
