using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Diagnostics;

/// <summary>
/// Diagnostics &gt; System Troubleshooter. The tests are the cluster's, so that whoever looks sees
/// the same.
/// </summary>
public sealed partial class TroubleshooterPage
{
    private (ClusterId Cluster, DateTimeOffset OpenedAt)? _begun;
    private bool _unfolded;

    /// <summary>
    /// Tests that had a problem when they last ended: one that runs again stays where it is.
    /// </summary>
    private readonly HashSet<(string Test, string? Subject)> _problems = [];

    /// <summary>
    /// As they were when the page was last rendered: it looks at them many times.
    /// </summary>
    private IReadOnlyList<CheckRow> Rows { get; set; } = [];

    private int Running => Rows.Count(r => r.Outcome is null);

    /// <summary>Of all sections, what failed first.</summary>
    private List<CheckRow> Problems =>
        [.. Rows.Where(IsProblem).OrderBy(r => r.Outcome != CheckOutcome.Failed)];

    private static IReadOnlyList<string> Absent =>
        [
            DiagnosticText.PresenceEngine,
            DiagnosticText.MicrosoftRcc,
            DiagnosticText.Calendaring,
            DiagnosticText.CiscoJabber,
            DiagnosticText.ExternalDatabase,
            DiagnosticText.Compliance,
            DiagnosticText.Ldap,
        ];

    private string Progress =>
        Running > 0 ? DiagnosticText.Progress.With(Rows.Count - Running, Rows.Count)
        : Cluster!.Diagnostics!.RunAt is { } at
            ? DiagnosticText.Ended.With(
                TextFormat.Ago(Now - at),
                Count(CheckOutcome.Failed),
                Count(CheckOutcome.Warning),
                Count(CheckOutcome.Passed)
            ) + AgainSince(at)
        : "";

    private List<CheckRow> RowsOf(CheckSection section) =>
        [.. Rows.Where(r => r.Section == section)];

    private bool IsProblem(CheckRow row) => _problems.Contains((row.Test, row.Subject));

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        Follow();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Follow();
    }

    /// <summary>A cluster that was saved begins anew, and has no rows yet.</summary>
    private void Follow()
    {
        Rows = Cluster?.Diagnostics?.Rows ?? [];
        NoteProblems();
        if (
            Cluster is not { Diagnostics: not null } cluster
            || _begun == (cluster.Id, cluster.OpenedAt)
        )
            return;
        _begun = (cluster.Id, cluster.OpenedAt);
        Begin(() => Door.AskAsync(cluster.Id, new ObserveChecks(), Gone));
    }

    private void NoteProblems()
    {
        _problems.IntersectWith(Rows.Select(r => (r.Test, r.Subject)));
        foreach (var row in Rows.Where(r => r.Outcome is not null))
        {
            if (row.Outcome is CheckOutcome.Failed or CheckOutcome.Warning || row.Disagrees)
                _problems.Add((row.Test, row.Subject));
            else
                _problems.Remove((row.Test, row.Subject));
        }
    }

    private string AgainSince(DateTimeOffset at) =>
        Rows.Count(r => r.At > at) is var again and > 0
            ? $" · {DiagnosticText.AgainSince.With(again)}"
            : "";

    private int Count(CheckOutcome outcome) => Rows.Count(r => r.Outcome == outcome);

    private void Run(CheckSelection selection)
    {
        if (selection == CheckSelection.All && Running > 0)
            return;
        Begin(() => Door.SendAsync(Cluster!.Id, new RunChecks(selection)));
    }

    /// <summary>Of a peer all its tests, since they go together.</summary>
    private void RunAgain(CheckRow row) =>
        Run(
            new CheckSelection(
                row.Section,
                CheckCatalogue.IsOfPeer(row.Test) ? null : row.Test,
                row.Subject
            )
        );
}
