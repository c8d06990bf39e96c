using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Services that are stopped are really silent, and what depends on them says so.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Where_the_publishers_AXL_is_stopped_passes_go_through_another_node_and_say_so()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        var (publisher, subscriber) = (clusters.Singapore.Topology.Nodes[0].Name, clusters.Singapore.Topology.Nodes[1].Name);

        Assert.Null(await clusters.Singapore.Services!.StopAsync(publisher, NodeService.AxlWebService, CancellationToken.None));
        await clusters.WriteUsersAsync(clusters.Singapore, TwoClusters.Users + 1);
        clusters.Singapore.Users!.SyncNow();

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Users?.Here == TwoClusters.Users + 1 && s.Sync.Last?.Through is not null);
        Assert.Equal((subscriber, null), (status.Sync.Last!.Through, status.Sync.Last.Failure));
        Assert.Equal((subscriber, "AxlNotRunning"), (status.Connectivity!.Through, status.Cause?.Problem.Code));
        Assert.Equal(Mark.Cross, status.Overall);
        var reach = (await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.NodesMark == Mark.Cross)).Nodes;
        Assert.Equal([(publisher, Mark.Cross), (subscriber, Mark.Check)], reach.Select(n => (n.Node, n.Axl.Mark)));

        await clusters.Singapore.Services.StartAsync(publisher, NodeService.AxlWebService, CancellationToken.None);
        Assert.Null((await clusters.Seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Through);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
    }

    [Fact]
    public async Task A_login_that_another_node_refuses_in_the_silent_publishers_place_is_not_tried_for_ever()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.InStep);
        await clusters.Singapore.Services!.StopAsync(clusters.Singapore.Topology.Publisher.Name, NodeService.AxlWebService, CancellationToken.None);
        var form = TwoClusters.FormFor(clusters.Singapore, "not the password");
        form.Revision = 1;
        Assert.True((await clusters.Seoul.Peering!.SaveAsync(peer, form, null, CancellationToken.None)).Succeeded);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.PausedUntil is not null);
        Assert.Equal("AxlNotRunning", status.Cause?.Problem.Code);
    }

    [Fact]
    public async Task A_stopped_Intercluster_Sync_Agent_pulls_nothing_and_the_routers_links_lose_no_beat()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        var since = (await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s))).Links.Select(l => l.Since).ToList();
        var publisher = clusters.Seoul.Topology.Publisher.Name;

        await clusters.Seoul.Services!.StopAsync(publisher, NodeService.InterclusterSyncAgent, CancellationToken.None);
        await clusters.SetUsersAsync(clusters.Singapore, TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 1));
        Assert.Equal("SyncAgentStopped", (await clusters.Seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!.Failure?.Problem.Code);
        var status = clusters.Seoul.Peering.Find(peer)!;
        Assert.Equal((SyncPhase.AgentStopped, null, TwoClusters.Users), (status.Sync.Phase, status.Connectivity, status.Users!.Here));
        Assert.Equal(since, status.Links.Select(l => l.Since));

        await clusters.Seoul.Services.StartAsync(publisher, NodeService.InterclusterSyncAgent, CancellationToken.None);
        var again = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s) && s.Users?.Here == TwoClusters.Users + 1);
        Assert.Equal(since, again.Links.Select(l => l.Since));
    }

    [Fact]
    public async Task Peers_are_told_on_which_nodes_the_agent_is_stopped()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        var subscriber = clusters.Singapore.Topology.Nodes[1].Name;

        await clusters.Singapore.Services!.StopAsync(subscriber, NodeService.InterclusterSyncAgent, CancellationToken.None);
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.NodesMark == Mark.Cross);
        Assert.Equal([subscriber], status.RemoteNodes.Where(n => !n.AgentRunning).Select(n => n.Name));

        await clusters.Singapore.Services.StartAsync(subscriber, NodeService.InterclusterSyncAgent, CancellationToken.None);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
    }

    [Fact]
    public async Task What_was_stopped_stays_so_when_the_cluster_starts_again()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1];
        await clusters.Seoul.Services!.StopAsync(node.Name, NodeService.XcpRouter, CancellationToken.None);

        var form = ClusterForm.From(clusters.Seoul.Definition);
        form.Name = "Seoul again";
        Assert.True((await clusters.Registry.SaveAsync(clusters.Seoul.Id, form, CancellationToken.None)).Succeeded);
        await clusters.Registry.StartedAsync(clusters.Seoul.Id);

        Assert.Equal(ServiceState.Stopped, clusters.Seoul.Services!.Of(node.Name).Single(s => s.Service == NodeService.XcpRouter).State);
        Assert.True(Services.TcpPort.IsFree(new System.Net.IPEndPoint(node.Address, 7400)));
        Assert.Null(await clusters.Seoul.Services.StartAsync(node.Name, NodeService.XcpRouter, CancellationToken.None));
        Assert.False(Services.TcpPort.IsFree(new System.Net.IPEndPoint(node.Address, 7400)));
    }

    [Fact]
    public async Task A_router_whose_port_is_taken_meanwhile_says_so_and_starts_once_it_is_free()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var node = clusters.Seoul.Topology.Nodes[1];
        await clusters.Seoul.Services!.StopAsync(node.Name, NodeService.XcpRouter, CancellationToken.None);
        using (var taken = new System.Net.Sockets.TcpListener(node.Address, 7400))
        {
            taken.Start();
            Assert.Equal("ServicePortInUse", (await clusters.Seoul.Services.StartAsync(node.Name, NodeService.XcpRouter, CancellationToken.None))?.Code);
            Assert.Equal("ServicePortInUse", clusters.Seoul.Services.Of(node.Name).Single(s => s.Service == NodeService.XcpRouter).Problem?.Code);
        }

        Assert.Null(await clusters.Seoul.Services.StartAsync(node.Name, NodeService.XcpRouter, CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_the_cluster_does_not_have_is_refused()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var foreign = clusters.Singapore.Topology.Publisher.Name;
        Assert.Empty(clusters.Seoul.Services!.Of(foreign));
        Assert.Equal("ServiceNodeNotRunning", (await clusters.Seoul.Services.StopAsync(foreign, NodeService.AxlWebService, CancellationToken.None))?.Code);
        Assert.All(clusters.Singapore.Services!.Of(foreign), s => Assert.Equal(ServiceState.Running, s.State));
    }
}
