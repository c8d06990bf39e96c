using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Web.Resources;
using IcpConsole.Web.Shared;

namespace IcpConsole.Web.Diagnostics;

/// <summary>System &gt; Dashboard: where a cluster stands, live.</summary>
public sealed partial class DashboardPage
{
    public const string RelativePath = "system/dashboard";

    /// <summary>Of causes and alarms; the rest is on their pages.</summary>
    private const int Shown = 4;

    /// <summary>The tests are run again while somebody looks.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private UserDigest? _users;
    private IReadOnlyList<Alarm> _alarms = [];
    private ICluster? _begun;

    private IReadOnlyList<PeerStatus> Peers => Cluster!.Peering?.Peers ?? [];

    private IReadOnlyList<TestRow> Rows => Cluster!.Diagnostics?.Last?.Rows ?? [];

    private List<TestRow> Failed => [.. Rows.Where(r => r.Outcome == TestOutcome.Failed)];

    /// <summary>What failed, then what is warned of.</summary>
    private List<TestRow> Problems =>
        [.. Failed, .. Rows.Where(r => r.Outcome == TestOutcome.Warning)];

    private Mark TestsMark =>
        Failed.Count > 0 ? Mark.Cross
        : Cluster!.Diagnostics?.RunAt is null ? Mark.Unknown
        : Mark.Check;

    private string TestsWords =>
        Cluster!.Diagnostics?.RunAt is null
            ? DiagnosticText.TestsRun
            : DiagnosticText.TestsCounted.With(
                Failed.Count,
                Rows.Count(r => r.Outcome == TestOutcome.Warning),
                Rows.Count(r => r.Outcome == TestOutcome.Passed)
            );

    public static string Href(ClusterId cluster) =>
        $"clusters/{Uri.EscapeDataString(cluster.Value)}/{RelativePath}";

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Begin(RunAgainAsync);
    }

    protected override async Task OnParametersSetAsync()
    {
        base.OnParametersSet();
        if (!Follow())
            return;
        await ReadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Follow();
        await ReadAsync();
    }

    /// <summary>
    /// Runs the tests of a cluster that was not shown before, or was saved since.
    /// </summary>
    private bool Follow()
    {
        if (Cluster is null || ReferenceEquals(_begun, Cluster))
            return false;
        _begun = Cluster;
        Begin(() => RunAsync(s_fresh));
        return true;
    }

    private async Task RunAgainAsync()
    {
        using var pause = new PeriodicTimer(s_fresh, Time);
        while (await pause.WaitForNextTickAsync(Gone))
            await RunAsync(s_fresh / 2);
    }

    private async Task RunAsync(TimeSpan unlessWithin)
    {
        if (
            Cluster?.Diagnostics is { } diagnostics
            && (diagnostics.RunAt is not { } at || Now - at >= unlessWithin)
        )
            await diagnostics.RunAsync(TestSelection.All with { IsPeriodic = true }, Gone);
    }

    private async Task ReadAsync()
    {
        if (Cluster is not { } cluster)
            return;
        var (users, alarms) = (
            cluster.Users is { } home ? await home.CountAsync(Gone) : (UserDigest?)null,
            cluster.Alarms is { } all
                ? await all.FindAsync(new AlarmSearch(ActiveOnly: true), Gone)
                : []
        );
        if (ReferenceEquals(cluster, Cluster))
            (_users, _alarms) = (users, alarms);
    }
}
