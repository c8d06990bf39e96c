using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>Each situation is made for real; the troubleshooter names it in one row, and nothing else.</summary>
public sealed class TroubleshooterTests
{
    /// <summary>What is broken, by what is done to singapore (or to seoul itself), and the row at seoul that says so.</summary>
    public static TheoryData<string, string, string, FixPlace?> Situations => new()
    {
        { "axl-stopped-on-publisher", "PeerAxl", "AxlNotRunning", FixPlace.Service },
        { "axl-stopped-on-subscriber", "PeerNodes", "AxlNotRunning", FixPlace.Service },
        { "tomcat-of-publisher-gone", "PeerPort", "TcpRefused", FixPlace.Service },
        { "router-stopped", "PeerRouters", "PortRefused", FixPlace.Service },
        { "sip-stopped", "PeerSip", "PortRefused", FixPlace.Service },
        { "agent-stopped", "PeerAgents", "TestServiceStopped", FixPlace.Service },
        { "wrong-password", "PeerLogin", "AxlLoginFailed", FixPlace.Peer },
        { "role-missing", "PeerLogin", "AxlRoleMissing", FixPlace.Peer },
        { "half-open", "PeerBothSides", "NoEntryThere", FixPlace.NewPeer },
        { "certificate-regenerated", "PeerTls", "CertificateChanged", FixPlace.Peer },
        { "certificate-of-subscriber-corrupted", "PeerCertificates", "PeerCertificateCorrupted", FixPlace.Peer },
        { "domain-differs", "PeerCompatible", "DomainDiffers", FixPlace.Cluster },
        { "scheme-differs", "PeerCompatible", "AddressSchemeDiffers", FixPlace.Cluster },
        { "release-differs", "PeerCompatible", "ReleasesMayNotPeer", FixPlace.Cluster },
        { "platform-too-small", "PeerCompatible", "PlatformThere", FixPlace.Cluster },
        { "certificate-expired", "PeerTls", "CertificateExpired", FixPlace.Peer },
        { "mesh-full", "PeerMesh", "MeshFullThere", null },
        { "removal-held", "PeerSync", MassRemoval.HeldCode, FixPlace.Peer },
        { "enterprise-group-in-both", "PeerGroups", "GroupConflicts", FixPlace.Peer },
        { "users-lost-here", "PeerUsers", "UsersDiffer", FixPlace.Peer },
        { "own-router-stopped", "RouterRuns", "TestServiceStopped", FixPlace.Service },
        { "own-axl-stopped", "AxlRuns", "TestServiceStopped", FixPlace.Service },
        { "own-agent-stopped", "AgentRuns", "TestServiceStopped", FixPlace.Service },
        { "own-sync-agent-stopped", "SyncAgentRuns", "TestServiceStopped", FixPlace.Service },
        { "own-data-monitor-stopped", "DataMonitorRuns", "TestServiceStopped", FixPlace.Service },
        { "own-platform-too-small", "Platform", "PlatformHere", FixPlace.Cluster },
        { "own-recovery-manager-stopped", "RecoveryManagerRuns", "TestServiceStopped", FixPlace.Service },
        { "own-sip-stopped", "SipRuns", "TestServiceStopped", FixPlace.Service },
        { "same-user-in-both", "UserIdsUnique", "DuplicateUserId", FixPlace.UserTroubleshooter },
        { "invalid-uri", "DirectoryUrisValid", "DirectoryUriInvalid", FixPlace.UserTroubleshooter },
        { "own-directory-gone", "DirectorySync", "DirectoryFileNotFound", FixPlace.Cluster },
        { "own-identity-expired", "IdentitiesValid", "TestCertificateExpired", FixPlace.Certificate },
        { "own-trust-corrupted", "TrustValid", "TrustCorrupted", FixPlace.Certificate },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task A_situation_has_one_row_that_names_it_and_leads_to_where_it_is_solved(string situation, string test, string problem, FixPlace? place)
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (await TwoClusters.AddPeerAsync(seoul, singapore), await TwoClusters.AddPeerAsync(singapore, seoul));
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check);
        Assert.Empty(await FailedAsync(seoul));

