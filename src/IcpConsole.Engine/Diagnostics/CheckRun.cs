using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>
/// One run of the checks of a section: tells of each when it begins and when it has ended.
/// </summary>
internal sealed partial class CheckRun(
    ClusterContext cluster,
    CheckSection section,
    CheckSelection selection,
    Action<CheckRow> put,
    CancellationToken cancellationToken
)
{
    /// <summary>Of the longest look at a peer that does not answer, and a little.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private readonly ILogger _log = cluster.Loggers.CreateLogger<CheckRun>();

    /// <inheritdoc cref="CheckSelection.IsPeriodic"/>
    public bool IsPeriodic => selection.IsPeriodic;

    /// <inheritdoc cref="CheckSelection.IsAll"/>
    public bool IsAll => selection.IsAll;

    /// <summary>Whether what is tested on that is asked for.</summary>
    public bool Takes(string subject) => (selection.Subject ?? subject) == subject;

    /// <summary>Runs a test, if it is asked for.</summary>
    /// <returns>What it came to; passed where it was not asked for.</returns>
    public async Task<CheckResult> CheckAsync(
        string test,
        string? subject,
        Func<CancellationToken, Task<CheckResult>> look
    )
    {
        if (!selection.Takes(section, test, subject))
            return CheckResult.Passed;
        put(new CheckRow(section, test, subject, null));
        var started = cluster.Time.GetTimestamp();
        var result = await LookAsync(test, look);
        Report(test, subject, result, cluster.Time.GetElapsedTime(started));
        return result;
    }

    /// <summary>Tells what a test came to that was part of a larger look.</summary>
    public void Report(string test, string? subject, CheckResult result, TimeSpan took) =>
        put(
            new CheckRow(section, test, subject, result.Outcome)
            {
                Problem = result.Problem,
                Detail = result.Detail,
                Fix = result.Fix,
                OtherSide = result.OtherSide,
                OtherSideProblem = result.OtherSideProblem,
                At = cluster.Time.GetUtcNow(),
                Took = took,
            }
        );

    public Task<CheckResult> CheckAsync(
        string test,
        string? subject,
        Func<CheckResult> look
    ) => CheckAsync(test, subject, _ => Task.FromResult(look()));

    private async Task<CheckResult> LookAsync(
        string test,
        Func<CancellationToken, Task<CheckResult>> look
    )
    {
        try
        {
            return await cluster.Time.WithinAsync(s_limit, look, cancellationToken);
        }
        catch (TimeoutException)
        {
            return CheckResult.Failed(new TestTimedOut((int)Math.Round(s_limit.TotalSeconds)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnexpected(e, cluster.Id.Value, test);
            return CheckResult.Failed(new Unexpected());
        }
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of test {Test}")]
    private partial void LogUnexpected(Exception exception, string cluster, string test);
}
