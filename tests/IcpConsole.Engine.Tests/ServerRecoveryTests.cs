using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Who serves the users of a node that is down, and that peers find them there.</summary>
public sealed class ServerRecoveryTests
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_node_whose_router_is_down_for_the_delay_has_failed_over_and_falls_back_when_told_to()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var seoul = clusters.Seoul;
        var (publisher, subscriber) = (seoul.Topology.Nodes[0], seoul.Topology.Nodes[1]);
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        Assert.Equal([HaState.Normal, HaState.Normal], States(seoul));

        await DoAsync(seoul, subscriber, ServiceCatalogue.XcpRouter, ServiceAction.Stop);
        await LookAsync(time, seoul);
        for (
            var passed = TimeSpan.Zero;
            passed < TimeSpan.FromSeconds(75);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal([HaState.Normal, HaState.Normal], States(seoul));
        await LookAsync(time, seoul);
        Assert.Equal([HaState.RunningInBackupMode, HaState.FailedOver], States(seoul));
        var alarm = Assert.Single(await ActiveAsync(seoul));
        Assert.Equal(
            (
                AlarmCatalogue.ServerRecoveryFailover,
                "FailedOverRouterDown",
                subscriber.Name.Value
            ),
            (alarm.Kind, alarm.Problem.Code, alarm.Subject)
        );
        Assert.Equal(
            "HaNodeDown",
            (
                await seoul.Redundancy!.FallBackAsync(subscriber.Name, CancellationToken.None)
            )!.Code
        );

        await DoAsync(seoul, subscriber, ServiceCatalogue.XcpRouter, ServiceAction.Start);
        for (
            var passed = TimeSpan.Zero;
            passed < TimeSpan.FromMinutes(31);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        // Automatic fallback is off by default.
        Assert.Equal([HaState.RunningInBackupMode, HaState.FailedOver], States(seoul));
        Assert.Null(
            await seoul.Redundancy.FallBackAsync(subscriber.Name, CancellationToken.None)
        );
        Assert.Equal([HaState.Normal, HaState.Normal], States(seoul));
        await Eventually.GetAsync(async () => (await ActiveAsync(seoul)).Count == 0);
        Assert.Equal(
            "HaMovedAlready",
            (
                await seoul.Redundancy.FallBackAsync(publisher.Name, CancellationToken.None)
            )!.Code
        );
    }

    [Fact]
    public async Task A_silent_node_fails_over_after_the_keep_alive_timeout_and_falls_back_by_itself_where_that_is_enabled()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var seoul = clusters.Seoul;
        var subscriber = seoul.Topology.Nodes[1];
        Assert.Empty(
            await seoul.Parameters!.SaveAsync(
                subscriber.Name,
                ParameterCatalogue.ServerRecoveryManager,
                new Dictionary<string, string>
                {
                    [ParameterCatalogue.KeepAliveTimeout.Name] = "30",
                    [ParameterCatalogue.AutomaticFallback.Name] = ParameterCatalogue.Enabled,
                },
                CancellationToken.None
            )
        );
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        await DoAsync(
            seoul,
            subscriber,
            ServiceCatalogue.ServerRecoveryManager,
            ServiceAction.Stop
        );
        await LookAsync(time, seoul);
        await LookAsync(time, seoul);
        Assert.Equal(HaState.Normal, seoul.Redundancy!.Now.StateOf(subscriber));
        await LookAsync(time, seoul);
        Assert.Equal(HaState.FailedOver, seoul.Redundancy.Now.StateOf(subscriber));

        await DoAsync(
            seoul,
            subscriber,
            ServiceCatalogue.ServerRecoveryManager,
            ServiceAction.Start
        );
        await LookAsync(time, seoul);
        for (
            var passed = s_heartbeat;
            passed < TimeSpan.FromMinutes(30);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal(HaState.FailedOver, seoul.Redundancy.Now.StateOf(subscriber));
        await LookAsync(time, seoul);
        Assert.Equal(HaState.Normal, seoul.Redundancy.Now.StateOf(subscriber));
    }

    [Fact]
    public async Task Where_both_nodes_are_down_nobody_moves_and_an_alarm_says_so_and_the_first_to_return_serves_both()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var seoul = clusters.Seoul;
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        foreach (var node in seoul.Topology.Nodes)
            await DoAsync(seoul, node, ServiceCatalogue.XcpRouter, ServiceAction.Stop);
        await LookAsync(time, seoul);
        for (
            var passed = TimeSpan.Zero;
            passed <= TimeSpan.FromSeconds(105);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal([HaState.Normal, HaState.Normal], States(seoul));
        Assert.All(await ActiveAsync(seoul), a =>
            Assert.Equal(AlarmCatalogue.ServerRecoveryFailed, a.Kind)
        );
        Assert.Equal(2, (await ActiveAsync(seoul)).Count);

        await DoAsync(
            seoul,
            seoul.Topology.Nodes[0],
            ServiceCatalogue.XcpRouter,
            ServiceAction.Start
        );
        await LookAsync(time, seoul);
        await LookAsync(time, seoul);
        Assert.Equal([HaState.RunningInBackupMode, HaState.FailedOver], States(seoul));
        Assert.Equal(
            AlarmCatalogue.ServerRecoveryFailover,
            Assert.Single(await ActiveAsync(seoul)).Kind
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Users_return_when_the_node_that_serves_them_goes_down_and_take_its_users_along(
        int away
    )
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var seoul = clusters.Seoul;
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        var (node, server) = (seoul.Topology.Nodes[away], seoul.Topology.Nodes[1 - away]);
        Assert.Null(await seoul.Redundancy!.FailOverAsync(node.Name, CancellationToken.None));
        await DoAsync(seoul, server, ServiceCatalogue.XcpRouter, ServiceAction.Stop);
        for (
            var passed = TimeSpan.Zero;
            passed <= TimeSpan.FromSeconds(105);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal(
            (HaState.RunningInBackupMode, HaState.FailedOver),
            (seoul.Redundancy.Now.StateOf(node), seoul.Redundancy.Now.StateOf(server))
        );
    }

    [Fact]
    public async Task Users_who_were_moved_by_hand_stay_away_for_half_an_hour_whatever_the_age_of_their_nodes_health()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var (seoul, subscriber) = (clusters.Seoul, clusters.Seoul.Topology.Nodes[1]);
        Assert.Empty(
            await seoul.Parameters!.SaveAsync(
                subscriber.Name,
                ParameterCatalogue.ServerRecoveryManager,
                new Dictionary<string, string>
                {
                    [ParameterCatalogue.AutomaticFallback.Name] = ParameterCatalogue.Enabled,
                },
                CancellationToken.None
            )
        );
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        for (
            var passed = TimeSpan.Zero;
            passed <= TimeSpan.FromMinutes(31);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Null(
            await seoul.Redundancy!.FailOverAsync(subscriber.Name, CancellationToken.None)
        );
        for (
            var passed = TimeSpan.Zero;
            passed < TimeSpan.FromMinutes(29);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal(HaState.FailedOver, seoul.Redundancy.Now.StateOf(subscriber));
        for (
            var passed = TimeSpan.Zero;
            passed < TimeSpan.FromMinutes(1);
            passed += s_heartbeat
        )
            await LookAsync(time, seoul);
        Assert.Equal(HaState.Normal, seoul.Redundancy.Now.StateOf(subscriber));
    }

    [Fact]
    public async Task High_availability_needs_two_nodes_on_which_the_Server_Recovery_Manager_runs_and_its_end_brings_users_back()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        Assert.Equal(
            "HaNodeAlone",
            (
                await oslo.Redundancy!.SetHighAvailabilityAsync(
                    1,
                    true,
                    CancellationToken.None
                )
            )!.Code
        );

        var (redundancy, subscriber) = (
            clusters.Seoul.Redundancy!,
            clusters.Seoul.Topology.Nodes[1]
        );
        Assert.Equal(
            "HaOff",
            (await redundancy.FailOverAsync(subscriber.Name, CancellationToken.None))!.Code
        );
        await DoAsync(
            clusters.Seoul,
            subscriber,
            ServiceCatalogue.ServerRecoveryManager,
            ServiceAction.Stop
        );
        Assert.Equal(
            "HaRecoveryManagerDown",
            (await redundancy.SetHighAvailabilityAsync(1, true, CancellationToken.None))!.Code
        );
        await DoAsync(
            clusters.Seoul,
            subscriber,
            ServiceCatalogue.ServerRecoveryManager,
            ServiceAction.Start
        );
        await EnableAsync(clusters.Seoul);
        Assert.Null(await redundancy.FailOverAsync(subscriber.Name, CancellationToken.None));
        Assert.Equal(HaState.FailedOver, redundancy.Now.StateOf(subscriber));
        Assert.Null(
            await redundancy.SetHighAvailabilityAsync(1, false, CancellationToken.None)
        );
        Assert.Equal([HaState.Idle, HaState.Idle], States(clusters.Seoul));
        Assert.Empty(redundancy.Now.ServedBy);
    }

    [Theory]
    [InlineData(8443)]
    [InlineData(7400)]
    public async Task No_number_of_connections_from_outside_makes_users_fail_over(int port)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clusters = await TwoClusters.StartAsync(time);
        var seoul = clusters.Seoul;
        await EnableAsync(seoul);
        await Eventually.TrueAsync(() =>
            seoul.Redundancy!.Look is not null && time.IsAwaited(s_heartbeat)
        );
        var sockets = new List<Socket>();
        try
        {
            // Longer than a node may be silent, and anew each time, since idle connections are
            // closed.
            for (
                var passed = TimeSpan.Zero;
                passed <= TimeSpan.FromSeconds(120);
                passed += s_heartbeat
            )
            {
                foreach (var node in seoul.Topology.Nodes)
                {
                    for (var i = 0; i < 500; i++)
                    {
                        var socket = new Socket(
                            AddressFamily.InterNetwork,
                            SocketType.Stream,
                            ProtocolType.Tcp
                        );
                        sockets.Add(socket);
                        socket.Bind(
                            new IPEndPoint(
                                new IPAddress([127, 0, 201, (byte)(1 + (i % 20))]),
                                0
                            )
                        );
                        await socket.ConnectAsync(node.Address, port);
                    }
                }

                await LookAsync(time, seoul);
                sockets.ForEach(s => s.Dispose());
                sockets.Clear();
            }
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }

        Assert.Equal([HaState.Normal, HaState.Normal], States(seoul));
        Assert.DoesNotContain(await ActiveAsync(seoul), a =>
            a.Kind == AlarmCatalogue.ServerRecoveryFailover
        );
    }

    [Fact]
    public async Task Peers_find_the_users_of_a_node_that_failed_over_at_its_partner_and_at_home_when_they_are_back()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (publisher, subscriber) = (
            seoul.Topology.Nodes[0].Name,
            seoul.Topology.Nodes[1].Name
        );
        await EnableAsync(seoul);
        await seoul.EndUsers!.AssignAsync(
            await clusters.UserIdsAsync(seoul),
            new Assignment(AssignmentKind.ToNode, subscriber),
            CancellationToken.None
        );
        var peer = await TwoClusters.AddBothAsync(singapore, seoul);
        await TwoClusters.StatusAsync(singapore, peer, s =>
            FoundAt(s, subscriber) && NobodyAt(s, publisher)
        );

        Assert.Null(await seoul.Redundancy!.FailOverAsync(subscriber, CancellationToken.None));
        var status = await TwoClusters.StatusAsync(singapore, peer, s =>
            FoundAt(s, publisher) && NobodyAt(s, subscriber)
        );
        Assert.Equal(publisher, status.RemoteNodes.Single(n => n.Name == subscriber).ServedBy);
        // Who serves them is not where they are assigned.
        Assert.Equal(
            TwoClusters.Users,
            (await seoul.Users!.AssignedAsync(CancellationToken.None))[subscriber]
        );

        Assert.Null(await seoul.Redundancy.FallBackAsync(subscriber, CancellationToken.None));
        await TwoClusters.StatusAsync(singapore, peer, s =>
            FoundAt(s, subscriber) && NobodyAt(s, publisher)
        );

        static bool FoundAt(PeerStatus status, NodeName node) =>
            status.Links.Where(l => l.To == node).ToList() is { Count: > 0 } links
            && links.All(l => l.Proof?.Mark == Mark.Check);

        static bool NobodyAt(PeerStatus status, NodeName node) =>
            status.Links.Where(l => l.To == node).ToList() is { Count: > 0 } links
            && links.All(l => l.Proof?.Problem is RouteNobodyToAsk);
    }

    private static async Task EnableAsync(HostedCluster cluster) =>
        Assert.Null(
            await cluster.Redundancy!.SetHighAvailabilityAsync(1, true, CancellationToken.None)
        );

    private static async Task DoAsync(
        HostedCluster cluster,
        Node node,
        NodeService service,
        ServiceAction action
    ) =>
        Assert.Null(
            await cluster.Services!.DoAsync(node.Name, service, action, CancellationToken.None)
        );

    /// <summary>Lets the next look begin, and end.</summary>
    private static async Task LookAsync(ManualTimeProvider time, HostedCluster cluster)
    {
        // A trifle more, so that what others wait for is never as long from now as the next look.
        time.Advance(s_heartbeat + TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => cluster.Redundancy!.Look?.At == time.GetUtcNow());
        // It waits for the next one.
        await Eventually.TrueAsync(() => time.IsAwaited(s_heartbeat));
    }

    private static IEnumerable<HaState> States(HostedCluster cluster) =>
        cluster.Topology.Nodes.Select(cluster.Redundancy!.Now.StateOf);

    private static Task<IReadOnlyList<Alarm>> ActiveAsync(HostedCluster cluster) =>
        cluster.Alarms!.FindAsync(
            new AlarmSearch("", ActiveOnly: true, UnacknowledgedOnly: false),
            CancellationToken.None
        );
}
