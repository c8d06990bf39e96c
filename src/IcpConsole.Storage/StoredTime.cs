namespace IcpConsole.Storage;

/// <summary>A database keeps no kind with a time; all that is kept is UTC.</summary>
internal static class StoredTime
{
    public static DateTimeOffset Utc(this DateTime time) =>
        new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
