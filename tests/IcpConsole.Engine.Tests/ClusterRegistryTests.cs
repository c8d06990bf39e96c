using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class ClusterRegistryTests : IAsyncLifetime
{
    private TwoClusters _clusters = null!;

    public async ValueTask InitializeAsync()
    {
        var names = new TableResolver();
        foreach (
            var name in (string[])
                ["cucm1.oslo.example", "cucm2.oslo.example", "imp3.oslo.example"]
        )
            names.Names[name] = System.Net.IPAddress.Parse("192.0.2.7");
        _clusters = await TwoClusters.StartAsync(names: names);
    }

    public ValueTask DisposeAsync() => _clusters.DisposeAsync();

    private ClusterForm Form() =>
        new()
        {
            ClusterId = "oslo",
            Name = "Oslo",
            Domain = "lab.example",
            Platform = Platform.Ova25000,
            SipFederation = true,
            Nodes =
            [
                new()
                {
                    Name = _clusters.Network.Address(4, 1).ToString(),
                    Role = NodeRole.Publisher,
                },
                new() { Name = _clusters.Network.Address(4, 2).ToString() },
                new()
                {
                    Name = "imp3.oslo.example",
                    Address = _clusters.Network.Address(4, 3).ToString(),
                    Group = 2,
                },
            ],
            UnifiedCmNodes = "cucm1.oslo.example, cucm2.oslo.example",
            AxlUsername = "icsa",
            AxlPassword = "icsa-lab",
            ConfirmAxlPassword = "icsa-lab",
        };

    private async Task<HostedCluster> SavedAsync(ClusterId? id, ClusterForm form)
    {
        var saved = await _clusters.Registry.SaveAsync(id, form, CancellationToken.None);
        Assert.Empty(saved.Problems);
        await _clusters.Registry.StartedAsync(saved.Value);
        return _clusters.Registry.Find(saved.Value)!;
    }

    private async Task<string[]> SaveAsync(ClusterId? id, ClusterForm form) =>
        [
            .. (
                await _clusters.Registry.SaveAsync(id, form, CancellationToken.None)
            ).Problems.Select(p => $"{p.Field}: {p.Code}"),
        ];

    [Fact]
    public async Task A_cluster_of_ones_own_listens_and_peers_like_any_other()
    {
        var oslo = await SavedAsync(null, Form());
        Assert.Equal((ClusterState.Running, null), (oslo.State, oslo.Fault));
        Assert.Equal([1, 1, 2], oslo.Topology.Nodes.Select(n => n.Group));
        var peer = await TwoClusters.AddPeerAsync(_clusters.Seoul, oslo);
        var status = await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync.Last is { Failure: null }
        );
        Assert.Equal("oslo", status.RemoteId?.Value);
        Assert.Equal(
            ["cucm1.oslo.example", "cucm2.oslo.example", "imp3.oslo.example"],
            status
                .Certificates!.Certificates[0]
                .Announced!.Names.Where(n => n.Contains("oslo", StringComparison.Ordinal))
                .Order()
        );
    }

    [Fact]
    public async Task A_console_that_stops_raises_no_alarm_of_its_own_clusters()
    {
        var (seoul, singapore) = (_clusters.Seoul, _clusters.Singapore);
        await TwoClusters.StatusAsync(
            seoul,
            await TwoClusters.AddBothAsync(seoul, singapore),
            TwoClusters.BothInStep
        );
        await _clusters.Registry.DisposeAsync();
        Assert.DoesNotContain(_clusters.Logs.Lines, l =>
            l.Contains("raised", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_another_cluster_or_program_has_already_is_refused_beside_its_field()
    {
        var form = Form();
        (form.ClusterId, form.Nodes[1].Name, form.Nodes[1].Address) = (
            "SEOUL",
            "imp2.oslo.example",
            _clusters.Seoul.Topology.Publisher.Address.ToString()
        );
        Assert.Equal(["ClusterId: ClusterIdTaken"], await SaveAsync(null, form));
        form.ClusterId = "oslo";
        using var busy = new System.Net.Sockets.TcpListener(
            _clusters.Network.Address(4, 1),
            8443
        );
        busy.Start();
        (form.Nodes[2].Name, form.Nodes[2].Address) = ("imp3.oslo.example", "192.0.2.1");
        Assert.Equal(
            [
                "Nodes[0].Address: NodeAddressInUse",
                "Nodes[1].Address: NodeAddressOfCluster",
                "Nodes[2].Address: NodeAddressInUse",
            ],
            await SaveAsync(null, form)
        );
        Assert.Null(_clusters.Registry.Find(ClusterId.Parse("oslo")));
        // A name that another cluster's node has, too.
        busy.Stop();
        await SavedAsync(null, Form());
        form = Form();
        (form.ClusterId, form.Nodes[2].Address) = (
            "bergen",
            _clusters.Network.Address(5, 3).ToString()
        );
        Assert.Contains("Nodes[2].Name: NodeNameOfCluster", await SaveAsync(null, form));
    }

    [Fact]
    public async Task A_change_is_kept_and_the_cluster_starts_anew_as_what_it_is_now()
    {
        var oslo = await SavedAsync(null, Form());
        var form = ClusterForm.From(oslo.Definition);
        form.Nodes.RemoveAt(1);
        (form.Name, form.Release, form.UnifiedCmNodes) = (
            "Oslo Sentrum",
            Release.V14,
            "cucm1.oslo.example"
        );
        var changed = await SavedAsync(oslo.Id, form);

        Assert.NotSame(oslo, changed);
        Assert.Equal(
            (ClusterState.Running, "Oslo Sentrum", Release.V14, 2),
            (
                changed.State,
                changed.Definition.Name,
                changed.Traits.Release,
                changed.Definition.Revision
            )
        );
        Assert.Equal(2, changed.Topology.Nodes.Count);
        // Its application users stay.
        var peer = await _clusters.Seoul.Peering!.SaveAsync(
            null,
            TwoClusters.FormFor(changed),
            await LookAsync(changed),
            CancellationToken.None
        );
        await TwoClusters.StatusAsync(_clusters.Seoul, peer.Value, s =>
            s.Sync.Last is { Failure: null }
        );
        Assert.Contains(": SavedMeanwhile", await SaveAsync(oslo.Id, form));
    }

    [Fact]
    public async Task Renamed_nodes_get_new_certificates_which_peers_show_as_changed_and_do_not_take_by_themselves()
    {
        var oslo = await SavedAsync(null, Form());
        var peer = await TwoClusters.AddPeerAsync(_clusters.Seoul, oslo);
        await TwoClusters.StatusAsync(_clusters.Seoul, peer, s =>
            s.Sync.Last is { Failure: null }
        );
        var form = ClusterForm.From(oslo.Definition);
        form.UnifiedCmNodes = "";
        var changed = await SavedAsync(oslo.Id, form);

        var forced = await _clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal("CertificateChanged", forced!.Failure!.Problem.Code);
        var contact = await _clusters.Seoul.Peering.LookAsync(peer, CancellationToken.None);
        Assert.DoesNotContain("cucm1.oslo.example", contact.Certificate!.Names);
        Assert.Equal(
            (
                await changed.Certificates!.FindAsync(
                    changed.Topology.Publisher.Name,
                    "tomcat",
                    CancellationToken.None
                )
            )!.Sha256,
            contact.Certificate.Sha256
        );
    }

    [Fact]
    public async Task Service_parameters_follow_a_node_to_its_new_name_and_go_with_one_that_is_removed()
    {
        var oslo = await SavedAsync(null, Form());
        var (publisher, subscriber) = (
            oslo.Topology.Nodes[0].Name,
            oslo.Topology.Nodes[1].Name
        );
        var interval = ParameterCatalogue.SyncInterval.Name;
        foreach (var (node, minutes) in new[] { (publisher, "60"), (subscriber, "90") })
            Assert.Empty(
                await oslo.Parameters!.SaveAsync(
                    node,
                    ParameterCatalogue.InterclusterSyncAgent,
                    new Dictionary<string, string> { [interval] = minutes },
                    CancellationToken.None
                )
            );
        Assert.Empty(
            await oslo.Parameters!.SaveAsync(
                subscriber,
                ParameterCatalogue.XcpRouter,
                new Dictionary<string, string>
                {
                    [ParameterCatalogue.RoutingType.Name] = ParameterCatalogue.Mdns,
                },
                CancellationToken.None
            )
        );
        var form = ClusterForm.From(oslo.Definition);
        (form.Nodes[0].Name, form.Nodes[0].Address) = (
            _clusters.Network.Address(4, 5).ToString(),
            ""
        );
        (form.Nodes[1].Name, form.Nodes[1].Address) = (
            _clusters.Network.Address(4, 4).ToString(),
            ""
        );
        var changed = await SavedAsync(oslo.Id, form);

        Assert.Equal(["60", "90"], Intervals(changed).Take(2));
        form = ClusterForm.From(changed.Definition);
        var (name, address) = (form.Nodes[1].Name, form.Nodes[1].Address);
        form.Nodes.RemoveAt(1);
        form = ClusterForm.From((await SavedAsync(oslo.Id, form)).Definition);
        form.Nodes.Add(new NodeForm { Name = name, Address = address });
        changed = await SavedAsync(oslo.Id, form);
        Assert.Equal(
            ["60", "30"],
            [
                Intervals(changed).First(),
                changed
                    .Parameters!.Snapshot()
                    .Of(NodeName.Parse(name), ParameterCatalogue.InterclusterSyncAgent)[
                    interval
                ],
            ]
        );
        Assert.Equal(
            ParameterCatalogue.Mdns,
            changed
                .Parameters!.Snapshot()
                .Of(changed.Topology.Nodes[1].Name, ParameterCatalogue.XcpRouter)[
                ParameterCatalogue.RoutingType.Name
            ]
        );

        IEnumerable<string> Intervals(HostedCluster cluster) =>
            cluster.Topology.Nodes.Select(n =>
                cluster
                    .Parameters!.Snapshot()
                    .Of(n.Name, ParameterCatalogue.InterclusterSyncAgent)[interval]
            );
    }

    [Fact]
    public async Task Removal_leaves_nothing_behind()
    {
        var oslo = await SavedAsync(null, Form());
        // As in a console without the lab, which made this folder.
        Directory.Delete(
            Path.Combine(
                Path.GetDirectoryName(Path.GetDirectoryName(_clusters.PathOf(oslo.Id)))!,
                "directory"
            ),
            recursive: true
        );
        await _clusters.Registry.RemoveAsync(oslo.Id, CancellationToken.None);
        Assert.Null(_clusters.Registry.Find(oslo.Id));
        Assert.DoesNotContain(_clusters.Files, f =>
            f.Contains("oslo", StringComparison.Ordinal)
        );
        Assert.True(Nodes.NodeListener.IsFree(new(oslo.Topology.Publisher.Address, 8443)));
        await SavedAsync(null, Form());
    }

    [Fact]
    public async Task The_ID_of_a_cluster_that_could_not_be_opened_stays_taken_in_whatever_case()
    {
        var id = ClusterId.Parse("Damaged");
        await File.WriteAllTextAsync(_clusters.Hosted.Making(id), "not even a database");
        await _clusters.Hosted.AddAsync(id, CancellationToken.None);
        var form = Form();
        form.ClusterId = "damaged";
        Assert.Equal(["ClusterId: ClusterIdTaken"], await SaveAsync(null, form));
    }

    [Fact]
    public async Task A_changed_directory_file_or_name_alone_restarts_no_node()
    {
        var oslo = await SavedAsync(null, Form());
        var form = ClusterForm.From(oslo.Definition);
        var file = _clusters.Directory.Resolve("oslo.csv");
        await File.WriteAllTextAsync(
            file,
            $"userid,first_name,last_name,mail,directory_uri,node\nmina,,,,,{oslo.Topology.Publisher.Name}\n"
        );
        (form.Name, form.DirectoryFile) = ("Oslo Sentrum", "oslo.csv");
        var changed = await SavedAsync(oslo.Id, form);

        Assert.Same(oslo, changed);
        Assert.Equal("Oslo Sentrum", changed.Snapshot().Definition.Name);
        await Eventually.GetAsync(async () => await _clusters.UserIdsAsync(oslo) is ["mina"]);

        form = ClusterForm.From(changed.Definition);
        form.SipFederation = false;
        Assert.NotSame(oslo, await SavedAsync(oslo.Id, form));
    }

    [Fact]
    public async Task A_console_that_stops_while_a_cluster_is_changed_leaves_none_running()
    {
        var oslo = await SavedAsync(null, Form());
        var form = ClusterForm.From(oslo.Definition);
        form.SipFederation = false;
        var saving = _clusters.Registry.SaveAsync(oslo.Id, form, CancellationToken.None);
        await _clusters.Registry.DisposeAsync();
        await Task.WhenAny(saving);
        Assert.True(Nodes.NodeListener.IsFree(new(oslo.Topology.Publisher.Address, 8443)));
        Assert.Empty(_clusters.Registry.Clusters);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_cluster_that_was_being_made_stays_until_it_is_made_again()
    {
        var id = ClusterId.Parse("half");
        var making = _clusters.Hosted.Making(id);
        await File.WriteAllTextAsync(making, "not even a database");
        Assert.DoesNotContain(id, await _clusters.Hosted.ListAsync(CancellationToken.None));
        Assert.True(File.Exists(making));
        var form = Form();
        form.ClusterId = "half";
        await SavedAsync(null, form);
        Assert.False(File.Exists(making));
    }

    [Fact]
    public async Task A_file_of_no_cluster_that_is_listed_is_never_overwritten()
    {
        await File.WriteAllTextAsync(
            _clusters.PathOf(ClusterId.Parse("oslo")),
            "what was a cluster once"
        );
        Assert.Equal(["ClusterId: ClusterFileThere"], await SaveAsync(null, Form()));
        Assert.Equal(
            "what was a cluster once",
            await File.ReadAllTextAsync(_clusters.PathOf(ClusterId.Parse("oslo")))
        );
    }

    private async Task<Domain.Certificates.CertificateSummary> LookAsync(
        HostedCluster cluster
    ) =>
        (
            await _clusters.Seoul.Peering!.ProbeAsync(
                null,
                TwoClusters.FormFor(cluster),
                CancellationToken.None
            )
        )
            .Value!
            .Certificate!;
}
