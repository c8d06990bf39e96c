namespace IcpConsole.Storage.Clusters;

/// <summary>Room in a database that what was removed has left.</summary>
public interface IFreeSpace
{
    /// <summary>Whether more than a tenth of the file is room.</summary>
    bool IsDue();

    /// <summary>Gives some room back to the disk.</summary>
    /// <returns>Whether there is more.</returns>
    bool GiveBack();
}
