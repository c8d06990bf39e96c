using System.Globalization;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Services;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>Section System: the nodes, what they stand on, and what is owed.</summary>
internal sealed class SystemSection(
    ClusterContext cluster,
    AlarmLog alarms,
    HostedServices services
) : ICheckSection
{
    private const long LargeDatabase = 2L << 30;
    private const long LittleSpace = 1L << 30;

    public CheckSection Section => CheckSection.System;

    public IEnumerable<Task> Begin(CheckRun run) =>
        [
            .. cluster
                .Topology.Nodes.OrderBy(n => n.Role)
                .Select(node =>
                    run.CheckAsync("NodeAnswers", node.Name.Value, token =>
                        NodeAsync(node.Name, token)
                    )
                ),
            run.CheckAsync("DatabaseSize", null, DatabaseSize),
            run.CheckAsync("DiskSpace", null, DiskSpace),
            run.CheckAsync("Platform", null, () =>
                cluster.Traits.Platform.ProblemHere() is { } problem
                    ? CheckResult.Failed(
                        problem,
                        new Fix(cluster.Id, FixPlace.Cluster, null, "Platform")
                    )
                    : CheckResult.Passed
            ),
            run.CheckAsync("DataMonitorRuns", null, () =>
                ServiceCheck.JudgeNodes(cluster, Names, ServiceCatalogue.DataMonitor)
            ),
            run.CheckAsync("ExpiryMonitorRuns", null, () =>
                ServiceCheck.JudgeNodes(
                    cluster,
                    Names,
                    ServiceCatalogue.CertificateExpiryMonitor
                )
            ),
            run.CheckAsync("RestartsOwed", null, RestartsOwed),
            run.CheckAsync("Alarms", null, AlarmsAsync),
        ];

    private IEnumerable<NodeName> Names =>
        cluster.Topology.Nodes.OrderBy(n => n.Role).Select(n => n.Name);

    /// <summary>
    /// As the real product reads its nodes: by name, over 8443, with the certificate checked.
    /// </summary>
    private async Task<CheckResult> NodeAsync(
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        var reading = await services.ReadAsync(node).WaitAsync(cancellationToken);
        return reading.Problem is { } problem
            ? CheckResult.Failed(
                problem,
                reading.Layer == PassLayer.Name
                    ? new Fix(cluster.Id, FixPlace.Topology, node.Value)
                    : ServiceCheck.FixOf(cluster.Id, node, ServiceCatalogue.Tomcat)
            )
            : CheckResult.Saw(new SawNodeAnswered(reading.Services.Count));
    }

    private CheckResult DatabaseSize()
    {
        var size = new FileInfo(cluster.Database.Path).Length;
        var text = Megabytes(size);
        return size < LargeDatabase
            ? CheckResult.Saw(new SawDatabaseSize(text))
            : CheckResult.Warning(new DatabaseLarge(text, Megabytes(LargeDatabase)));
    }

    private CheckResult DiskSpace()
    {
        var free = new DriveInfo(
            Path.GetDirectoryName(cluster.Database.Path)!
        ).AvailableFreeSpace;
        var text = Megabytes(free);
        return free >= LittleSpace
            ? CheckResult.Saw(new SawDiskSpace(text))
            : CheckResult.Warning(new DiskLow(text, Megabytes(LittleSpace)));
    }

    /// <summary>What the routers wait for, Cisco XCP Config Manager tells.</summary>
    private CheckResult RestartsOwed() =>
        services.PendingRestarts is { Count: > 0 } owed
            ? CheckResult.Warning(
                new RestartsOwed(
                    string.Join(", ", owed.Select(n => $"{n.Service} ({n.Node})").Distinct())
                ),
                new Fix(cluster.Id, FixPlace.RestartPlan)
            )
        : Names.All(n => cluster.Services.Runs(n, ServiceCatalogue.XcpConfigManager))
            ? CheckResult.Passed
        : CheckResult.Information(new NotTested());

    /// <summary>What alarms were raised for has rows of its own.</summary>
    private async Task<CheckResult> AlarmsAsync(CancellationToken cancellationToken)
    {
        var active = await alarms.FindAsync(
            new AlarmSearch(ActiveOnly: true),
            cancellationToken
        );
        return active.Count == 0
            ? CheckResult.Passed
            : CheckResult.Information(
                new AlarmsActive(active.Count),
                new Fix(cluster.Id, FixPlace.Alarms)
            );
    }

    private static string Megabytes(long bytes) =>
        (bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture);
}
