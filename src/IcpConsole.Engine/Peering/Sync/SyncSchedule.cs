using IcpConsole.Domain;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;

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
    /// Why a peer's passes are more than late: one has lasted two hours, or they have failed for
    /// four intervals (the guide, steps 8 and 9). Null where they are not, and where an
    /// administrator is awaited.
    /// </summary>
    public static Problem? Stuck(
        SyncState sync,
        AgentParameters parameters,
        DateTimeOffset now
    ) =>
        sync.RunningSince is { } running && now - running >= AgentParameters.LongestPass
            ? new SyncHangs((int)Math.Round(AgentParameters.LongestPass.TotalMinutes))
        : sync.Phase is not (SyncPhase.AwaitingAcceptance or SyncPhase.Held)
        && sync.FailingSince is { } failing
        && now - failing >= parameters.LongestFailure
            ? new SyncKeepsFailing((int)Math.Round(parameters.LongestFailure.TotalMinutes))
        : null;

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
