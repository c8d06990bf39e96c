using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>System &gt; Dashboard: where a cluster stands, live.</summary>
public sealed partial class DashboardPage
{
    /// <summary>Of causes and alarms; the rest is on their pages.</summary>
    private const int AtMost = 4;

    /// <summary>How often the engine is told that somebody looks at the tests.</summary>
    private static readonly TimeSpan s_observe = TimeSpan.FromSeconds(30);

    private UserDigest? _users;

    /// <summary>Number of the peer whose task flow is shown; 0 for none.</summary>
    private int _taskPeer;
    private IReadOnlyList<Alarm> _alarms = [];
    private (ClusterId Cluster, DateTimeOffset OpenedAt, DateTimeOffset At)? _observed;

    private IReadOnlyList<PeerStatus> Peers => Cluster!.Peering?.Peers ?? [];

    private List<PeerStatus> Shown(bool isInOrder) =>
        [
            .. Peers
                .Where(p => p.IsInOrder == isInOrder)
                .OrderBy(p => p.Overall.Rank())
                .ThenBy(p => p.Peer.Address),
        ];

    private IReadOnlyList<CheckRow> Rows => Cluster!.Diagnostics?.Last?.Rows ?? [];

    private List<CheckRow> Failed => [.. Rows.Where(r => r.Outcome == CheckOutcome.Failed)];

    /// <summary>What failed, then what is warned of.</summary>
    private List<CheckRow> Problems =>
        [.. Failed, .. Rows.Where(r => r.Outcome == CheckOutcome.Warning)];

    private Mark TestsMark =>
        Failed.Count > 0 ? Mark.Cross
        : Cluster!.Diagnostics?.RunAt is null ? Mark.Unknown
        : Mark.Check;

    private string TestsWords =>
        Cluster!.Diagnostics?.RunAt is null
            ? DiagnosticText.TestsRun
            : DiagnosticText.TestsCounted.With(
                Failed.Count,
                Rows.Count(r => r.Outcome == CheckOutcome.Warning),
                Rows.Count(r => r.Outcome == CheckOutcome.Passed)
            );

    protected override async Task OnParametersSetAsync()
    {
        base.OnParametersSet();
        Observe();
        await ReadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Observe();
        await ReadAsync();
    }

    protected override void Ticked()
    {
        base.Ticked();
        Observe();
    }

    /// <summary>
    /// The tests are run while somebody looks; of a cluster that was not shown before, or was saved
    /// since, at once.
    /// </summary>
    private void Observe()
    {
        if (
            Cluster is not { Diagnostics: not null } cluster
            || (
                _observed is var (id, opened, at)
                && (id, opened) == (cluster.Id, cluster.OpenedAt)
                && Now - at < s_observe
            )
        )
            return;
        _observed = (cluster.Id, cluster.OpenedAt, Now);
        Begin(() => Door.AskAsync(cluster.Id, new ObserveChecks(), Gone));
    }

    private async Task ReadAsync()
    {
        if (Cluster is not { } cluster)
            return;
        var users = cluster.Users is null
            ? null
            : await Door.AskAsync(cluster.Id, new CountUsers(), Gone);
        var search = new AlarmSearch(ActiveOnly: true);
        var alarms = cluster.Alarms is null
            ? null
            : await Door.AskAsync(cluster.Id, new FindAlarms(search), Gone);
        if (cluster.Id == Cluster?.Id)
            (_users, _alarms) = (
                users is { Succeeded: true } ? users.Value : null,
                alarms?.Value ?? []
            );
    }
}
