using IcpConsole.Storage.Users;
using static IcpConsole.Storage.Users.UserSql;

namespace IcpConsole.Storage;

/// <summary>Room in a database that what was removed has left.</summary>
public sealed class FreeSpace(string connectionString)
{
    /// <summary>Pages of 4 kB given back at once, so that nobody waits long for the file.</summary>
    private const int PagesAtOnce = 500;

    /// <summary>So many are kept for the next pass.</summary>
    private const long MinPages = 256;

    /// <summary>Whether more than a tenth of the file is room.</summary>
    public bool IsDue()
    {
        using var connection = Open(connectionString);
        var free = Scalar(connection, "PRAGMA freelist_count");
        return free >= MinPages && free >= Scalar(connection, "PRAGMA page_count") / 10;
    }

    /// <summary>Gives some room back to the disk.</summary>
    /// <returns>Whether there is more.</returns>
    public bool GiveBack()
    {
        using var connection = Open(connectionString);
        var before = Scalar(connection, "PRAGMA freelist_count");
        using (var command = Command(connection, $"PRAGMA incremental_vacuum({PagesAtOnce})"))
        using (var steps = command.ExecuteReader())
        {
            // One page a step.
            while (steps.Read())
            {
            }
        }

        var left = Scalar(connection, "PRAGMA freelist_count");
        if (left > MinPages && left < before) return true;
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return false;
    }
}
