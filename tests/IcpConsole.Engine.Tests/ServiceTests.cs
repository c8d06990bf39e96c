using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Services;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Services that are stopped are really silent, and what depends on them says so.
/// </summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Where_the_publishers_AXL_is_stopped_passes_go_through_another_node_and_say_so()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        var (publisher, subscriber) = (
            clusters.Singapore.Topology.Nodes[0].Name,
            clusters.Singapore.Topology.Nodes[1].Name
        );

        Assert.Null(
            await clusters.Singapore.Services!.DoAsync(
                publisher,
                ServiceCatalogue.AxlWebService,
                ServiceAction.Stop,
                CancellationToken.None
            )
        );
        await clusters.WriteUsersAsync(clusters.Singapore, TwoClusters.Users + 1);
        clusters.Singapore.Users!.SyncNow();

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Users?.Here == TwoClusters.Users + 1 && s.Sync.Last?.Through is not null
        );
        Assert.Equal(
            (subscriber, null),
            (status.Sync.Last!.Through, status.Sync.Last.Failure)
        );
        Assert.Equal(
            (subscriber, "AxlNotRunning"),
            (status.Connectivity!.Through, status.Failure?.Problem.Code)
        );
        Assert.Equal(Mark.Cross, status.Overall);
        var reach = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.AxlMark == Mark.Cross)
        ).Nodes;
        Assert.Equal(
            [(publisher, Mark.Cross), (subscriber, Mark.Check)],
            reach.Select(n => (n.Node, n.Axl.Mark))
        );

        await clusters.Singapore.Services.DoAsync(
            publisher,
            ServiceCatalogue.AxlWebService,
            ServiceAction.Start,
            CancellationToken.None
        );
        Assert.Null(
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Through
        );
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
    }

    [Fact]
    public async Task A_login_that_another_node_refuses_in_the_silent_publishers_place_is_not_tried_for_ever()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.BothInStep);
        await clusters.Singapore.Services!.DoAsync(
            clusters.Singapore.Topology.Publisher.Name,
            ServiceCatalogue.AxlWebService,
            ServiceAction.Stop,
            CancellationToken.None
        );
        var form = TwoClusters.FormFor(clusters.Singapore, "not the password");
        form.Revision = 1;
        Assert.True(
            (
                await clusters.Seoul.Peering!.SaveAsync(
                    peer,
                    form,
                    null,
                    CancellationToken.None
                )
            ).Succeeded
        );

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.PausedUntil is not null
        );
        Assert.Equal("AxlNotRunning", status.Failure?.Problem.Code);
    }

    [Fact]
    public async Task A_stopped_Intercluster_Sync_Agent_pulls_nothing_and_the_routers_links_lose_no_beat()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var since = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s))
        )
            .Links.Select(l => l.Since)
            .ToList();
        var publisher = clusters.Seoul.Topology.Publisher.Name;

        await clusters.Seoul.Services!.DoAsync(
            publisher,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 1)
        );
        Assert.Equal(
            "SyncAgentStopped",
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!
                .Failure
                ?.Problem
                .Code
        );
        var status = clusters.Seoul.Peers.Find(peer)!;
        Assert.Equal(
            (SyncPhase.AgentStopped, null, TwoClusters.Users),
            (status.Sync.Phase, status.Connectivity, status.Users!.Here)
        );
        Assert.Equal(since, status.Links.Select(l => l.Since));

        await clusters.Seoul.Services.DoAsync(
            publisher,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Start,
            CancellationToken.None
        );
        var again = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.BothInStep(s) && s.Users?.Here == TwoClusters.Users + 1
        );
        Assert.Equal(since, again.Links.Select(l => l.Since));
    }

    [Fact]
    public async Task Peers_are_told_which_restarts_wait_and_one_of_another_console_stands_in_the_plan()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => TwoClusters.BothInStep(s));
        var publisher = singapore.Topology.Publisher.Name;
        Assert.Null(
            await singapore.Certificates!.GenerateAsync(
                publisher,
                "cup-xmpp",
                Domain.Certificates.KeySpec.Default(Domain.Certificates.KeyType.Ecdsa),
                CancellationToken.None
            )
        );
        var status = await TwoClusters.StatusAsync(seoul, peer, s => s.PendingRestarts.Any());
        var told = Assert.Single(status.PendingRestarts);
        Assert.Equal(
            (publisher, ServiceCatalogue.XcpRouter, "CertificateRestart"),
            (told.Node, told.Service, told.Pending!.Code)
        );
        Assert.Empty(RestartPlan.Elsewhere([seoul.Snapshot(), singapore.Snapshot()]));
        var step = Assert.Single(RestartPlan.Elsewhere([seoul.Snapshot()]));
        Assert.Equal(
            (singapore.Id, publisher, told.Service),
            (step.Cluster, step.Node, step.Service)
        );

        Assert.Null(
            await singapore.Services!.DoAsync(
                publisher,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        await TwoClusters.StatusAsync(seoul, peer, s => !s.PendingRestarts.Any());
    }

    [Fact]
    public async Task A_restart_for_a_reason_that_this_version_does_not_know_is_told_all_the_same()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var peer = await TwoClusters.AddBothAsync(seoul, singapore);
        await TwoClusters.StatusAsync(seoul, peer, s => TwoClusters.BothInStep(s));
        var publisher = singapore.Topology.Publisher.Name;
        // What singapore tells next would take it away again: it is told until it was heard.
        var status = await Eventually.GetAsync(async () =>
        {
            await clusters.ExecuteAsync(
                singapore,
                $"""
                INSERT OR REPLACE INTO ToldServices (Node, Service, Runs, Since, Code, Args) VALUES
                    ('{publisher}', 'Cisco XCP Router', 1, '2026-11-30 06:00:00', 'Invented', '<b>'),
                    ('{publisher}', 'Cisco SIP Proxy', 1, '2026-11-30 06:00:00', 'EntryRemovedThere', ''),
                    ('{publisher}', 'Cisco Invented Service', 1, '2026-11-30 06:00:00', NULL, '')
                """
            );
            return seoul.Peers.Find(peer) is { } heard && heard.PendingRestarts.Count() == 2
                ? heard
                : null;
        });
        // A problem that is no reason for a restart is as foreign as one that is not known.
        Assert.All(status.PendingRestarts, s => Assert.IsType<ForeignProblem>(s.Pending));
        Assert.Equal(
            ["EntryRemovedThere", "Invented"],
            status.PendingRestarts.Select(s => s.Pending!.Code).Order()
        );
        Assert.DoesNotContain(status.Services!, s => s.Service.Name.Contains("Invented"));
    }

    [Fact]
    public async Task Peers_are_told_on_which_nodes_the_agent_is_stopped()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
        var subscriber = clusters.Singapore.Topology.Nodes[1].Name;

        await clusters.Singapore.Services!.DoAsync(
            subscriber,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Stop,
            CancellationToken.None
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Overall == Mark.Cross
        );
        Assert.Equal([subscriber], status.StoppedAgents);
        Assert.Contains(status.Services!, s =>
            s is { Runs: false, Pending: null }
            && s.Node == subscriber
            && s.Service == ServiceCatalogue.InterclusterSyncAgent
            && s.Since > status.LastSynchronized
        );
        Assert.Equal(Aspect.Agents, status.Diagnosis.Cause.Aspect);

        await clusters.Singapore.Services.DoAsync(
            subscriber,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Start,
            CancellationToken.None
        );
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.BothInStep(s));
    }

    [Fact]
    public async Task What_was_stopped_stays_so_when_the_cluster_starts_again()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1];
        await clusters.Seoul.Services!.DoAsync(
            node.Name,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Stop,
            CancellationToken.None
        );

        await clusters.ReopenAsync(clusters.Seoul);

        Assert.Equal(
            ServiceState.Stopped,
            clusters
                .Seoul.Services!.Of(node.Name)
                .Single(s => s.Service == ServiceCatalogue.XcpRouter)
                .State
        );
        Assert.True(Nodes.NodeListener.IsFree(new System.Net.IPEndPoint(node.Address, 7400)));
        Assert.Null(
            await clusters.Seoul.Services.DoAsync(
                node.Name,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Start,
                CancellationToken.None
            )
        );
        Assert.False(Nodes.NodeListener.IsFree(new System.Net.IPEndPoint(node.Address, 7400)));
    }

    [Fact]
    public async Task A_router_whose_port_is_taken_meanwhile_says_so_and_starts_once_it_is_free()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1];
        await clusters.Seoul.Services!.DoAsync(
            node.Name,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Stop,
            CancellationToken.None
        );
        using (var taken = new System.Net.Sockets.TcpListener(node.Address, 7400))
        {
            taken.Start();
            Assert.Equal(
                "ServicePortInUse",
                (
                    await clusters.Seoul.Services.DoAsync(
                        node.Name,
                        ServiceCatalogue.XcpRouter,
                        ServiceAction.Start,
                        CancellationToken.None
                    )
                )?.Code
            );
            Assert.Equal(
                "ServicePortInUse",
                clusters
                    .Seoul.Services.Of(node.Name)
                    .Single(s => s.Service == ServiceCatalogue.XcpRouter)
                    .Problem?.Code
            );
        }

        Assert.Null(
            await clusters.Seoul.Services.DoAsync(
                node.Name,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Start,
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task A_node_that_the_cluster_does_not_have_is_refused()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var foreign = clusters.Singapore.Topology.Publisher.Name;
        Assert.Empty(clusters.Seoul.Services!.Of(foreign));
        Assert.Equal(
            "ServiceNodeNotRunning",
            (
                await clusters.Seoul.Services.DoAsync(
                    foreign,
                    ServiceCatalogue.AxlWebService,
                    ServiceAction.Stop,
                    CancellationToken.None
                )
            )?.Code
        );
        Assert.All(clusters.Singapore.Services!.Of(foreign), s =>
            Assert.Equal(
                s.Service.Key is null ? ServiceState.Absent : ServiceState.Running,
                s.State
            )
        );
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason_and_nothing_changes()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (services, publisher, subscriber) = (
            clusters.Seoul.Services!,
            clusters.Seoul.Topology.Nodes[0].Name,
            clusters.Seoul.Topology.Nodes[1].Name
        );
        await services.DoAsync(
            subscriber,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await services.DoAsync(
            subscriber,
            ServiceCatalogue.XcpConfigManager,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await services.DoAsync(
            publisher,
            ServiceCatalogue.XcpConfigManager,
            ServiceAction.Stop,
            CancellationToken.None
        );
        await services.DoAsync(
            subscriber,
            ServiceCatalogue.AxlWebService,
            ServiceAction.Deactivate,
            CancellationToken.None
        );
        var before = clusters
            .Seoul.Topology.Nodes.SelectMany(n => services.Of(n.Name))
            .ToList();

        Assert.Equal(
            [
                "ServiceAbsent Cisco Presence Engine",
                "ServiceReserved Cisco Tomcat",
                $"ServiceNotOnNode Cisco Sync Agent {subscriber}",
                $"ServiceAlreadyStarted Cisco SIP Proxy {publisher}",
                $"ServiceAlreadyStopped Cisco XCP Router {subscriber}",
                $"ServiceNeeds Cisco XCP Router Cisco XCP Config Manager {subscriber}",
                $"ServiceNeeds Cisco XCP Router Cisco XCP Config Manager {publisher}",
                $"ServiceNotActivated Cisco AXL Web Service {subscriber}",
                $"ServiceNotActivated Cisco AXL Web Service {subscriber}",
                "ServiceNotFeature Cisco XCP Router",
                $"ServiceNotActivated Cisco AXL Web Service {subscriber}",
            ],
            await RefusalsAsync(
                services,
                (
                    publisher,
                    ServiceCatalogue.Find("Cisco Presence Engine")!,
                    ServiceAction.Start
                ),
                (publisher, ServiceCatalogue.Tomcat, ServiceAction.Restart),
                (subscriber, ServiceCatalogue.SyncAgent, ServiceAction.Start),
                (publisher, ServiceCatalogue.SipProxy, ServiceAction.Start),
                (subscriber, ServiceCatalogue.XcpRouter, ServiceAction.Stop),
                (subscriber, ServiceCatalogue.XcpRouter, ServiceAction.Start),
                (publisher, ServiceCatalogue.XcpRouter, ServiceAction.Restart),
                (subscriber, ServiceCatalogue.AxlWebService, ServiceAction.Start),
                (subscriber, ServiceCatalogue.AxlWebService, ServiceAction.Restart),
                (publisher, ServiceCatalogue.XcpRouter, ServiceAction.Deactivate),
                (subscriber, ServiceCatalogue.AxlWebService, ServiceAction.Deactivate)
            )
        );
        Assert.Equal(
            before,
            clusters.Seoul.Topology.Nodes.SelectMany(n => services.Of(n.Name))
        );
    }

    private static async Task<List<string>> RefusalsAsync(
        HostedServices services,
        params (NodeName Node, NodeService Service, ServiceAction Action)[] attempts
    )
    {
        var refusals = new List<string>();
        foreach (var (node, service, action) in attempts)
            refusals.Add(
                await services.DoAsync(node, service, action, CancellationToken.None)
                    is { } problem
                    ? string.Join(' ', [problem.Code, .. ProblemCode.ArgumentsOf(problem)])
                    : "done"
            );
        return refusals;
    }

    [Fact]
    public async Task A_new_routing_type_is_owed_a_restart_on_every_node_until_each_was_restarted_there()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, publisher, subscriber) = (
            clusters.Seoul,
            clusters.Seoul.Topology.Nodes[0].Name,
            clusters.Seoul.Topology.Nodes[1].Name
        );
        // Clusterwide: set on one node, it holds on all.
        var mdns = new Dictionary<string, string>
        {
            [ParameterCatalogue.RoutingType.Name] = ParameterCatalogue.Mdns,
        };
        Assert.Empty(
            await seoul.Parameters!.SaveAsync(
                subscriber,
                ParameterCatalogue.XcpRouter,
                mdns,
                CancellationToken.None
            )
        );
        Assert.Equal(
            ParameterCatalogue.Mdns,
            seoul.Parameters.Snapshot().Of(publisher, ParameterCatalogue.XcpRouter)[
                ParameterCatalogue.RoutingType.Name
            ]
        );

        // The subscriber first, since the publisher runs the passes.
        Assert.Equal(
            [(subscriber, "RoutingTypeRestart"), (publisher, "RoutingTypeRestart")],
            RestartPlan.Steps(clusters.Look()).Select(s => (s.Node, s.Reasons.Single().Code))
        );
        await seoul.Services!.DoAsync(
            subscriber,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Restart,
            CancellationToken.None
        );
        Assert.Equal([publisher], seoul.Services.PendingRestarts.Select(n => n.Node));
        await seoul.Services.DoAsync(
            publisher,
            ServiceCatalogue.XcpConfigManager,
            ServiceAction.Stop,
            CancellationToken.None
        );
        Assert.Empty(seoul.Services.PendingRestarts);
        await seoul.Services.DoAsync(
            publisher,
            ServiceCatalogue.XcpConfigManager,
            ServiceAction.Start,
            CancellationToken.None
        );
        await seoul.Services.DoAsync(
            publisher,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Restart,
            CancellationToken.None
        );
        Assert.Empty(RestartPlan.Steps(clusters.Look()));
    }

    [Fact]
    public async Task Services_of_a_node_whose_port_was_taken_before_it_started_are_not_shown_as_running()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var address = clusters.Network.Address(6, 1);
        using var taken = new System.Net.Sockets.TcpListener(address, 7400);
        taken.Start();
        var oslo = await clusters.CreateAsync("oslo", address);
        Assert.Equal(ClusterState.Faulted, oslo.State);
        var states = oslo.Services!.Of(oslo.Topology.Publisher.Name)
            .Where(s => s.Service.Key is not null)
            .ToDictionary(s => s.Service);
        Assert.Equal(
            (ServiceState.Stopped, "NodeAddressInUse"),
            (
                states[ServiceCatalogue.XcpRouter].State,
                states[ServiceCatalogue.XcpRouter].Problem?.Code
            )
        );
        Assert.DoesNotContain(states.Values, s => s.State == ServiceState.Starting);
    }

    [Fact]
    public async Task Where_no_SIP_is_spoken_the_SIP_Proxy_runs_with_the_remark_that_it_listens_on_no_port()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(6, 1));
        var proxy = oslo.Services!.Of(oslo.Topology.Publisher.Name)
            .Single(s => s.Service == ServiceCatalogue.SipProxy);
        Assert.Equal(
            (ServiceState.Running, nameof(ServiceSipOff)),
            (proxy.State, proxy.Problem?.Code)
        );
        Assert.True(Nodes.NodeListener.IsFree(new(oslo.Topology.Publisher.Address, 5060)));
    }

    [Fact]
    public async Task New_SIP_processes_are_owed_a_restart_of_the_SIP_Proxy_and_then_of_the_services_that_have_the_resources()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, node) = (clusters.Seoul, clusters.Seoul.Topology.Nodes[1]);
        Assert.Empty(
            await seoul.Parameters!.SaveAsync(
                node.Name,
                ParameterCatalogue.SipProxy,
                new Dictionary<string, string>
                {
                    [ParameterCatalogue.MaxProcesses.Name] = "1",
                },
                CancellationToken.None
            )
        );
        Assert.Equal(
            [
                ServiceCatalogue.SipProxy,
                ServiceCatalogue.ServerRecoveryManager,
                ServiceCatalogue.InterclusterSyncAgent,
            ],
            RestartPlan.Steps([seoul.Snapshot()]).Select(s => s.Service)
        );
        foreach (var step in RestartPlan.Steps([seoul.Snapshot()]))
            Assert.Null(
                await seoul.Services!.DoAsync(
                    step.Node,
                    step.Service,
                    ServiceAction.Restart,
                    CancellationToken.None
                )
            );
        Assert.Empty(RestartPlan.Steps([seoul.Snapshot()]));
    }

    [Fact]
    public async Task Tomcat_restarts_and_the_routers_links_lose_no_beat()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var since = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.BothInStep)
        )
            .Links.Select(l => l.Since)
            .ToList();
        var publisher = clusters.Singapore.Topology.Publisher.Name;
        Assert.Null(
            await clusters.Singapore.Services!.RestartTomcatAsync(
                publisher,
                CancellationToken.None
            )
        );
        Assert.Equal(
            ServiceState.Running,
            clusters
                .Singapore.Services.Of(publisher)
                .Single(s => s.Service == ServiceCatalogue.Tomcat)
                .State
        );
        Assert.Null(
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        Assert.Equal(since, clusters.Seoul.Peers.Find(peer)!.Links.Select(l => l.Since));
        Assert.Equal(
            "ServiceNodeNotRunning",
            (
                await clusters.Singapore.Services.RestartTomcatAsync(
                    clusters.Seoul.Topology.Publisher.Name,
                    CancellationToken.None
                )
            )?.Code
        );
    }

    [Fact]
    public async Task A_start_during_a_stop_is_refused()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1].Name;
        // On a busy machine a stop may be over before the start is asked for: then it is no start
        // during a stop, and is tried again.
        for (var tries = 1; ; tries++)
        {
            var stop = DoAsync(ServiceAction.Stop);
            var start = DoAsync(ServiceAction.Start);
            Assert.Null(await stop);
            if (await start is { } refused)
            {
                Assert.Equal("ServiceChanging", refused.Code);
                break;
            }

            Assert.InRange(tries, 1, 20);
        }

        Assert.Equal(
            ServiceState.Stopped,
            clusters
                .Seoul.Services!.Of(node)
                .Single(s => s.Service == ServiceCatalogue.XcpRouter)
                .State
        );

        Task<Problem?> DoAsync(ServiceAction action) =>
            clusters.Seoul.Services!.DoAsync(
                node,
                ServiceCatalogue.XcpRouter,
                action,
                CancellationToken.None
            );
    }

    [Fact]
    public async Task A_restart_also_starts_what_was_not_running()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1];
        await clusters.Seoul.Services!.DoAsync(
            node.Name,
            ServiceCatalogue.XcpRouter,
            ServiceAction.Stop,
            CancellationToken.None
        );
        Assert.Null(
            await clusters.Seoul.Services.DoAsync(
                node.Name,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Restart,
                CancellationToken.None
            )
        );
        Assert.False(Nodes.NodeListener.IsFree(new(node.Address, 7400)));
    }

    [Fact]
    public async Task A_stopped_Sync_Agent_reads_no_users_until_it_is_started()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (singapore, publisher) = (
            clusters.Singapore,
            clusters.Singapore.Topology.Publisher.Name
        );
        await singapore.Services!.DoAsync(
            publisher,
            ServiceCatalogue.SyncAgent,
            ServiceAction.Stop,
            CancellationToken.None
        );
        Assert.Equal(DirectoryPhase.AgentStopped, singapore.Users!.Sync.Phase);
        await clusters.WriteUsersAsync(singapore, TwoClusters.Users + 1);
        singapore.Users.SyncNow();
        Assert.Equal(DirectoryPhase.AgentStopped, singapore.Users.Sync.Phase);
        Assert.Equal(
            TwoClusters.Users,
            (await singapore.Users.CountAsync(CancellationToken.None)).Count
        );

        await singapore.Services.DoAsync(
            publisher,
            ServiceCatalogue.SyncAgent,
            ServiceAction.Start,
            CancellationToken.None
        );
        await Eventually.TrueAsync(() =>
            singapore.Users.Sync
                is { Phase: DirectoryPhase.Idle, Last.Users: TwoClusters.Users + 1 }
        );
    }

    [Fact]
    public async Task A_cluster_without_an_application_user_gets_one_when_AXL_is_activated_and_whoever_did_it_is_told_the_password()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var address = clusters.Network.Address(5, 1);
        var form = new ClusterForm
        {
            ClusterId = "oslo",
            Domain = "lab.example",
            Nodes = [new() { Name = address.ToString(), Role = NodeRole.Publisher }],
        };
        Assert.True(
            (await clusters.Registry.SaveAsync(null, form, CancellationToken.None)).Succeeded
        );
        var oslo = clusters.Registry.Find(ClusterId.Parse("oslo"))!;
        await clusters.Registry.StartedAsync(oslo.Id);
        var publisher = oslo.Topology.Publisher.Name;
        Assert.Equal(
            ServiceState.Deactivated,
            oslo.Services!.Of(publisher)
                .Single(s => s.Service == ServiceCatalogue.AxlWebService)
                .State
        );

        var activated = await oslo.Services.ActivateAsync(
            publisher,
            ServiceCatalogue.AxlWebService,
            CancellationToken.None
        );
        Assert.Empty(activated.Problems);
        var made = activated.Value!.Made!;
        var peer = TwoClusters.FormFor(oslo, made.Password);
        peer.AxlUsername = made.Username;
        var contact = await clusters.Seoul.Peering!.ProbeAsync(
            null,
            peer,
            CancellationToken.None
        );
        var saved = await clusters.Seoul.Peering.SaveAsync(
            null,
            peer,
            contact.Value!.Certificate,
            CancellationToken.None
        );
        await TwoClusters.StatusAsync(clusters.Seoul, saved.Value, s =>
            s.Sync.Last is { Failure: null }
        );

        // One that is there already stays.
        await oslo.Services.DoAsync(
            publisher,
            ServiceCatalogue.AxlWebService,
            ServiceAction.Deactivate,
            CancellationToken.None
        );
        var again = await oslo.Services.ActivateAsync(
            publisher,
            ServiceCatalogue.AxlWebService,
            CancellationToken.None
        );
        Assert.Equal(new ActivatedService(null), again.Value);
        Assert.Equal(
            [(made.Username, ApplicationRoles.AxlReadOnly, "console")],
            (await oslo.ApplicationUsers!.ListAsync(CancellationToken.None)).Select(u =>
                (u.Username, u.Roles, u.Saved!.By)
            )
        );
    }

    [Fact]
    public async Task A_changed_password_shows_as_a_failed_login_at_peers_that_use_the_old_one()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.BothInStep);
        var change = new ApplicationUserForm
        {
            AxlUsername = "icsa",
            AxlPassword = "another",
            ConfirmAxlPassword = "another",
        };
        Assert.Empty(
            await clusters.Singapore.ApplicationUsers!.SaveAsync(
                "icsa",
                change,
                CancellationToken.None
            )
        );

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Failure is not null
        );
        Assert.Equal(
            (PassLayer.Login, "AxlLoginFailed"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.Equal(
            [new SavedMeanwhile("console", await SavedAtAsync("icsa"))],
            (
                await clusters.Singapore.ApplicationUsers.SaveAsync(
                    new SaveApplicationUser("icsa", change),
                    Principal.Console,
                    CancellationToken.None
                )
            ).Problems
        );
        change.AxlUsername = "operator";
        Assert.Equal(
            "ApplicationUserTaken",
            Assert
                .Single(
                    await clusters.Singapore.ApplicationUsers.SaveAsync(
                        "icsa",
                        change,
                        CancellationToken.None
                    )
                )
                .Code
        );
        Assert.Equal(
            "ApplicationUserGone",
            (
                await clusters.Singapore.ApplicationUsers.SaveAsync(
                    "nobody",
                    new() { AxlUsername = "nobody" },
                    CancellationToken.None
                )
            )[0].Code
        );

        async Task<DateTimeOffset> SavedAtAsync(string username) =>
            (await clusters.Singapore.ApplicationUsers!.ListAsync(CancellationToken.None))
                .First(u => u.Username == username)
                .Saved!.At;
    }
}
