using IcpConsole.Domain;

namespace IcpConsole.Storage;

/// <summary>
/// Tells what is wrong with the disk from a fault of this program. A kind of store tells more (<see
/// cref="ExplainFault"/>).
/// </summary>
public static class StorageFaults
{
    // Numbers of errors of Linux (errno.h), which .NET hands through.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    // And of Windows, as HRESULTs (winerror.h): ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL,
    // ERROR_WRITE_PROTECT.
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsWriteProtect = unchecked((int)0x80070013);

    /// <param name="exception">Whatever was thrown; its causes are not looked at.</param>
    /// <param name="file">What was being used, for people.</param>
    /// <returns>Null where storage is not to blame.</returns>
    public static Problem? Explain(Exception exception, string file = "") =>
        exception switch
        {
            StorageFaultException known => known.Problem,
            UnauthorizedAccessException => new StorageReadOnly(file),
            IOException
            {
                HResult: NoSpace or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull
            } => new DiskFull(file),
            IOException { HResult: ReadOnlyFileSystem or WindowsWriteProtect } =>
                new StorageReadOnly(file),
            _ => null,
        };
}
