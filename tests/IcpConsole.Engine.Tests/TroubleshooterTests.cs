using System.Net.Sockets;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Peering.Links;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// The System Troubleshooter: one problem is one row, from both ends, and rows that are run again.
/// </summary>
public sealed class TroubleshooterTests
{
    [Fact]
    public async Task A_name_of_an_own_node_without_an_address_is_one_row_that_leads_to_the_node()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var name = NodeName.Parse("oslo-1.example.test");
        names.Names[name.Value] = clusters.Network.Address(4, 1);
        var oslo = await clusters.CreateAsync("oslo", name, clusters.Network.Address(4, 1));
        Assert.Empty(await FailedAsync(oslo));
        names.Names.Clear();
        var row = await Eventually.GetAsync(async () =>
            await FailedAsync(oslo) is [var only] ? only : null
        );
        Assert.Equal(
            ("NodeAnswers", "NameNotFound", FixPlace.Topology, name.Value),
            (row.Test, row.Problem!.Code, row.Fix!.Place, row.Fix.Key)
        );
    }

    [Fact]
    public async Task A_resolver_that_does_not_answer_is_the_row_of_the_node_and_no_other()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var name = NodeName.Parse("oslo-1.example.test");
        names.Names[name.Value] = clusters.Network.Address(4, 1);
        var oslo = await clusters.CreateAsync("oslo", name, clusters.Network.Address(4, 1));
        names.IsSilent = true;
        var row = await Eventually.GetAsync(
            async () => await FailedAsync(oslo) is [var only] ? only : null,
            TimeSpan.FromSeconds(60)
        );
        Assert.Equal(("NodeAnswers", FixPlace.Topology), (row.Test, row.Fix!.Place));
        // Alone, the router's row says it itself.
        names.IsSilent = false;
        names.Names.Clear();
        await oslo.Diagnostics!.RunAsync(
            new CheckSelection(CheckSection.Xcp),
            CancellationToken.None
        );
        Assert.Equal(
            (CheckOutcome.Failed, FixPlace.Topology),
            oslo.Diagnostics.Rows.Single(r => r.Test == "RouterAnswers") is var router
                ? (router.Outcome!.Value, router.Fix!.Place)
                : default
        );
    }

    [Fact]
    public async Task A_parameter_that_the_guide_advises_against_is_a_warning_and_a_stopped_Config_Manager_leaves_restarts_unknown()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var seoul = clusters.Seoul;
        Assert.Empty(
            await ParameterTests.SetAsync(
                seoul,
                ParameterCatalogue.AutoRecovery,
                ParameterCatalogue.Disabled
            )
        );
        await StopAsync(
            seoul,
            seoul.Topology.Publisher.Name,
            ServiceCatalogue.XcpConfigManager
        );
        await seoul.Diagnostics!.RunAsync(CheckSelection.All, CancellationToken.None);
        Assert.Equal(
            (CheckOutcome.Warning, "AutoRecoveryOff", "AutoRecovery"),
            seoul.Diagnostics.Rows.Single(r => r.Test == "AgentParameters") is var row
                ? (row.Outcome!.Value, row.Problem!.Code, row.Fix!.Field)
                : default
        );
        Assert.Equal(
            CheckOutcome.Information,
            seoul.Diagnostics.Rows.Single(r => r.Test == "RestartsOwed").Outcome
        );
    }

    [Fact]
    public async Task In_a_large_mesh_the_check_of_the_SIP_Proxy_names_the_node_that_still_has_twenty_processes()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var seoul = clusters.Seoul;
        var there = await TwoClusters.AddPeerAsync(seoul, clusters.Singapore);
        var status = await TwoClusters.StatusAsync(seoul, there, TwoClusters.InStep);
        Assert.Equal(CheckOutcome.Passed, (await ProcessesAsync(seoul)).Outcome);

        // With seoul and singapore they are twenty.
        for (var i = 1; i <= 18; i++)
            seoul.Peers.Show(
                new LiveStatus(
                    status with
                    {
                        Peer = status.Peer with
                        {
                            Id = new PeerId(100 + i),
                            Address = NodeName.Parse($"192.0.2.{i}"),
                        },
                        RemoteId = ClusterId.Parse($"mesh-{i}"),
                    },
                    new ChangeHub(TimeProvider.System, TimeSpan.Zero)
                )
            );
        foreach (
            var parameter in new[]
            {
                ParameterCatalogue.MinSpareProcesses,
                ParameterCatalogue.MaxSpareProcesses,
                ParameterCatalogue.MaxProcesses,
            }
        )
            Assert.Empty(await ParameterTests.SetAsync(seoul, parameter, "10"));
        var row = await ProcessesAsync(seoul);
        Assert.Equal(CheckOutcome.Warning, row.Outcome);
        Assert.Equal(
            new SipProcessesInLargeMesh(20, 10, seoul.Topology.Nodes[1].Name.Value),
            row.Problem
        );

        static async Task<CheckRow> ProcessesAsync(HostedCluster cluster)
        {
            await cluster.Diagnostics!.RunAsync(
                new CheckSelection(CheckSection.SipProxy),
                CancellationToken.None
            );
            return cluster.Diagnostics.Rows.Single(r => r.Test == "SipProcesses");
        }
    }

    [Fact]
    public async Task A_clock_that_differs_is_a_warning_with_the_difference()
    {
        // The time of day in a peer's answers is the machine's; this console's is ten minutes ahead
        // of it.
        await using var clusters = await TwoClusters.StartAsync(
            new ShiftedTimeProvider(TimeSpan.FromMinutes(10))
        );
        var there = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, there, TwoClusters.InStep);
        await clusters.Seoul.Diagnostics!.RunAsync(
            new CheckSelection(CheckSection.InterClustering),
            CancellationToken.None
        );
        var row = clusters.Seoul.Diagnostics.Rows.Single(r => r.Test == "PeerClock");
        Assert.Equal(
            (CheckOutcome.Warning, "ClocksDiffer"),
            (row.Outcome!.Value, row.Problem!.Code)
        );
        Assert.InRange(Assert.IsType<ClocksDiffer>(row.Problem).Seconds, -605, -595);
    }

    [Fact]
    public async Task A_peer_that_accepts_and_says_nothing_passes_its_name_and_fails_at_TLS_although_no_pass_has_ended()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        var address = clusters.Network.Address(3, 1);
        using var listener = new TcpListener(address, 8443);
        listener.Start();
        await TwoClusters.AddUnseenAsync(clusters.Seoul, address.ToString());
        using var agent = await HelloAsync();
        var run = clusters.Seoul.Diagnostics!.RunAsync(
            new CheckSelection(CheckSection.InterClustering),
            CancellationToken.None
        );
        using var troubleshooter = await HelloAsync();
        time.Advance(TimeSpan.FromSeconds(12));
        await run;
        Assert.Equal(
            [
                ("PeerName", CheckOutcome.Passed, null),
                ("PeerPort", CheckOutcome.Passed, null),
                ("PeerTls", CheckOutcome.Failed, "TlsTimedOut"),
            ],
            clusters
                .Seoul.Diagnostics.Rows.Where(r =>
                    r.Test is "PeerName" or "PeerPort" or "PeerTls"
                )
                .Select(r => (r.Test, r.Outcome!.Value, r.Problem?.Code))
        );

        // The first byte of the handshake: from then on only TLS is waited for.
        async Task<TcpClient> HelloAsync()
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = await client.GetStream().ReadAtLeastAsync(new byte[1], 1);
            return client;
        }
    }

    [Fact]
    public async Task An_entry_there_that_never_came_through_is_told_of_with_its_own_failure()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var there = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, there, TwoClusters.InStep);
        await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul, "a-wrong-password");
        var row = await Eventually.GetAsync(async () =>
        {
            await clusters.Seoul.Diagnostics!.RunAsync(
                new CheckSelection(CheckSection.InterClustering),
                CancellationToken.None
            );
            return clusters.Seoul.Diagnostics.Rows.SingleOrDefault(r =>
                r.Test == "PeerBothSides"
                && r.Outcome == CheckOutcome.Warning
                && r.OtherSideProblem is not null
            );
        });
        Assert.Equal(
            ("EntryThereNotThrough", "AxlLoginFailed"),
            (row.Problem!.Code, row.OtherSideProblem!.Code)
        );
    }

    [Fact]
    public async Task What_the_other_sides_wrong_password_brings_about_with_TLS_is_no_problem_of_its_own()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var there = await TwoClusters.AddSecureAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, there, s => s.SipMark == Mark.Cross);
        await TwoClusters.AddSecureAsync(
            clusters.Singapore,
            clusters.Seoul,
            "a-wrong-password"
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            s.SipMark == Mark.Cross && s.OtherView?.Problem is not null
        );
        Assert.Equal(new AxlLoginFailed(), status.Diagnosis.Cause.Theirs);
        Assert.Empty(await FailedAsync(clusters.Seoul));
        Assert.Equal(
            "PeerLogin",
            Assert.Single(clusters.Seoul.Diagnostics!.Rows, r => r.Disagrees).Test
        );
    }

    [Fact]
    public async Task A_name_in_the_peers_certificate_without_an_address_is_the_first_row_and_the_last()
    {
        const string Named = "cucm1.oslo.example";
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        names.Names[Named] = System.Net.IPAddress.Parse("192.0.2.7");
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            null,
            null,
            Named
        );
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last is { Failure: null }
        );
        names.Names.Clear();

        await clusters.Seoul.Diagnostics!.RunAsync(
            new CheckSelection(
                CheckSection.InterClustering,
                null,
                oslo.Topology.Publisher.Name.Value
            ),
            CancellationToken.None
        );

        var row = Assert.Single(clusters.Seoul.Diagnostics.Rows);
        Assert.Equal(
            ("PeerName", CheckOutcome.Failed, "SanNameUnresolved", Named),
            (
                row.Test,
                row.Outcome!.Value,
                row.Problem!.Code,
                ProblemCode.ArgumentsOf(row.Problem)[0]
            )
        );
    }

    [Fact]
    public async Task A_clean_pair_passes_on_both_sides_of_each_line()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (there, here) = (
            await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore),
            await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul)
        );
        await TwoClusters.StatusAsync(clusters.Seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(clusters.Singapore, here, s => s.Overall == Mark.Check);

        string[] seen =
        [
            "PeerName",
            "PeerPort",
            "PeerTls",
            "PeerLogin",
            "PeerAxl",
            "PeerCertificates",
            "PeerSync",
            "PeerUsers",
            "PeerLinks",
            "PeerRouting",
        ];
        await Eventually.GetAsync(async () =>
        {
            await clusters.Seoul.Diagnostics!.RunAsync(
                CheckSelection.All,
                CancellationToken.None
            );
            return seen.All(t =>
                clusters.Seoul.Diagnostics.Rows.Single(r => r.Test == t)
                    is { Outcome: CheckOutcome.Passed, OtherSide: CheckOutcome.Passed }
            );
        });
    }

    [Fact]
    public async Task A_direction_that_fails_alone_is_flagged_beside_the_one_that_works()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (
            await TwoClusters.AddPeerAsync(seoul, singapore),
            await TwoClusters.AddPeerAsync(singapore, seoul)
        );
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check);
        await WrongPasswordAsync(singapore, here);

        var row = await Eventually.GetAsync(async () =>
        {
            await seoul.Diagnostics!.RunAsync(
                new CheckSelection(CheckSection.InterClustering),
                CancellationToken.None
            );
            return
                seoul.Diagnostics.Rows.Single(r => r.Test == "PeerLogin")
                    is { OtherSide: CheckOutcome.Failed } login
                ? login
                : null;
        });
        Assert.Equal(
            (CheckOutcome.Passed, true, "AxlLoginFailed"),
            (row.Outcome, row.Disagrees, row.OtherSideProblem!.Code)
        );
    }

    [Fact]
    public async Task One_row_can_be_run_again_and_leaves_the_others_as_they_are()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var diagnostics = clusters.Seoul.Diagnostics!;
        await diagnostics.RunAsync(CheckSelection.All, CancellationToken.None);
        var before = diagnostics.Rows;
        var (node, ranAt) = (
            clusters.Seoul.Topology.Publisher.Name.Value,
            diagnostics.Last!.At
        );
        Assert.DoesNotContain(before, r => r.Outcome is null);

        await diagnostics.RunAsync(
            new CheckSelection(CheckSection.Xcp, "RouterRuns", node),
            CancellationToken.None
        );

        Assert.Equal(
            before.Select(r => (r.Test, r.Subject)),
            diagnostics.Rows.Select(r => (r.Test, r.Subject))
        );
        var changed = diagnostics
            .Rows.Except(before)
            .Where(r =>
                before.Single(b => (b.Test, b.Subject) == (r.Test, r.Subject)).At != r.At
            );
        Assert.Equal([("RouterRuns", node)], changed.Select(r => (r.Test, r.Subject!)));
        Assert.Equal(ranAt, diagnostics.Last!.At);
    }

    internal static async Task<List<CheckRow>> FailedAsync(HostedCluster cluster)
    {
        await cluster.Diagnostics!.RunAsync(CheckSelection.All, CancellationToken.None);
        return [.. cluster.Diagnostics.Rows.Where(r => r.Outcome == CheckOutcome.Failed)];
    }

    internal static async Task StopAsync(
        HostedCluster cluster,
        NodeName node,
        NodeService service
    ) =>
        Assert.Null(
            await cluster.Services!.DoAsync(
                node,
                service,
                ServiceAction.Stop,
                CancellationToken.None
            )
        );

    internal static async Task WrongPasswordAsync(HostedCluster cluster, PeerId peer)
    {
        var entry = cluster.Peers.Find(peer)!.Peer;
        var form = new PeerForm
        {
            Address = entry.Address.Value,
            AxlUsername = entry.AxlUsername,
            AxlPassword = "wrong",
            ConfirmAxlPassword = "wrong",
            Protocol = entry.Protocol,
            Revision = entry.Revision,
        };
        Assert.True(
            (
                await cluster.Peering.SaveAsync(peer, form, null, CancellationToken.None)
            ).Succeeded
        );
    }
}
