using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Hosting;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Each situation is made for real; one finding, or one row of the troubleshooter, names it, and
/// nothing else.
/// </summary>
public sealed class SituationTests
{
    /// <summary>
    /// What is broken, by what is done to singapore; the aspect in which seoul finds it, and the
    /// row of its troubleshooter that says so.
    /// </summary>
    public static TheoryData<string, Aspect, string, PeerProtocol> OfPeers =>
        new()
        {
            { "axl-stopped-on-publisher", Aspect.Connectivity, "PeerAxl", PeerProtocol.Tcp },
            { "axl-stopped-on-subscriber", Aspect.Nodes, "PeerNodes", PeerProtocol.Tcp },
            { "tomcat-of-publisher-gone", Aspect.Connectivity, "PeerPort", PeerProtocol.Tcp },
            { "router-stopped", Aspect.Links, "PeerRouters", PeerProtocol.Tcp },
            { "sip-stopped", Aspect.Sip, "PeerSip", PeerProtocol.Tcp },
            { "agent-stopped", Aspect.Agents, "PeerAgents", PeerProtocol.Tcp },
            { "wrong-password", Aspect.Connectivity, "PeerLogin", PeerProtocol.Tcp },
            { "role-missing", Aspect.Connectivity, "PeerLogin", PeerProtocol.Tcp },
            { "half-open", Aspect.OtherSide, "PeerBothSides", PeerProtocol.Tcp },
            { "certificate-regenerated", Aspect.Connectivity, "PeerTls", PeerProtocol.Tcp },
            {
                "certificate-of-subscriber-corrupted",
                Aspect.Certificates,
                "PeerCertificates",
                PeerProtocol.Tcp
            },
            { "domain-differs", Aspect.Sync, "PeerCompatible", PeerProtocol.Tcp },
            { "scheme-differs", Aspect.Sync, "PeerCompatible", PeerProtocol.Tcp },
            { "release-differs", Aspect.Sync, "PeerCompatible", PeerProtocol.Tcp },
            { "platform-too-small", Aspect.Sync, "PeerCompatible", PeerProtocol.Tcp },
            { "certificate-expired", Aspect.Connectivity, "PeerTls", PeerProtocol.Tcp },
            { "mesh-full", Aspect.Sync, "PeerMesh", PeerProtocol.Tcp },
            { "removal-held", Aspect.Sync, "PeerSync", PeerProtocol.Tcp },
            { "enterprise-group-in-both", Aspect.Groups, "PeerGroups", PeerProtocol.Tcp },
            { "half-open", Aspect.OtherSide, "PeerBothSides", PeerProtocol.Tls },
            { "sip-stopped", Aspect.Sip, "PeerSip", PeerProtocol.Tls },
            { "router-stopped", Aspect.Links, "PeerRouters", PeerProtocol.Tls },
            { "axl-stopped-on-publisher", Aspect.Connectivity, "PeerAxl", PeerProtocol.Tls },
            { "certificate-regenerated", Aspect.Connectivity, "PeerTls", PeerProtocol.Tls },
            { "domain-differs", Aspect.Sync, "PeerCompatible", PeerProtocol.Tls },
        };

    /// <summary>What is broken at seoul itself, and the row that says so.</summary>
    public static TheoryData<string, string, string, FixPlace, PeerProtocol> OfClusters =>
        new()
        {
            { "users-lost-here", "PeerUsers", "UsersDiffer", FixPlace.Peer, PeerProtocol.Tcp },
            {
                "own-router-stopped",
                "RouterRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-axl-stopped",
                "AxlRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-agent-stopped",
                "AgentRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-sync-agent-stopped",
                "SyncAgentRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-data-monitor-stopped",
                "DataMonitorRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-platform-too-small",
                "Platform",
                "SmallerOvaHere",
                FixPlace.Cluster,
                PeerProtocol.Tcp
            },
            {
                "own-recovery-manager-stopped",
                "RecoveryManagerRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "own-sip-stopped",
                "SipRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tcp
            },
            {
                "same-user-in-both",
                "UserIdsUnique",
                "DuplicateUserId",
                FixPlace.UserTroubleshooter,
                PeerProtocol.Tcp
            },
            {
                "invalid-uri",
                "DirectoryUrisValid",
                "DirectoryUriInvalid",
                FixPlace.UserTroubleshooter,
                PeerProtocol.Tcp
            },
            {
                "own-directory-gone",
                "DirectorySync",
                "DirectoryFileNotFound",
                FixPlace.Cluster,
                PeerProtocol.Tcp
            },
            {
                "own-identity-expired",
                "IdentitiesValid",
                "TestCertificateExpired",
                FixPlace.Certificate,
                PeerProtocol.Tcp
            },
            {
                "own-trust-corrupted",
                "TrustValid",
                "TrustCorrupted",
                FixPlace.Certificate,
                PeerProtocol.Tcp
            },
            {
                "own-router-stopped",
                "RouterRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tls
            },
            {
                "own-sip-stopped",
                "SipRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tls
            },
            {
                "own-agent-stopped",
                "AgentRuns",
                "TestServiceStopped",
                FixPlace.Service,
                PeerProtocol.Tls
            },
        };

