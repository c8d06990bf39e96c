using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Diagnostics;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class NameRuleTests
{
    private const string UnifiedCm = "cucm.example.test";

    [Fact]
    public async Task A_name_in_the_peers_certificate_that_does_not_resolve_stops_the_connection_until_it_does()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            null,
            null,
            UnifiedCm
        );
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, oslo);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last is not null
        );
        Assert.Equal(
            (PassLayer.Name, "SanNameUnresolved"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.Equal(
            [UnifiedCm, clusters.Seoul.Topology.Publisher.Name.Value],
            ProblemCode.ArgumentsOf(status.Failure.Problem).Take(2)
        );
        Assert.Equal((Mark.Cross, Mark.Cross), (status.Names!.Mark, status.Overall));
        Assert.Null(status.Connectivity!.Tcp);
        Assert.Null(status.RemoteId);
        await Eventually.GetAsync(async () =>
            (
                await clusters.Seoul.Alarms!.FindAsync(
                    new AlarmSearch("HostNameResolution", ActiveOnly: true),
                    CancellationToken.None
                )
            ).Count == 1
        );

        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.BothInStep(s)
        );
        var lookup = Assert.Single(status.Names!.Names, n => n.Name.Value == UnifiedCm);
        Assert.Equal(
            ("192.0.2.7", UnifiedCm),
            (Assert.Single(lookup.Addresses).ToString(), lookup.ReverseName)
        );
        Assert.NotNull(lookup.Reverse);
    }

    [Fact]
    public async Task The_names_are_those_of_the_certificate_that_is_presented_and_not_of_the_one_that_is_kept()
    {
        var names = new TableResolver();
        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var peering = clusters.Seoul.Peering!;
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            null,
            null,
            UnifiedCm
        );
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, oslo);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.BothInStep);
        names.Names.Clear();
        Assert.Equal(
            "SanNameUnresolved",
            (await peering.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!
                .Failure!
                .Problem
                .Code
        );

        // Its certificate is made anew, without the name.
        await clusters.ChangeAsync(oslo, f => f.UnifiedCmNodes = "");
        Assert.Equal(
            "CertificateChanged",
            (await peering.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None))!
                .Failure!
                .Problem
                .Code
        );
        var contact = await peering.LookAsync(peer, CancellationToken.None);
        Assert.Null(
            (
                await peering.ForceSyncAsync(
                    peer,
                    new ForcedSync(true, contact.Certificate, []),
                    CancellationToken.None
                )
            )!.Failure
        );
        await TwoClusters.StatusAsync(clusters.Seoul, peer, TwoClusters.BothInStep);
    }

    [Fact]
    public async Task The_names_have_to_resolve_also_where_an_authority_vouches_for_the_certificate_and_it_is_not_kept()
    {
        var names = new TableResolver();
        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            null,
            null,
            UnifiedCm
        );
        using var root = TestAuthority.Root("Lab Root");
        foreach (var cluster in new[] { clusters.Seoul, oslo })
            Assert.True(
                (
                    await cluster.Certificates!.TrustAsync(
                        "tomcat",
                        root.File,
                        CancellationToken.None
                    )
                ).Succeeded
            );
        await CertificateTests.IssueAsync(oslo, oslo.Topology.Publisher.Name, root);
        names.Names.Clear();

        var peer = await TwoClusters.AddUnseenAsync(
            clusters.Seoul,
            oslo.Topology.Publisher.Name.Value
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last is not null
        );
        Assert.Equal(
            (PassLayer.Name, "SanNameUnresolved"),
            (status.Failure!.Layer, status.Failure.Problem.Code)
        );
        Assert.Contains(status.Names!.Names, n =>
            n.Name.Value == UnifiedCm && n.Problem is not null
        );
        Assert.Equal(
            "SanNameUnresolved",
            Assert
                .Single(await TroubleshooterTests.FailedAsync(clusters.Seoul), r =>
                    r.Test == "PeerName"
                )
                .Problem!.Code
        );

        // The other side, which has to mend it, is told which name it is.
        await TwoClusters.StatusAsync(
            oslo,
            await TwoClusters.AddPeerAsync(oslo, clusters.Seoul),
            s => s.LastSynchronized is not null
        );
        var told = await Eventually.GetAsync(async () =>
        {
            await oslo.Diagnostics!.RunAsync(CheckSelection.All, CancellationToken.None);
            return oslo.Diagnostics.Rows.Single(r => r.Test == "PeerName").OtherSideProblem;
        });
        Assert.Equal(
            ("SanNameUnresolved", UnifiedCm, 3),
            (told.Code, ProblemCode.ArgumentsOf(told)[0], ProblemCode.ArgumentsOf(told).Length)
        );
    }

    [Fact]
    public async Task A_name_of_no_node_stops_nothing_once_the_peer_has_told_of_its_nodes_and_its_parent_domain_never()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var (seoul, name) = (clusters.Seoul, NodeName.Parse("imp1.oslo.example"));
        const string Alias = "presence.elsewhere.example";
        names.Names[name.Value] = clusters.Network.Address(4, 1);
        var oslo = await clusters.CreateAsync("oslo", name, clusters.Network.Address(4, 1));
        using var root = TestAuthority.Root("Lab Root");
        foreach (var cluster in new[] { seoul, oslo })
            await cluster.Certificates!.TrustAsync(
                "tomcat",
                root.File,
                CancellationToken.None
            );
        await CertificateTests.IssueAsync(oslo, name, request => root.Sign(request, san =>
            {
                san.AddDnsName(name.Value);
                san.AddDnsName("oslo.example");
                san.AddDnsName(Alias);
            }));

        var peer = await TwoClusters.AddUnseenAsync(seoul, name.Value);
        var status = await TwoClusters.StatusAsync(seoul, peer, s => s.Sync.Last is not null);
        Assert.Equal(
            ("SanNameUnresolved", Alias),
            (status.Failure!.Problem.Code, ProblemCode.ArgumentsOf(status.Failure.Problem)[0])
        );
        Assert.Equal(["oslo.example"], status.Names!.OfNoNode);

        names.Names[Alias] = System.Net.IPAddress.Parse("192.0.2.9");
        await seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None);
        names.Names.Remove(Alias, out _);
        Assert.Null(
            (
                await seoul.Peering.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        Assert.Equal(
            ["oslo.example", Alias],
            seoul.Peers.Find(peer)!.Names!.OfNoNode.Order(StringComparer.Ordinal)
        );
        // Of its own certificate, too, the troubleshooter warns of nothing but nodes.
        await oslo.Diagnostics!.RunAsync(CheckSelection.All, CancellationToken.None);
        Assert.Equal(
            CheckOutcome.Passed,
            oslo.Diagnostics.Rows.Single(r => r.Test == "IdentityNames").Outcome
        );
    }

    [Fact]
    public async Task A_cluster_with_host_names_keeps_the_last_known_users_while_DNS_is_gone_and_rejoins_without_loss_or_duplicates()
    {
        var names = new TableResolver();
        await using var clusters = await TwoClusters.StartAsync(names: names);
        var (seoul, address, name) = (
            clusters.Seoul,
            clusters.Network.Address(4, 1),
            NodeName.Parse("oslo-1.example.test")
        );
        names.Names[name.Value] = address;
        var oslo = await clusters.CreateAsync("oslo", name, address);
        await clusters.SetUsersAsync(oslo, TwoClusters.UsersOf(oslo, 30));
        var peer = await TwoClusters.AddBothAsync(seoul, oslo);
        var before = await TwoClusters.StatusAsync(seoul, peer, s =>
            TwoClusters.BothInStep(s) && s.Users?.Here == 30
        );
        Assert.Equal(
            clusters.Seoul.Topology.Nodes.Count,
            SplitBrain.Between(seoul.Id, seoul.Topology, before).Lost.Count
        );

        names.Names.Clear();
        await clusters.SetUsersAsync(oslo, TwoClusters.UsersOf(oslo, 33).Skip(2));
        await seoul.Peering!.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None);
        var apart = seoul.Peers.Find(peer)!;
        Assert.Equal(
            (PassLayer.Name, "NameNotFound"),
            (apart.Failure!.Layer, apart.Failure.Problem.Code)
        );
        Assert.Equal((Mark.Unknown, before.Users), (apart.UsersMark, apart.Users));
        Assert.Equal(
            30,
            await clusters.CountAsync(
                seoul,
                $"SELECT count(*) FROM enduser WHERE userid LIKE 'oslo%'"
            )
        );

        names.Names[name.Value] = address;
        await seoul.Peering.ForceSyncAsync(peer, ForcedSync.Plain, CancellationToken.None);
        var again = await TwoClusters.StatusAsync(seoul, peer, s => TwoClusters.BothInStep(s));
        Assert.Equal(
            (SyncMode.Delta, 3, 2, 31),
            (
                again.Sync.Last!.Mode,
                again.Sync.Last.Added,
                again.Sync.Last.Removed,
                again.Users!.Here
            )
        );
        Assert.Equal(
            31,
            await clusters.CountAsync(
                seoul,
                "SELECT count(DISTINCT userid) FROM enduser WHERE userid LIKE 'oslo%'"
            )
        );
    }

    [Fact]
    public async Task Dns_that_takes_longer_than_five_seconds_is_named_as_slow_and_stops_nothing()
    {
        var (time, names) = (new ManualTimeProvider(), new TableResolver());
        names.Names[UnifiedCm] = System.Net.IPAddress.Parse("192.0.2.7");
        names.BeforeAnswer = () => time.Advance(TimeSpan.FromSeconds(6));
        await using var clusters = await TwoClusters.StartAsync(time, names);
        var oslo = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            null,
            null,
            UnifiedCm
        );
        var peer = await TwoClusters.AddBothAsync(clusters.Seoul, oslo);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.LastSynchronized is not null
        );
        Assert.Equal(
            (UnifiedCm, TimeSpan.FromSeconds(6)),
            status.Names!.Slowest is { } slow ? (slow.Name.Value, slow.Forward) : default
        );
        Assert.Equal(Mark.Check, status.Names.Mark);
    }
}
