using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>The rules of peering as rows of the troubleshooter.</summary>
internal sealed class RuleChecks(
    CheckRun run,
    string subject,
    IReadOnlyList<Problem> problems,
    PeerStatus seen
)
{
    /// <summary>
    /// Certificates and alarms are dated by clocks; a minute or two does no harm.
    /// </summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(2);

    public async Task RunAsync()
    {
        await RuleAsync("PeerAddress", p => p.Field == nameof(PeerForm.Address));
        await RuleAsync("PeerCompatible", p =>
            p.Field is null && !IsOfMesh(p) && !IsElsewhere(p)
        );
        await RuleAsync("PeerMesh", IsOfMesh);
        await RuleAsync("PeerSyncAgent", p => p is SyncAgentNotFinishedThere);
    }

    /// <param name="clock">How far the peer's clock is ahead; null where it does not say.</param>
    public static CheckResult Clock(TimeSpan? clock) =>
        clock is not { } ahead ? CheckResult.Information(new NotTested())
        : ahead.Duration() <= s_clockTolerance
            ? CheckResult.Saw(new SawClockAhead((int)Math.Round(ahead.TotalSeconds)))
        : CheckResult.Warning(
            new ClocksDiffer(
                (int)Math.Round(ahead.TotalSeconds),
                (int)Math.Round(s_clockTolerance.TotalSeconds)
            )
        );

    private static bool IsOfMesh(Problem problem) => problem is MeshFullHere or MeshFullThere;

    /// <summary>Sections that these are about have rows for them.</summary>
    public static bool IsElsewhere(Problem? problem) =>
        problem.IsOfPlatformHere()
        || problem is SyncAgentNotFinishedHere or SyncAgentNotFinishedThere;

    private Task<CheckResult> RuleAsync(string test, Func<Problem, bool> belongs) =>
        run.CheckAsync(test, subject, () =>
            problems.FirstOrDefault(belongs) is { } problem
                ? CheckResult.Failed(
                    problem with
                    {
                        Field = null,
                    },
                    RuleFixes.For(problem, seen)
                )
                : CheckResult.Passed
        );
}
