using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// What the Data Monitor and the Certificate Expiry Monitor raise and clear, and that they are
/// silent while they are stopped.
/// </summary>
public sealed class MonitorTests
{
    [Fact]
    public async Task Users_whom_two_clusters_have_are_named_in_an_alarm_until_they_are_gone()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.InStep);
        await DoAsync(clusters.Seoul, ServiceCatalogue.DataMonitor, ServiceAction.Stop);
        var ours = TwoClusters.UsersOf(clusters.Seoul, 2);
        await clusters.SetUsersAsync(
            clusters.Singapore,
            [
                .. TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users - 1),
                ours[0] with
                {
                    UserId = ours[0].UserId.ToUpperInvariant(),
                    DirectoryUri = "",
                    Node = clusters.Singapore.Topology.Publisher.Name.Value,
                },
            ]
        );
        await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Empty(await AlarmsAsync(clusters.Seoul));

        await DoAsync(clusters.Seoul, ServiceCatalogue.DataMonitor, ServiceAction.Start);
        var alarm = await Eventually.GetAsync(async () =>
            (await AlarmsAsync(clusters.Seoul)).SingleOrDefault()
        );
        Assert.Equal(
            (AlarmCatalogue.DuplicateUserId, "1", ours[0].UserId.ToLowerInvariant()),
            (
                alarm.Kind,
                ProblemCode.ArgumentsOf(alarm.Problem)[0],
                ProblemCode.ArgumentsOf(alarm.Problem)[1]
            )
        );

        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users)
        );
        await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        await DoAsync(clusters.Seoul, ServiceCatalogue.DataMonitor, ServiceAction.Restart);
        await Eventually.GetAsync(async () => (await AlarmsAsync(clusters.Seoul)).Count == 0);
    }

    [Fact]
    public async Task Users_are_looked_through_at_the_User_Check_Interval()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var node = clusters.Seoul.Topology.Publisher.Name;
        await Eventually.TrueAsync(() => time.IsAwaited(TimeSpan.FromMinutes(30)));
        Assert.Equal(
            "ParameterRange",
            Assert
                .Single(
                    await clusters.Seoul.Parameters!.SaveAsync(
                        node,
                        ParameterCatalogue.DataMonitor,
                        Interval("4"),
                        CancellationToken.None
                    )
                )
                .Code
        );
        Assert.Empty(
            await clusters.Seoul.Parameters.SaveAsync(
                node,
                ParameterCatalogue.DataMonitor,
                Interval("60"),
                CancellationToken.None
            )
        );
        await clusters.Seoul.Services!.DoAsync(
            node,
            ServiceCatalogue.DataMonitor,
            ServiceAction.Stop,
            CancellationToken.None
        );
        // The look that the change ordered is over; the other node's monitor goes on.
        await Eventually.TrueAsync(() => time.IsAwaited(TimeSpan.FromMinutes(60)));
        var users = TwoClusters.UsersOf(clusters.Seoul, TwoClusters.Users);
        await clusters.SetUsersAsync(
            clusters.Seoul,
            [.. users.Skip(1), users[0] with { DirectoryUri = users[1].DirectoryUri }]
        );
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await AlarmsAsync(clusters.Seoul));
        time.Advance(TimeSpan.FromMinutes(1));
        var alarm = await Eventually.GetAsync(async () =>
            (await AlarmsAsync(clusters.Seoul)).SingleOrDefault()
        );
        Assert.Equal(
            (AlarmCatalogue.DuplicateDirectoryUri, users[1].DirectoryUri),
            (alarm.Kind, ProblemCode.ArgumentsOf(alarm.Problem)[1])
        );

        static Dictionary<string, string> Interval(string minutes) =>
            new() { [ParameterCatalogue.UserCheckInterval.Name] = minutes };
    }

    [Fact]
    public async Task A_certificate_that_expires_raises_one_alarm_graver_as_time_runs_out()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        foreach (var node in clusters.Seoul.Topology.Nodes)
            await clusters.Seoul.Services!.DoAsync(
                node.Name,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Stop,
                CancellationToken.None
            );
        await Eventually.TrueAsync(() => time.IsAwaited(TimeSpan.FromDays(1)));
        var publisher = clusters.Seoul.Topology.Publisher.Name;
        var until = (
            await clusters.Seoul.Certificates!.FindAsync(
                publisher,
                "tomcat",
                CancellationToken.None
            )
        )!.NotAfter;
        foreach (
            var (left, kind) in ((double, AlarmKind)[])
                [
                    (29, AlarmCatalogue.CertificateValidForAMonth),
                    (6, AlarmCatalogue.CertificateValidForAWeek),
                    (0.5, AlarmCatalogue.CertificateValidForADay),
                    (-1, AlarmCatalogue.CertificateExpired),
                ]
        )
        {
            time.SetClock(until - TimeSpan.FromDays(left) - time.GetUtcNow());
            await clusters.Seoul.Services!.DoAsync(
                publisher,
                ServiceCatalogue.CertificateExpiryMonitor,
                ServiceAction.Restart,
                CancellationToken.None
            );
            var alarms = await Eventually.GetAsync(async () =>
                (await AlarmsAsync(clusters.Seoul)) is { Count: 8 } found
                && found.All(a => a.Kind == kind)
                    ? found
                    : null
            );
            Assert.Contains($"{publisher} tomcat", alarms.Select(a => a.Subject));
        }
    }

    private static async Task DoAsync(
        HostedCluster cluster,
        NodeService service,
        ServiceAction action
    )
    {
        foreach (var node in cluster.Topology.Nodes)
            Assert.Null(
                await cluster.Services!.DoAsync(
                    node.Name,
                    service,
                    action,
                    CancellationToken.None
                )
            );
    }

    private static Task<IReadOnlyList<Alarm>> AlarmsAsync(HostedCluster cluster) =>
        cluster.Alarms!.FindAsync(new AlarmSearch(ActiveOnly: true), CancellationToken.None);
}
