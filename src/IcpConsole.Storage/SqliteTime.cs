namespace IcpConsole.Storage;

/// <summary>SQLite keeps no kind with a time; all that is kept is UTC.</summary>
internal static class SqliteTime
{
    public static DateTimeOffset Utc(this DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
