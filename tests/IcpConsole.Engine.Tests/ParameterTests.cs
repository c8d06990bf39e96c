using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class ParameterTests
{
    [Fact]
    public async Task A_new_interval_takes_effect_after_the_next_sync_and_outlives_the_console()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var before = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                TwoClusters.BothInStep(s) && s.Sync.NextAt is not null
            )
        )
            .Sync
            .NextAt;

        Assert.Empty(await SetAsync(clusters.Seoul, ParameterCatalogue.SyncInterval, "1444"));
        Assert.Equal(before, clusters.Seoul.Peers.Find(peer)!.Sync.NextAt);
        await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        var next = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Sync.NextAt > before)
        )
            .Sync
            .NextAt;
        Assert.InRange(
            next!.Value - time.GetUtcNow(),
            TimeSpan.FromMinutes(1299),
            TimeSpan.FromMinutes(1444)
        );
        var kept = Assert.Single(
            await (await clusters.DatabaseOfAsync(clusters.Seoul)).Parameters.ReadAsync(
                CancellationToken.None
            )
        );
        Assert.Equal("1444", kept.Value);
        Assert.Equal("console", kept.Saved!.By);
    }

    [Fact]
    public async Task A_value_that_somebody_else_set_meanwhile_is_overwritten_only_by_whoever_saw_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var interval = ParameterCatalogue.SyncInterval;
        var (seoul, kim) = (clusters.Seoul, new Principal("kim"));
        Assert.Empty((await SaveAsync("60", "30")).Problems);

        var clash = await SaveAsync("90", "30");
        Assert.Equal(
            [typeof(SavedMeanwhile), typeof(ThereNow)],
            clash.Problems.Select(p => p.GetType())
        );
        Assert.Equal("kim", ((SavedMeanwhile)clash.Problems[0]).By);
        Assert.Equal("60", seoul.Parameters!.Snapshot().ValueOf(interval, Publisher()));
        Assert.Empty((await SaveAsync("90", "60")).Problems);

        NodeName Publisher() => seoul.Topology.Publisher.Name;

        Task<Result<Done>> SaveAsync(string typed, string before) =>
            seoul.Parameters!.SaveAsync(
                new SaveParameters(
                    Publisher(),
                    interval.Service,
                    new Dictionary<string, string> { [interval.Name] = typed }
                )
                {
                    Before = new Dictionary<string, string> { [interval.Name] = before },
                },
                kim,
                CancellationToken.None
            );
    }

    [Fact]
    public async Task Applied_to_all_nodes_a_value_is_kept_on_each_or_on_none()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, most) = (clusters.Seoul, ParameterCatalogue.MaxSpareProcesses);
        var least = ParameterCatalogue.MinSpareProcesses;
        var subscriber = seoul.Topology.Nodes[1].Name;
        Assert.Empty(await SetAsync("10", least, most));
        Assert.Equal(["10", "10"], Values());

        // On the subscriber the least would be more than the most.
        Assert.Empty(
            await seoul.Parameters!.SaveAsync(
                subscriber,
                most.Service,
                new Dictionary<string, string> { [least.Name] = "5", [most.Name] = "5" },
                CancellationToken.None
            )
        );
        Assert.Equal(
            [nameof(ParameterAbove)],
            (await SetAsync("8", least)).Select(p => p.Code)
        );
        Assert.Equal(["10", "5"], Values());

        async Task<IReadOnlyList<Problem>> SetAsync(
            string value,
            params IReadOnlyList<ServiceParameter> parameters
        ) =>
            (
                await seoul.Parameters!.SaveAsync(
                    new SaveParameters(
                        seoul.Topology.Publisher.Name,
                        most.Service,
                        parameters.ToDictionary(p => p.Name, _ => value)
                    )
                    {
                        OnAllNodes = true,
                    },
                    Principal.Console,
                    CancellationToken.None
                )
            ).Problems;

        IEnumerable<string> Values() =>
            seoul.Topology.Nodes.Select(n =>
                seoul.Parameters!.Snapshot().ValueOf(least, n.Name)
            );
    }

    [Theory]
    [InlineData("29")]
    [InlineData("1445")]
    [InlineData("")]
    [InlineData("+30")]
    [InlineData("30.5")]
    public async Task An_interval_out_of_range_is_refused_by_name_and_nothing_is_kept(
        string interval
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        var problem = Assert.Single(
            await SetAsync(clusters.Seoul, ParameterCatalogue.SyncInterval, interval)
        );
        Assert.Equal(("ParameterRange", "SyncInterval"), (problem.Code, problem.Field));
        Assert.Empty(
            await (await clusters.DatabaseOfAsync(clusters.Seoul)).Parameters.ReadAsync(
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task A_minimum_above_its_maximum_is_refused_beside_it_also_where_only_one_of_them_changes()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var problem = Assert.Single(
            await SetAsync(clusters.Seoul, ParameterCatalogue.MinSpareProcesses, "21")
        );
        Assert.Equal(
            ("ParameterAbove", "MinSpareProcesses", "20"),
            (problem.Code, problem.Field, ProblemCode.ArgumentsOf(problem)[0])
        );
        Assert.Empty(
            await SetAsync(clusters.Seoul, ParameterCatalogue.MaxSpareProcesses, "30")
        );
        Assert.Empty(
            await SetAsync(clusters.Seoul, ParameterCatalogue.MinSpareProcesses, "21")
        );
    }

    [Fact]
    public async Task With_certificate_sync_off_periodic_passes_take_none_and_a_forced_one_with_its_box_ticked_does()
    {
        await using var clusters = await TwoClusters.StartAsync();
        Assert.Empty(
            await SetAsync(
                clusters.Seoul,
                ParameterCatalogue.CertificateSync,
                ParameterCatalogue.DoNotPerform
            )
        );
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, clusters.Singapore);
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s
                is {
                    LastSynchronized: not null,
                    Certificates: not null,
                    Sync.Phase: SyncPhase.Idle
                }
        );
        Assert.True(status.CertificateSyncOff);
        Assert.Equal(
            [PeerCertificateState.Synchronized, PeerCertificateState.Missing],
            status.Certificates!.Certificates.Select(c => c.State)
        );
        Assert.Equal(
            0,
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.CertificatesTaken
        );

        var taken = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain with
            {
                ResyncTomcatCertificates = true,
            },
            CancellationToken.None
        );

        Assert.Equal(1, taken!.CertificatesTaken);
        Assert.All(clusters.Seoul.Peers.Find(peer)!.Certificates!.Certificates, c =>
            Assert.Equal(PeerCertificateState.Synchronized, c.State)
        );
    }

    internal static Task<IReadOnlyList<Domain.Problem>> SetAsync(
        HostedCluster cluster,
        ServiceParameter parameter,
        string value
    ) =>
        cluster.Parameters!.SaveAsync(
            cluster.Topology.Publisher.Name,
            parameter.Service,
            new Dictionary<string, string> { [parameter.Name] = value },
            CancellationToken.None
        );
}
