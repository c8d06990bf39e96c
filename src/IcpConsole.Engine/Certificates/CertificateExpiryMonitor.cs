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
        foreach (var node in cluster.Topology.Nodes.Where(n => cluster.Services.Runs(n.Name, ServiceCatalogue.CertificateExpiryMonitor)))
            foreach (var service in CertificateServices.All) await LookAsync(cluster, node.Name, service, cancellationToken);
    }

    private static async Task LookAsync(ClusterContext cluster, NodeName node, string service, CancellationToken cancellationToken)
    {
        if (await cluster.Database.Certificates.PemAsync(node, service, cancellationToken) is not { } pem) return;
        var until = CertificateReader.SummarizePem(pem).NotAfter;
        var (kind, subject) = (Of(until - cluster.Time.GetUtcNow()), $"{node} {service}");
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
