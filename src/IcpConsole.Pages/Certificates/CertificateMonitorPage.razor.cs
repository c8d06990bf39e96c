using System.Globalization;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Certificates;

/// <summary>
/// Security &gt; Certificate Monitor: what expires on any cluster of this console, and trust
/// entries of no use.
/// </summary>
public sealed partial class CertificateMonitorPage
{
    private const int Ahead = 12;

    private readonly HashSet<(ClusterId, int)> _selected = [];
    private IReadOnlyList<RolloutCluster> _clusters = [];
    private IReadOnlyList<Ending>? _rows;
    private IReadOnlyList<(ClusterId Cluster, Orphan Orphan)> _orphans = [];
    private IReadOnlyList<(ClusterId Cluster, Orphan Orphan)>? _removing;
    private int? _removed;

    private List<(ClusterId Cluster, Orphan Orphan)> Selected =>
        [.. _orphans.Where(o => _selected.Contains((o.Cluster, o.Orphan.Entry.Id)))];

    private DateTime ThisMonth =>
        new(Now.UtcDateTime.Year, Now.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    private IEnumerable<(DateTime Month, List<Ending> Ending)> Months =>
        Enumerable
            .Range(0, Ahead)
            .Select(i => ThisMonth.AddMonths(i))
            .Select(month =>
                (
                    month,
                    (_rows ?? [])
                        .Where(r =>
                            r.Certificate.NotAfter.UtcDateTime is var end
                            && end >= month
                            && end < month.AddMonths(1)
                        )
                        .ToList()
                )
            );

    private List<Ending> Later =>
        [
            .. (_rows ?? []).Where(r =>
                r.Certificate.NotAfter.UtcDateTime >= ThisMonth.AddMonths(Ahead)
            ),
        ];

    protected override void OnInitialized()
    {
        Watch(Door.WatchAsync(Gone));
        Begin(ReadAgainAsync);
    }

    protected override Task ChangedAsync() => ReadAsync();

    /// <summary>
    /// Certificates change seldom, and in many clusters: looked at every few seconds rather than at
    /// each of their changes.
    /// </summary>
    private async Task ReadAgainAsync()
    {
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(5), Time);
        while (await pause.WaitForNextTickAsync(Gone))
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        var (rows, orphans, clusters) = (
            new List<Ending>(),
            new List<(ClusterId, Orphan)>(),
            new List<RolloutCluster>()
        );
        foreach (var cluster in Door.Now.Clusters)
        {
            if (await ListAsync(cluster) is not { } list)
                continue;
            clusters.Add(new RolloutCluster(cluster, list));
            rows.AddRange(
                from row in CertificateRow.FromList(list)
                where row.Certificate is not null
                select new Ending(cluster.Id, row, row.Certificate!)
            );
            orphans.AddRange(
                OrphanedTrust
                    .Find(list, cluster.Peering?.Peers ?? [], Now)
                    .Select(o => (cluster.Id, o))
            );
        }

        (_clusters, _rows, _orphans) = (
            clusters,
            [.. rows.OrderBy(r => r.Certificate.NotAfter)],
            orphans
        );
    }

    /// <summary>
    /// Null where the cluster was removed or saved meanwhile, which closes its file: the next
    /// reading has it as it is then.
    /// </summary>
    private async Task<CertificateList?> ListAsync(ClusterSnapshot cluster)
    {
        try
        {
            return cluster.Offers.HasFlag(Capabilities.Certificates)
                ? (await Door.AskAsync(cluster.Id, new ListCertificates(), Gone)).Value
                : null;
        }
        catch (Exception e)
            when (e is not OperationCanceledException
                && Door.Now.Find(cluster.Id)?.OpenedAt != cluster.OpenedAt
            )
        {
            return null;
        }
    }

    private async Task RemoveAsync(IReadOnlyList<(ClusterId Cluster, Orphan Orphan)> removing)
    {
        // What has come of use since it was shown stays.
        await ReadAsync();
        var still = removing
            .Where(r =>
                _orphans.Any(o =>
                    (o.Cluster, o.Orphan.Entry.Id) == (r.Cluster, r.Orphan.Entry.Id)
                )
            )
            .ToList();
        foreach (var (cluster, orphan) in still)
            await Door.SendAsync(cluster, new DeleteTrust(orphan.Entry.Id));
        _selected.Clear();
        _removed = still.Count;
        await ReadAsync();
    }

    private void Select((ClusterId, int) key, bool chosen)
    {
        if (chosen)
            _selected.Add(key);
        else
            _selected.Remove(key);
    }

    private int AlarmDays(ClusterId id) =>
        Door.Now.Find(id) is { } cluster
            ? cluster.Parameters?.Number(
                cluster.Topology.Publisher.Name,
                ParameterCatalogue.NotificationStart
            ) ?? 0
            : 0;

    private string Left(CertificateSummary certificate) =>
        (certificate.NotAfter - Now).TotalDays switch
        {
            < 0 => CertificateText.Expired,
            var days => CertificateText.DaysLeft.With(TextFormat.Number((int)days)),
        };

    private static string MonthName(DateTime month) =>
        month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Name(TrustedEntry entry) =>
        entry.Certificate?.Subject ?? entry.Node?.Value ?? "";

    private static string Reason(Orphan orphan) =>
        orphan.Reason switch
        {
            OrphanReason.Unreadable => CertificateText.Corrupted,
            OrphanReason.Expired => CertificateText.Expired,
            OrphanReason.NodeGone => CertificateText.NodeGone.With(
                orphan.Entry.PeerAddress!,
                orphan.Entry.Node!
            ),
            OrphanReason.PresentedByNobody => CertificateText.PresentedByNobody,
            _ => CertificateText.VouchesForNothing,
        };

    private static string Anchor(Ending ending) => $"{ending.Cluster}.{ending.Row.Key}";

    private static string SettingsOf(ClusterId cluster) =>
        PageLinks.ServiceParameters(cluster, ParameterCatalogue.CertificateExpiryMonitor);

    /// <summary>A certificate of a cluster, and when it ends.</summary>
    private sealed record Ending(
        ClusterId Cluster,
        CertificateRow Row,
        CertificateSummary Certificate
    );
}
