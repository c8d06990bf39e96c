namespace IcpConsole.Engine.Peering.Sync;

/// <summary>When the next pass is due.</summary>
internal static class SyncSchedule
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The interval less up to a tenth of it, so that peers added together do not stay together.
    /// </summary>
    public static TimeSpan Period(TimeSpan interval) =>
        interval * (1 - (0.1 * Random.Shared.NextDouble()));

    /// <summary>
    /// Somewhere in the interval, so that peers that began together do not stay together.
    /// </summary>
    public static TimeSpan Spread(TimeSpan interval) =>
        interval * (0.1 + (0.9 * Random.Shared.NextDouble()));

    /// <summary>
    /// 5 s after the first failure, twice as long after each further one, up to 5 min; less up to a
    /// tenth.
    /// </summary>
    public static TimeSpan Backoff(int failures)
    {
        var pause = s_firstRetry * Math.Pow(2, Math.Min(failures, 10) - 1);
        return Period(pause < s_lastRetry ? pause : s_lastRetry);
    }
}
