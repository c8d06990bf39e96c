using IcpConsole.Storage.Clusters;
using static IcpConsole.Storage.Sqlite.Users.UserSql;

namespace IcpConsole.Storage.Sqlite.Clusters;

internal sealed class FreeSpace(string connectionString) : IFreeSpace
{
    /// <summary>Pages of 4 kB given back at once, so that nobody waits long for the file.</summary>
    private const int PagesAtOnce = 500;

    /// <summary>So many are kept for the next pass.</summary>
    private const long MinPages = 256;

    public bool IsDue()
    {
        using var connection = Open(connectionString);
        var free = Scalar(connection, "PRAGMA freelist_count");
        return free >= MinPages && free >= Scalar(connection, "PRAGMA page_count") / 10;
    }

    public bool GiveBack()
    {
        using var connection = Open(connectionString);
        var before = Scalar(connection, "PRAGMA freelist_count");
        using (var command = Command(connection, $"PRAGMA incremental_vacuum({PagesAtOnce})"))
        using (var steps = command.ExecuteReader())
        {
            // One page a step.
            while (steps.Read()) { }
        }

        var left = Scalar(connection, "PRAGMA freelist_count");
        if (left > MinPages && left < before)
            return true;
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return false;
    }
}