        await BreakAsync(clusters, situation, there, here);
        await OneRowAsync();
        // After the next sync of either side it is said again.
        foreach (var cluster in clusters.Registry.Clusters)
            await cluster.Peering!.ForceSyncAsync(cluster.Id == seoul.Id ? there : here, ForcedSync.Plain, CancellationToken.None);
        if (situation != "users-lost-here") await OneRowAsync();

        async Task OneRowAsync()
        {
            List<TestRow> failed = [];
            try
            {
                await Eventually.GetAsync(async () => (failed = await FailedAsync(clusters.Seoul)) is [var only] && only.Test == test);
            }
            catch (TimeoutException)
            {
                // Said below.
            }

            Assert.Equal([(test, problem, place)], failed.Select(r => (r.Test, r.Problem!.Code, r.Fix?.Place)));
        }
    }

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
        var row = await Eventually.GetAsync(async () => await FailedAsync(oslo) is [var only] ? only : null);
        Assert.Equal(("NodeAnswers", "NameNotFound", FixPlace.Topology, name.Value), (row.Test, row.Problem!.Code, row.Fix!.Place, row.Fix.Key));
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
        var row = await Eventually.GetAsync(async () => await FailedAsync(oslo) is [var only] ? only : null, TimeSpan.FromSeconds(60));
        Assert.Equal(("NodeAnswers", FixPlace.Topology), (row.Test, row.Fix!.Place));
        // Alone, the router's row says it itself.
        names.IsSilent = false;
        names.Names.Clear();
        await oslo.Diagnostics!.RunAsync(new TestSelection(TestSection.Xcp), CancellationToken.None);
        Assert.Equal((TestOutcome.Failed, FixPlace.Topology), oslo.Diagnostics.Rows.Single(r => r.Test == "RouterAnswers") is var router ? (router.Outcome!.Value, router.Fix!.Place) : default);
    }

    [Fact]
    public async Task A_parameter_that_the_guide_advises_against_is_a_warning_and_a_stopped_Config_Manager_leaves_restarts_unknown()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var seoul = clusters.Seoul;
        Assert.Empty(await ParameterTests.SetAsync(seoul, ParameterCatalogue.AutoRecovery, ParameterCatalogue.Disabled));
        await StopAsync(seoul, seoul.Topology.Publisher.Name, ServiceCatalogue.XcpConfigManager);
        await seoul.Diagnostics!.RunAsync(TestSelection.All, CancellationToken.None);
        Assert.Equal((TestOutcome.Warning, "AutoRecoveryOff", "AutoRecovery"), seoul.Diagnostics.Rows.Single(r => r.Test == "AgentParameters") is var row ? (row.Outcome!.Value, row.Problem!.Code, row.Fix!.Field) : default);
        Assert.Equal(TestOutcome.Information, seoul.Diagnostics.Rows.Single(r => r.Test == "RestartsOwed").Outcome);
    }

    [Fact]
    public async Task A_clock_that_differs_is_a_warning_with_the_difference()
    {
        // The time of day in a peer's answers is the machine's; this console's is ten minutes ahead of it.
        await using var clusters = await TwoClusters.StartAsync(new ShiftedTimeProvider(TimeSpan.FromMinutes(10)));
        var there = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, there, TwoClusters.InStep);
        await clusters.Seoul.Diagnostics!.RunAsync(new TestSelection(TestSection.InterClustering), CancellationToken.None);
        var row = clusters.Seoul.Diagnostics.Rows.Single(r => r.Test == "PeerClock");
        Assert.Equal((TestOutcome.Warning, "ClocksDiffer"), (row.Outcome!.Value, row.Problem!.Code));
        Assert.InRange(int.Parse(row.Problem.Args[0], System.Globalization.CultureInfo.InvariantCulture), -605, -595);
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
            await clusters.Seoul.Diagnostics!.RunAsync(new TestSelection(TestSection.InterClustering), CancellationToken.None);
            return clusters.Seoul.Diagnostics.Rows.SingleOrDefault(r => r.Test == "PeerBothSides" && r.Outcome == TestOutcome.Information && r.OtherSideProblem is not null);
        });
        Assert.Equal(("EntryThereNotThrough", "AxlLoginFailed"), (row.Problem!.Code, row.OtherSideProblem!.Code));
    }

    [Fact]
    public async Task A_name_in_the_peers_certificate_without_an_address_is_the_first_row_and_the_last()
    {
        const string Named = "cucm1.oslo.example";
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        names.Names[Named] = System.Net.IPAddress.Parse("192.0.2.7");
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1), null, null, Named);
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => s.Sync.Last is { Failure: null });
        names.Names.Clear();

        await clusters.Seoul.Diagnostics!.RunAsync(new TestSelection(TestSection.InterClustering, null, oslo.Topology.Publisher.Name.Value), CancellationToken.None);

        var row = Assert.Single(clusters.Seoul.Diagnostics.Rows);
        Assert.Equal(("PeerName", TestOutcome.Failed, "SanNameUnresolved", Named), (row.Test, row.Outcome!.Value, row.Problem!.Code, row.Problem.Args[0]));
    }

    [Fact]
    public async Task A_clean_pair_passes_on_both_sides_of_each_line()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (there, here) = (await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore), await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul));
        await TwoClusters.StatusAsync(clusters.Seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(clusters.Singapore, here, s => s.Overall == Mark.Check);

        string[] seen = ["PeerName", "PeerPort", "PeerTls", "PeerLogin", "PeerAxl", "PeerCertificates", "PeerSync", "PeerUsers", "PeerLinks", "PeerRouting"];
        await Eventually.GetAsync(async () =>
        {
            await clusters.Seoul.Diagnostics!.RunAsync(TestSelection.All, CancellationToken.None);
            return seen.All(t => clusters.Seoul.Diagnostics.Rows.Single(r => r.Test == t) is { Outcome: TestOutcome.Passed, OtherSide: TestOutcome.Passed });
        });
    }

    [Fact]
    public async Task A_direction_that_fails_alone_is_flagged_beside_the_one_that_works()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) = (await TwoClusters.AddPeerAsync(seoul, singapore), await TwoClusters.AddPeerAsync(singapore, seoul));
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check);
        await WrongPasswordAsync(singapore, here);

        var row = await Eventually.GetAsync(async () =>
        {
            await seoul.Diagnostics!.RunAsync(new TestSelection(TestSection.InterClustering), CancellationToken.None);
            return seoul.Diagnostics.Rows.Single(r => r.Test == "PeerLogin") is { OtherSide: TestOutcome.Failed } login ? login : null;
        });
        Assert.Equal((TestOutcome.Passed, true, "AxlLoginFailed"), (row.Outcome, row.Disagrees, row.OtherSideProblem!.Code));
    }

    [Fact]
    public async Task One_row_can_be_run_again_and_leaves_the_others_as_they_are()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var diagnostics = clusters.Seoul.Diagnostics!;
        await diagnostics.RunAsync(TestSelection.All, CancellationToken.None);
        var before = diagnostics.Rows;
        var (node, ranAt) = (clusters.Seoul.Topology.Publisher.Name.Value, diagnostics.RunAt);
        Assert.DoesNotContain(before, r => r.Outcome is null);

        await diagnostics.RunAsync(new TestSelection(TestSection.Xcp, "RouterRuns", node), CancellationToken.None);

        Assert.Equal(before.Select(r => (r.Test, r.Subject)), diagnostics.Rows.Select(r => (r.Test, r.Subject)));
        var changed = diagnostics.Rows.Except(before).Where(r => before.Single(b => (b.Test, b.Subject) == (r.Test, r.Subject)).At != r.At);
        Assert.Equal([("RouterRuns", node)], changed.Select(r => (r.Test, r.Subject!)));
        Assert.Equal(ranAt, diagnostics.RunAt);
    }

    private static async Task<List<TestRow>> FailedAsync(ICluster cluster)
    {
        await cluster.Diagnostics!.RunAsync(TestSelection.All, CancellationToken.None);
        return [.. cluster.Diagnostics.Rows.Where(r => r.Outcome == TestOutcome.Failed)];
    }

    private static async Task BreakAsync(TwoClusters clusters, string situation, PeerId there, PeerId here)
    {
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (publisher, subscriber) = (singapore.Topology.Nodes[0].Name, singapore.Topology.Nodes[1].Name);
        switch (situation)
        {
            case "axl-stopped-on-publisher": await StopAsync(singapore, publisher, ServiceCatalogue.AxlWebService); break;
            case "axl-stopped-on-subscriber": await StopAsync(singapore, subscriber, ServiceCatalogue.AxlWebService); break;
            case "tomcat-of-publisher-gone": await clusters.Registry.RemoveAsync(singapore.Id, CancellationToken.None); break;
            case "router-stopped": await StopAsync(singapore, subscriber, ServiceCatalogue.XcpRouter); break;
            case "sip-stopped": await StopAsync(singapore, subscriber, ServiceCatalogue.SipProxy); break;
            case "agent-stopped": await StopAsync(singapore, subscriber, ServiceCatalogue.InterclusterSyncAgent); break;
            case "wrong-password": await WrongPasswordAsync(seoul, there); break;
            case "role-missing": Assert.Empty(await singapore.ApplicationUsers!.SaveAsync("icsa", new ApplicationUserForm { AxlUsername = "icsa", Role = ApplicationRole.Serviceability }, CancellationToken.None)); break;
            case "half-open": await singapore.Peering!.DeleteAsync(here, CancellationToken.None); break;
            case "certificate-regenerated":
                Assert.Null(await singapore.Certificates!.GenerateAsync(publisher, "tomcat", Domain.Certificates.KeySpec.Default(Domain.Certificates.KeyType.Ecdsa), CancellationToken.None));
                Assert.Null(await singapore.Services!.RestartTomcatAsync(publisher, CancellationToken.None));
                break;
            case "certificate-of-subscriber-corrupted":
                await clusters.ExecuteAsync(seoul, $"UPDATE Trust SET Pem = 'nothing' WHERE Store = 'tomcat-trust' AND Node = '{subscriber}'");
                await seoul.Certificates!.DeleteAsync(-1, CancellationToken.None);
                break;
            case "domain-differs": await clusters.ChangeAsync(singapore, f => f.Domain = "elsewhere.example"); break;
            case "scheme-differs": await clusters.ChangeAsync(singapore, f => f.AddressScheme = ImAddressScheme.DirectoryUri); break;
            case "release-differs":
                await clusters.ChangeAsync(seoul, f => f.Release = Release.V125);
                await clusters.ChangeAsync(singapore, f => f.Release = Release.V14);
                break;
            case "platform-too-small": await clusters.ChangeAsync(singapore, f => f.Platform = Platform.SmallerOva); break;
            case "certificate-expired":
                var expiring = (await clusters.DatabaseOfAsync(singapore)).Certificates;
                Assert.Null(await singapore.Certificates!.RequestAsync(publisher, "tomcat", Domain.Certificates.CsrSpec.Default("tomcat", Domain.Certificates.KeySpec.Default(Domain.Certificates.KeyType.Ecdsa)), CancellationToken.None));
                var (request, key) = (await expiring.RequestAsync(publisher, "tomcat", CancellationToken.None))!.Value;
                using (var issuer = TestAuthority.Root("Lab"))
                using (var old = issuer.Sign(request, fromDays: -20, toDays: -1))
                    await expiring.PrepareAsync(new Storage.Certificates.PreparedIdentity(publisher, "tomcat", IsRequest: false, old.ExportCertificatePem()), key, CancellationToken.None);
                Assert.Null(await singapore.Services!.RestartTomcatAsync(publisher, CancellationToken.None));
                break;
            case "mesh-full":
                var others = Enumerable.Range(1, PeeringRules.MaxMesh).Select(i => $"UPDATE one SET Id = Id + 1, Address = '192.0.2.{i}', RemoteId = 'mesh{i}'; INSERT INTO Peers SELECT * FROM one;");
                await clusters.ExecuteAsync(singapore, $"CREATE TEMP TABLE one AS SELECT * FROM Peers; {string.Concat(others)} DROP TABLE one;");
                break;
            case "removal-held":
                await clusters.SetUsersAsync(singapore, TwoClusters.UsersOf(singapore, 5));
                await seoul.Peering!.ForceSyncAsync(there, ForcedSync.Plain, CancellationToken.None);
                break;
            case "enterprise-group-in-both":
                await clusters.GroupAsync(seoul, _ => "Sales");
                await clusters.GroupAsync(singapore, _ => "sales");
                break;
            case "own-platform-too-small": await clusters.ChangeAsync(seoul, f => f.Platform = Platform.SmallerOva); break;
            case "own-recovery-manager-stopped":
                Assert.Null(await seoul.Redundancy!.SetHighAvailabilityAsync(1, true, CancellationToken.None));
                await StopAsync(seoul, seoul.Topology.Nodes[1].Name, ServiceCatalogue.ServerRecoveryManager);
                break;
            case "users-lost-here": await clusters.ExecuteAsync(seoul, "UPDATE Peers SET UserCount = UserCount - 1, AssignedCount = AssignedCount - 1"); break;
            case "own-router-stopped": await StopAsync(seoul, seoul.Topology.Nodes[1].Name, ServiceCatalogue.XcpRouter); break;
            case "own-axl-stopped": await StopAsync(seoul, seoul.Topology.Nodes[1].Name, ServiceCatalogue.AxlWebService); break;
            case "own-agent-stopped": await StopAsync(seoul, seoul.Topology.Publisher.Name, ServiceCatalogue.InterclusterSyncAgent); break;
            case "own-sync-agent-stopped": await StopAsync(seoul, seoul.Topology.Publisher.Name, ServiceCatalogue.SyncAgent); break;
            case "own-data-monitor-stopped": await StopAsync(seoul, seoul.Topology.Nodes[1].Name, ServiceCatalogue.DataMonitor); break;
            case "own-sip-stopped": await StopAsync(seoul, seoul.Topology.Nodes[1].Name, ServiceCatalogue.SipProxy); break;
            case "same-user-in-both": await clusters.SetUsersAsync(seoul, [.. TwoClusters.UsersOf(seoul, TwoClusters.Users), TwoClusters.UsersOf(singapore, 1)[0] with { DirectoryUri = "other@elsewhere.example", Node = seoul.Topology.Publisher.Name.Value }]); break;
            case "invalid-uri": await clusters.SetUsersAsync(seoul, [.. TwoClusters.UsersOf(seoul, TwoClusters.Users), new EndUser("odd", "", "", "", "no address", seoul.Topology.Publisher.Name.Value)]); break;
            case "own-directory-gone":
                File.Delete(clusters.Files.Single(f => Path.GetFileName(f) == Path.GetFileName(seoul.Definition.DirectoryFile)));
                seoul.Users!.SyncNow();
                break;
            case "own-identity-expired":
                using (var root = TestAuthority.Root("Lab"))
                using (var expired = root.Issue(seoul.Topology.Nodes[1].Name.Value, fromDays: -20, toDays: -1))
                    await clusters.ExecuteAsync(seoul, $"UPDATE Identities SET Pem = '{expired.ExportCertificatePem()}' WHERE Service = 'cup-xmpp-s2s' AND Node = '{seoul.Topology.Nodes[1].Name}'");
                break;
            case "own-trust-corrupted": await clusters.ExecuteAsync(seoul, "INSERT INTO Trust (Store, Pem) VALUES ('tomcat-trust', 'nothing')"); break;
            default: throw new ArgumentOutOfRangeException(nameof(situation), situation, null);
        }
    }

    private static async Task StopAsync(ICluster cluster, NodeName node, NodeService service) =>
        Assert.Null(await cluster.Services!.DoAsync(node, service, ServiceAction.Stop, CancellationToken.None));

    private static async Task WrongPasswordAsync(ICluster cluster, PeerId peer)
    {
        var entry = cluster.Peering!.Find(peer)!.Peer;
        var form = new PeerForm { Address = entry.Address.Value, AxlUsername = entry.AxlUsername, AxlPassword = "wrong", ConfirmAxlPassword = "wrong", Protocol = entry.Protocol, Revision = entry.Revision };
        Assert.True((await cluster.Peering.SaveAsync(peer, form, null, CancellationToken.None)).Succeeded);
    }
}