    [Theory]
    [MemberData(nameof(OfPeers))]
    public async Task A_situation_of_a_peer_is_one_finding_which_every_place_renders(
        string situation,
        Aspect aspect,
        string test,
        PeerProtocol protocol
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (there, here) = await PeerAsync(clusters, protocol);

        await BreakAsync(clusters, situation, there, here);
        await OneFindingAsync(isSynced: false);
        // After the next sync of either side it is found again, and its alarm raised.
        await SyncAsync(clusters, there, here);
        await OneFindingAsync(isSynced: true);

        async Task OneFindingAsync(bool isSynced)
        {
            var (causes, failed, alarms) = (
                new List<Finding>(),
                new List<CheckRow>(),
                new List<Alarm>()
            );
            try
            {
                await Eventually.GetAsync(async () =>
                {
                    failed = await TroubleshooterTests.FailedAsync(clusters.Seoul);
                    causes = [.. Status().Diagnosis.Causes];
                    alarms = await AlarmsAsync(clusters.Seoul, Status());
                    return failed is [var row]
                        && causes is [var only]
                        && only.Problem == row.Problem
                        && (!isSynced || Tell(alarms, only));
                });
            }
            catch (TimeoutException)
            {
                // Said below.
            }

            var finding = Assert.Single(causes);
            Assert.Equal((aspect, Mark.Cross), (finding.Aspect, finding.Mark));
            Assert.Equal(
                [(test, finding.Problem, finding.Fix)],
                failed.Select(r => (r.Test, r.Problem, r.Fix))
            );
            // Until a pass has come to the same, what was done to the peer may have an alarm.
            if (isSynced)
            {
                Assert.True(Tell(alarms, finding));
                Assert.All(alarms, a => Assert.Equal(KindOf(situation), a.Kind));
            }

            var status = Status();
            Assert.Equal(
                (Mark.Cross, finding.Headline),
                (status.Overall, status.Diagnosis.Headline)
            );
            Assert.Contains(TaskFlow.Steps(clusters.Seoul.Snapshot(), status), s =>
                s is { Number: 6, State: TaskState.Broken }
            );
            Assert.Equal(Mark.Cross, MeshPair.FromClusters(clusters.Look())[0].Mark);
        }

        PeerStatus Status() => clusters.Seoul.Peers.Find(there)!;
    }

