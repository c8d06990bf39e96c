using IcpConsole.Domain;
using IcpConsole.Storage;

namespace IcpConsole.Engine.Foundation;

/// <summary>How much room the disk of the data directory has left.</summary>
internal sealed class DiskRoom(DataDirectory directory)
{
    /// <summary>
    /// On a large disk; on a small one a tenth of it. The largest first sync takes a fraction of
    /// this.
    /// </summary>
    private const long Low = 1024L * 1024 * 1024;

    /// <summary>
    /// What bulk writes leave for all that is small: alarms, receipts, an administrator's changes.
    /// </summary>
    private const long Reserve = 2 * 1024 * 1024;

    /// <summary>Null while there is enough.</summary>
    public Problem? Shortage()
    {
        var (free, size) = directory.Room();
        if (free >= Math.Min(Low, size / 10))
            return null;
        return new DiskFillsUp(directory.Path, (int)(free / 1024 / 1024));
    }

    /// <summary>Before rows are written by the thousand.</summary>
    /// <exception cref="StorageFaultException">There is too little room for them.</exception>
    public void EnsureRoom()
    {
        if (directory.Room().Free < Reserve)
            throw new StorageFaultException(new DiskFull(directory.Path));
    }
}
