using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Certificates;

/// <summary>Cisco Certificate Expiry Monitor: each node's looks at its own certificates once a day, and raises the alarm for how little time is left.</summary>
internal static class CertificateExpiryMonitor
{
    private static readonly TimeSpan s_every = TimeSpan.FromDays(1);

    private static readonly AlarmKind[] s_kinds = [AlarmCatalogue.CertificateExpired, AlarmCatalogue.CertificateValidForADay, AlarmCatalogue.CertificateValidForAWeek, AlarmCatalogue.CertificateValidForAMonth];

    public static RepeatedCheck Of(ClusterContext cluster) => new(cluster, () => s_every, token => LookAsync(cluster, token));

    private static async Task LookAsync(ClusterContext cluster, CancellationToken cancellationToken)
    {
        await ForgetAsync(cluster, cancellationToken);
        foreach (var node in cluster.Topology.Nodes.Where(n => cluster.Services.Runs(n.Name, ServiceCatalogue.CertificateExpiryMonitor)))
            foreach (var service in CertificateServices.All) await LookAsync(cluster, node.Name, service, cancellationToken);
    }

    /// <summary>Nodes that are no longer there have nothing that expires.</summary>
    private static async Task ForgetAsync(ClusterContext cluster, CancellationToken cancellationToken)
    {
        var present = (from node in cluster.Topology.Nodes from service in CertificateServices.All select Subject(node.Name, service)).ToHashSet();
        var active = await cluster.Alarms.FindAsync(new AlarmSearch(ActiveOnly: true), cancellationToken);
        foreach (var gone in active.Where(a => s_kinds.Contains(a.Kind) && !present.Contains(a.Subject))) await cluster.Alarms.ClearAsync([gone.Kind], gone.Subject, cancellationToken);
    }

    private static string Subject(NodeName node, string service) => $"{node} {service}";

    private static async Task LookAsync(ClusterContext cluster, NodeName node, string service, CancellationToken cancellationToken)
    {
        if (await cluster.Database.Certificates.PemAsync(node, service, cancellationToken) is not { } pem) return;
        var until = CertificateReader.SummarizePem(pem).NotAfter;
        var (kind, subject) = (Of(until - cluster.Time.GetUtcNow()), Subject(node, service));
        await cluster.Alarms.ClearAsync(s_kinds.Where(k => k != kind), subject, cancellationToken);
        if (kind is not null) await cluster.Alarms.RaiseAsync(kind, subject, new Problem(kind == AlarmCatalogue.CertificateExpired ? "CertificateOver" : "CertificateEnds", null, service, node.Value, $"{until:yyyy-MM-dd HH:mm} UTC"), cancellationToken);
    }

    private static AlarmKind? Of(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => AlarmCatalogue.CertificateExpired,
        { TotalDays: < 1 } => AlarmCatalogue.CertificateValidForADay,
        { TotalDays: < 7 } => AlarmCatalogue.CertificateValidForAWeek,
        { TotalDays: < 30 } => AlarmCatalogue.CertificateValidForAMonth,
        _ => null,
    };
}