    [Fact]
    public async Task What_a_run_finds_of_a_peer_that_is_red_for_another_reason_is_shown_too()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (there, here) = await PeerAsync(clusters, PeerProtocol.Tcp);
        await BreakAsync(clusters, "router-stopped", there, here);
        await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            s.Diagnosis.Cause.Aspect == Aspect.Links
        );

        // Nothing tells seoul of this but its own troubleshooter.
        await BreakAsync(clusters, "mesh-full", there, here);
        await TroubleshooterTests.FailedAsync(clusters.Seoul);

        await TwoClusters.StatusAsync(clusters.Seoul, there, s =>
            s.Diagnosis.Cause.Aspect == Aspect.Sync
        );
    }

    private static AlarmKind KindOf(string situation) =>
        situation switch
        {
            "certificate-regenerated" or "certificate-of-subscriber-corrupted" =>
                AlarmCatalogue.CertificateFingerprintMismatch,
            "certificate-expired" => AlarmCatalogue.CertificateValidationFailure,
            "axl-stopped-on-publisher"
            or "tomcat-of-publisher-gone"
            or "wrong-password"
            or "role-missing" => AlarmCatalogue.AxlConnectionFailed,
            _ => AlarmCatalogue.PeerSyncFailed,
        };

    /// <summary>Passes raise alarms of what they come to.</summary>
    private static bool IsOfPasses(Finding finding) =>
        finding.Aspect is Aspect.Connectivity or Aspect.Sync or Aspect.Certificates;

    private static bool Tell(List<Alarm> alarms, Finding cause) =>
        IsOfPasses(cause)
            ? alarms is [var alarm] && alarm.Problem == cause.Problem
            : alarms.Count == 0;

    private static async Task<List<Alarm>> AlarmsAsync(
        HostedCluster cluster,
        PeerStatus status
    ) =>
        [
            .. (
                await cluster.Alarms!.FindAsync(
                    new AlarmSearch(ActiveOnly: true),
                    CancellationToken.None
                )
            ).Where(a => a.Subject == status.Peer.Address.Value),
        ];

    private static async Task<(PeerId There, PeerId Here)> PeerAsync(
        TwoClusters clusters,
        PeerProtocol protocol
    )
    {
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (there, here) =
            protocol == PeerProtocol.Tls
                ? (
                    await TwoClusters.AddSecureAsync(seoul, singapore),
                    await TwoClusters.AddSecureAsync(singapore, seoul)
                )
                : (
                    await TwoClusters.AddPeerAsync(seoul, singapore),
                    await TwoClusters.AddPeerAsync(singapore, seoul)
                );
        await TwoClusters.StatusAsync(seoul, there, s => s.Overall == Mark.Check);
        await TwoClusters.StatusAsync(singapore, here, s => s.Overall == Mark.Check);
        Assert.Empty(await TroubleshooterTests.FailedAsync(seoul));
        return (there, here);
    }

    private static async Task SyncAsync(TwoClusters clusters, PeerId there, PeerId here)
    {
        foreach (var cluster in clusters.Registry.Clusters)
            await cluster.Peering!.ForceSyncAsync(
                cluster.Id == clusters.Seoul.Id ? there : here,
                ForcedSync.Plain,
                CancellationToken.None
            );
    }

    [Theory]
    [MemberData(nameof(OfClusters))]
    public async Task A_situation_of_a_cluster_has_one_row_that_names_it_and_leads_to_where_it_is_solved(
        string situation,
        string test,
        string problem,
        FixPlace place,
        PeerProtocol protocol
    )
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (there, here) = await PeerAsync(clusters, protocol);

        await BreakAsync(clusters, situation, there, here);
        await OneRowAsync();
        // After the next sync of either side it is said again; users that are lost are back.
        await SyncAsync(clusters, there, here);
        if (situation != "users-lost-here")
            await OneRowAsync();

        async Task OneRowAsync()
        {
            List<CheckRow> failed = [];
            try
            {
                await Eventually.GetAsync(async () =>
                    (failed = await TroubleshooterTests.FailedAsync(clusters.Seoul))
                        is [var only]
                    && only.Test == test
                );
            }
            catch (TimeoutException)
            {
                // Said below.
            }

            Assert.Equal(
                [(test, problem, place)],
                failed.Select(r => (r.Test, r.Problem!.Code, r.Fix?.Place))
            );
        }
    }

    private static async Task BreakAsync(
        TwoClusters clusters,
        string situation,
        PeerId there,
        PeerId here
    )
    {
        var (seoul, singapore) = (clusters.Seoul, clusters.Singapore);
        var (publisher, subscriber) = (
            singapore.Topology.Nodes[0].Name,
            singapore.Topology.Nodes[1].Name
        );
        switch (situation)
        {
            case "axl-stopped-on-publisher":
                await TroubleshooterTests.StopAsync(
                    singapore,
                    publisher,
                    ServiceCatalogue.AxlWebService
                );
                break;
            case "axl-stopped-on-subscriber":
                await TroubleshooterTests.StopAsync(
                    singapore,
                    subscriber,
                    ServiceCatalogue.AxlWebService
                );
                break;
            case "tomcat-of-publisher-gone":
                await clusters.Registry.RemoveAsync(singapore.Id, CancellationToken.None);
                break;
            case "router-stopped":
                await TroubleshooterTests.StopAsync(
                    singapore,
                    subscriber,
                    ServiceCatalogue.XcpRouter
                );
                break;
            case "sip-stopped":
                await TroubleshooterTests.StopAsync(
                    singapore,
                    subscriber,
                    ServiceCatalogue.SipProxy
                );
                break;
            case "agent-stopped":
                await TroubleshooterTests.StopAsync(
                    singapore,
                    subscriber,
                    ServiceCatalogue.InterclusterSyncAgent
                );
                break;
            case "wrong-password":
                await TroubleshooterTests.WrongPasswordAsync(seoul, there);
                break;
            case "role-missing":
                Assert.Empty(
                    await singapore.ApplicationUsers!.SaveAsync(
                        "icsa",
                        new ApplicationUserForm
                        {
                            AxlUsername = "icsa",
                            Roles = ApplicationRoles.Serviceability,
                        },
                        CancellationToken.None
                    )
                );
                break;
            case "half-open":
                await singapore.Peering!.DeleteAsync(here, CancellationToken.None);
                break;
            case "certificate-regenerated":
                Assert.Null(
                    await singapore.Certificates!.GenerateAsync(
                        publisher,
                        "tomcat",
                        Domain.Certificates.KeySpec.Default(Domain.Certificates.KeyType.Ecdsa),
                        CancellationToken.None
                    )
                );
                Assert.Null(
                    await singapore.Services!.RestartTomcatAsync(
                        publisher,
                        CancellationToken.None
                    )
                );
                break;
            case "certificate-of-subscriber-corrupted":
                await clusters.ExecuteAsync(
                    seoul,
                    $"UPDATE Trust SET Pem = 'nothing' WHERE Store = 'tomcat-trust' AND Node = '{subscriber}'"
                );
                await seoul.Certificates!.DeleteAsync(-1, CancellationToken.None);
                break;
            case "domain-differs":
                await clusters.ChangeAsync(singapore, f => f.Domain = "elsewhere.example");
                break;
            case "scheme-differs":
                await clusters.ChangeAsync(singapore, f =>
                    f.AddressScheme = ImAddressScheme.DirectoryUri
                );
                break;
            case "release-differs":
                await clusters.ChangeAsync(seoul, f => f.Release = Release.V125);
                await clusters.ChangeAsync(singapore, f => f.Release = Release.V14);
                break;
            case "platform-too-small":
                await clusters.ChangeAsync(singapore, f => f.Platform = Platform.SmallerOva);
                break;
            case "certificate-expired":
                var expiring = (await clusters.DatabaseOfAsync(singapore)).Certificates;
                Assert.Null(
                    await singapore.Certificates!.RequestAsync(
                        publisher,
                        "tomcat",
                        Domain.Certificates.CsrSpec.Default(
                            "tomcat",
                            Domain.Certificates.KeySpec.Default(
                                Domain.Certificates.KeyType.Ecdsa
                            )
                        ),
                        CancellationToken.None
                    )
                );
                var (request, key) = (
                    await expiring.RequestAsync(publisher, "tomcat", CancellationToken.None)
                )!.Value;
                using (var issuer = TestAuthority.Root("Lab"))
                using (var old = issuer.Sign(request, fromDays: -20, toDays: -1))
                    await expiring.PrepareAsync(
                        new Storage.Certificates.PreparedIdentity(
                            publisher,
                            "tomcat",
                            IsRequest: false,
                            old.ExportCertificatePem()
                        ),
                        key,
                        CancellationToken.None
                    );
                Assert.Null(
                    await singapore.Services!.RestartTomcatAsync(
                        publisher,
                        CancellationToken.None
                    )
                );
                break;
            case "mesh-full":
                var others = Enumerable
                    .Range(1, PeeringRules.MaxMesh)
                    .Select(i =>
                        $"UPDATE one SET Id = Id + 1, Address = '192.0.2.{i}', RemoteId = 'mesh{i}'; INSERT INTO Peers SELECT * FROM one;"
                    );
                await clusters.ExecuteAsync(
                    singapore,
                    $"CREATE TEMP TABLE one AS SELECT * FROM Peers; {string.Concat(others)} DROP TABLE one;"
                );
                break;
            case "removal-held":
                await clusters.SetUsersAsync(singapore, TwoClusters.UsersOf(singapore, 5));
                await seoul.Peering!.ForceSyncAsync(
                    there,
                    ForcedSync.Plain,
                    CancellationToken.None
                );
                break;
            case "enterprise-group-in-both":
                await clusters.GroupAsync(seoul, _ => "Sales");
                await clusters.GroupAsync(singapore, _ => "sales");
                break;
            case "own-platform-too-small":
                await clusters.ChangeAsync(seoul, f => f.Platform = Platform.SmallerOva);
                break;
            case "own-recovery-manager-stopped":
                Assert.Null(
                    await seoul.Redundancy!.SetHighAvailabilityAsync(
                        1,
                        true,
                        CancellationToken.None
                    )
                );
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Nodes[1].Name,
                    ServiceCatalogue.ServerRecoveryManager
                );
                break;
            case "users-lost-here":
                // Does what links that came up ask for: a pass after the loss would mend it.
                await seoul.Peering!.ForceSyncAsync(
                    there,
                    ForcedSync.Plain,
                    CancellationToken.None
                );
                await clusters.ExecuteAsync(
                    seoul,
                    "UPDATE Peers SET UserCount = UserCount - 1, AssignedCount = AssignedCount - 1"
                );
                break;
            case "own-router-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Nodes[1].Name,
                    ServiceCatalogue.XcpRouter
                );
                break;
            case "own-axl-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Nodes[1].Name,
                    ServiceCatalogue.AxlWebService
                );
                break;
            case "own-agent-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Publisher.Name,
                    ServiceCatalogue.InterclusterSyncAgent
                );
                break;
            case "own-sync-agent-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Publisher.Name,
                    ServiceCatalogue.SyncAgent
                );
                break;
            case "own-data-monitor-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Nodes[1].Name,
                    ServiceCatalogue.DataMonitor
                );
                break;
            case "own-sip-stopped":
                await TroubleshooterTests.StopAsync(
                    seoul,
                    seoul.Topology.Nodes[1].Name,
                    ServiceCatalogue.SipProxy
                );
                break;
            case "same-user-in-both":
                await clusters.SetUsersAsync(
                    seoul,
                    [
                        .. TwoClusters.UsersOf(seoul, TwoClusters.Users),
                        TwoClusters.UsersOf(singapore, 1)[0] with
                        {
                            DirectoryUri = "other@elsewhere.example",
                            Node = seoul.Topology.Publisher.Name.Value,
                        },
                    ]
                );
                break;
            case "invalid-uri":
                await clusters.SetUsersAsync(
                    seoul,
                    [
                        .. TwoClusters.UsersOf(seoul, TwoClusters.Users),
                        new EndUser(
                            "odd",
                            "",
                            "",
                            "",
                            "no address",
                            seoul.Topology.Publisher.Name.Value
                        ),
                    ]
                );
                break;
            case "own-directory-gone":
                File.Delete(
                    clusters.Files.Single(f =>
                        Path.GetFileName(f) == Path.GetFileName(seoul.Definition.DirectoryFile)
                    )
                );
                seoul.Users!.SyncNow();
                break;
            case "own-identity-expired":
                using (var root = TestAuthority.Root("Lab"))
                using (
                    var expired = root.Issue(
                        seoul.Topology.Nodes[1].Name.Value,
                        fromDays: -20,
                        toDays: -1
                    )
                )
                    await clusters.ExecuteAsync(
                        seoul,
                        $"UPDATE Identities SET Pem = '{expired.ExportCertificatePem()}' WHERE Service = "
                            + $"'cup-xmpp-s2s' AND Node = '{seoul.Topology.Nodes[1].Name}'"
                    );
                break;
            case "own-trust-corrupted":
                await clusters.ExecuteAsync(
                    seoul,
                    "INSERT INTO Trust (Store, Pem, IsTold) VALUES ('tomcat-trust', 'nothing', 0)"
                );
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(situation), situation, null);
        }
    }
}
