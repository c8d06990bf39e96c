using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// Cisco Certificate Expiry Monitor: each node's looks at its own certificates, and the publisher's
/// at what was uploaded to the trust stores, as often and as long before the end as the service
/// parameters say, and raises the alarm for how little time is left.
/// </summary>
internal sealed class CertificateExpiryMonitor(ClusterContext cluster, AlarmLog alarms)
{
    private static readonly AlarmKind[] s_kinds =
    [
        AlarmCatalogue.CertificateExpired,
        AlarmCatalogue.CertificateValidForADay,
        AlarmCatalogue.CertificateValidForAWeek,
        AlarmCatalogue.CertificateValidForAMonth,
    ];

    /// <summary>One that was acknowledged before is asked for again from here on.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    public SupervisedLoop Watch() =>
        new(
            $"{cluster.Id}: the look at certificates that expire",
            LookAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<SupervisedLoop>()
        )
        {
            Period = () =>
                TimeSpan.FromHours(Number(ParameterCatalogue.NotificationFrequency)),
            FaultPause = TimeSpan.FromMinutes(5),
        };

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var certificates = await CertificatesAsync(cancellationToken);
        var subjects = certificates.Select(c => c.Subject).ToHashSet();
        // Of what is no longer there nothing expires.
        foreach (
            var gone in (
                await alarms.FindAsync(new AlarmSearch(ActiveOnly: true), cancellationToken)
            ).Where(a => s_kinds.Contains(a.Kind) && !subjects.Contains(a.Subject))
        )
            await alarms.ClearAsync([gone.Kind], gone.Subject, cancellationToken);
        foreach (
            var (subject, node, until) in certificates.Where(c =>
                cluster.Services.Runs(c.Node, ServiceCatalogue.CertificateExpiryMonitor)
            )
        )
            await NoteAsync(subject, node, until, cancellationToken);
    }

    /// <summary>
    /// What expires: by what it is called in alarms, with the node whose monitor looks at it.
    /// </summary>
    private async Task<
        List<(string Subject, NodeName Node, DateTimeOffset Until)>
    > CertificatesAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, NodeName, DateTimeOffset)>();
        var store = cluster.Database.Certificates;
        foreach (var node in cluster.Topology.Nodes.Select(n => n.Name))
        {
            foreach (var service in CertificateServices.All)
                if (
                    await store.PemAsync(node, service, cancellationToken) is { } pem
                    && CertificateReader.TrySummarizePem(pem) is { } certificate
                )
                    found.Add(($"{node} {service}", node, certificate.NotAfter));
        }

        foreach (var service in CertificateServices.Exchanged)
        foreach (
            var certificate in (await store.UploadedAsync(service, cancellationToken))
                .Select(CertificateReader.TrySummarizePem)
                .OfType<CertificateSummary>()
        )
            found.Add(
                (
                    $"{CertificateServices.TrustOf(service)} {certificate.Subject} {certificate.Sha256[..8]}",
                    cluster.Topology.Publisher.Name,
                    certificate.NotAfter
                )
            );
        return found;
    }

    private async Task NoteAsync(
        string subject,
        NodeName node,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var left = until - cluster.Time.GetUtcNow();
        var kind = KindOf(
            left,
            TimeSpan.FromDays(Number(ParameterCatalogue.NotificationStart))
        );
        await alarms.ClearAsync(s_kinds.Where(k => k != kind), subject, cancellationToken);
        if (kind is null)
            return;
        Problem problem =
            kind == AlarmCatalogue.CertificateExpired ? new CertificateOver(subject, until)
            : left < s_soon ? new CertificateEndsSoon(subject, until)
            : new CertificateEnds(subject, until);
        await alarms.RaiseAsync(kind, subject, problem, cancellationToken);
    }

    private static AlarmKind? KindOf(TimeSpan left, TimeSpan start) =>
        left switch
        {
            { Ticks: <= 0 } => AlarmCatalogue.CertificateExpired,
            _ when left >= start => null,
            { TotalDays: < 1 } => AlarmCatalogue.CertificateValidForADay,
            { TotalDays: < 7 } => AlarmCatalogue.CertificateValidForAWeek,
            _ => AlarmCatalogue.CertificateValidForAMonth,
        };

    private int Number(ServiceParameter parameter) =>
        cluster.Parameters.Number(cluster.Topology.Publisher.Name, parameter);
}
