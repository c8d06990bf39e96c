using IcpConsole.Domain.Access;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class PeeringTests
{
    [Fact]
    public async Task A_peer_that_was_accepted_earns_every_check_mark_on_the_wire()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.InStep(s)
        );

        Assert.Equal("singapore", status.RemoteId?.Value);
        Assert.Equal(
            new AssociatedUsers(TwoClusters.Users, TwoClusters.Users, status.Users!.At),
            status.Users
        );
        Assert.Equal(
            (SyncTrigger.Initial, SyncMode.Full, TwoClusters.Users),
            (status.Sync.Last!.Trigger, status.Sync.Last.Mode, status.Sync.Last.Added)
        );
        Assert.Equal("TLS 1.3", status.Connectivity!.TlsVersion);
        Assert.Equal(
            clusters.Singapore.Topology.Nodes.Select(n =>
                (n.Name, PeerCertificateState.Synchronized)
            ),
            status.Certificates!.Certificates.Select(c => (c.Node, c.State))
        );
        Assert.NotNull(status.LastSynchronized);
        var stored = (
            await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ReadAsync(
                peer,
                CancellationToken.None
            )
        )
            .Progress
            .Users;
        Assert.Equal(
            await clusters.Singapore.Users!.CountAsync(CancellationToken.None),
            stored
        );
    }

    [Fact]
    public async Task A_subscriber_is_found_out_at_the_pass_and_the_publisher_is_named()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var subscriber = clusters
            .Singapore.Topology.Nodes.Single(n =>
                n.Role == Domain.Clusters.NodeRole.Subscriber
            )
            .Name.Value;
        var form = TwoClusters.FormFor(clusters.Singapore);
        form.Address = subscriber;
        var contact = await clusters.Seoul.Peering!.ProbeAsync(
            null,
            form,
            CancellationToken.None
        );
        var peer = (
            await clusters.Seoul.Peering.SaveAsync(
                null,
                form,
                contact.Value!.Certificate,
                CancellationToken.None
            )
        ).Value;

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal(
            clusters.Singapore.Topology.Publisher.Name.Value,
            Assert.IsType<PeerIsSubscriber>(status.Failure!.Problem).Publisher
        );
        Assert.Equal(
            0,
            (
                await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ReadAsync(
                    peer,
                    CancellationToken.None
                )
            )
                .Progress
                .Users
                .Count
        );
    }

    [Fact]
    public async Task What_the_remote_cluster_is_decides_at_the_pass()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var old = await clusters.CreateAsync(
            "oslo",
            clusters.Network.Address(4, 1),
            Lab.Traits with
            {
                Platform = Domain.Clusters.Platform.BusinessEdition6000,
            }
        );
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, old);
        Assert.Equal(
            "BusinessEdition6000There",
            (
                await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                    s.Sync.Last?.Failure is not null
                )
            )
                .Failure!
                .Problem
                .Code
        );
        var back = await old.Peering!.ProbeAsync(
            null,
            TwoClusters.FormFor(clusters.Seoul),
            CancellationToken.None
        );
        Assert.Equal("BusinessEdition6000Here", Assert.Single(back.Problems).Code);
    }

    [Fact]
    public async Task Nothing_new_is_one_request_and_changes_alone_cross_after_that()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));

        var unchanged = await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(
            (SyncTrigger.Forced, SyncMode.None, 0),
            (unchanged!.Trigger, unchanged.Mode, unchanged.Added)
        );

        var users = TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 2);
        await clusters.SetUsersAsync(
            clusters.Singapore,
            [users[0] with { FirstName = "Renamed" }, .. users.Skip(2)]
        );
        var changed = await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(
            (SyncMode.Delta, 2, 1, 1),
            (changed!.Mode, changed.Added, changed.Changed, changed.Removed)
        );
        Assert.Equal(TwoClusters.Users + 1, clusters.Seoul.Peers.Find(peer)!.Users!.Here);
    }

    [Fact]
    public async Task What_a_forced_sync_would_do_is_known_before_and_changes_nothing()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        Assert.Equal(new SyncPreview(0, 0, 0, TwoClusters.Users), await PreviewAsync());

        var users = TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 2);
        await clusters.SetUsersAsync(
            clusters.Singapore,
            [users[0] with { FirstName = "Renamed" }, .. users.Skip(2)]
        );
        var would = new SyncPreview(2, 1, 1, TwoClusters.Users + 1);
        Assert.Equal(would, await PreviewAsync());
        Assert.Equal(would, await PreviewAsync());
        var before = clusters.Seoul.Peers.Find(peer)!;
        Assert.Equal(
            (TwoClusters.Users, SyncPhase.Idle),
            (before.Users!.Here, before.Sync.Phase)
        );

        var forced = await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(
            (SyncMode.Delta, 2, 1, 1),
            (forced!.Mode, forced.Added, forced.Changed, forced.Removed)
        );

        async Task<SyncPreview> PreviewAsync() =>
            (
                await clusters.Door.SendAsync(
                    Principal.Console,
                    clusters.Seoul.Id,
                    new PreviewSync(peer),
                    CancellationToken.None
                )
            ).Value!;
    }

    [Fact]
    public async Task What_a_rule_forbids_a_forced_sync_is_said_before_it_too()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        await clusters.ChangeAsync(clusters.Singapore, f =>
            f.Platform = Domain.Clusters.Platform.SmallerOva
        );

        var preview = await clusters.Door.SendAsync(
            Principal.Console,
            clusters.Seoul.Id,
            new PreviewSync(peer),
            CancellationToken.None
        );
        Assert.Equal(new SmallerOvaThere(), Assert.Single(preview.Problems));
    }

    [Fact]
    public async Task An_unreachable_peer_is_saved_and_recovers_by_itself_once_its_certificate_was_accepted()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var address = clusters.Network.Address(4, 1);
        var peer = await TwoClusters.AddUnseenAsync(clusters.Seoul, address.ToString());
        var down = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Last?.Failure is not null
        );
        Assert.Equal("TcpRefused", down.Failure!.Problem.Code);

        await clusters.CreateAsync("oslo", address);
        var asking = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Phase == SyncPhase.AwaitingAcceptance
        );
        await clusters.Seoul.PeerTrust.AcceptAsync(
            peer,
            asking.Failure!.Presented!,
            CancellationToken.None
        );
        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.InStep(s)
        );
        Assert.Equal("oslo", status.RemoteId?.Value);
    }

    [Fact]
    public async Task A_cluster_installed_anew_is_a_changed_certificate_until_a_forced_sync_takes_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, oslo);
        var before = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.InStep(s)
        );

        await clusters.Registry.RemoveAsync(oslo.Id, CancellationToken.None);
        oslo = await clusters.CreateAsync("oslo", clusters.Network.Address(4, 1));
        await clusters.SetUsersAsync(oslo, TwoClusters.UsersOf(oslo, 7));
        var plain = await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(
            (PassLayer.Certificate, "CertificateChanged"),
            (plain!.Failure!.Layer, plain.Failure.Problem.Code)
        );
        var unseen = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            new ForcedSync(true, null, []),
            CancellationToken.None
        );
        Assert.Equal("CertificateChanged", unseen!.Failure!.Problem.Code);
        Assert.Equal(before.Users!.Here, clusters.Seoul.Peers.Find(peer)!.Users!.Here);

        var contact = await clusters.Seoul.Peering.LookAsync(peer, CancellationToken.None);
        Assert.Equal(
            before.Certificates!.Certificates[0].Announced!.Sha256,
            contact.Kept!.Sha256
        );
        Assert.NotEqual(contact.Kept.Sha256, contact.Certificate!.Sha256);
        var taken = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            new ForcedSync(true, contact.Certificate, []),
            CancellationToken.None
        );
        Assert.Equal(
            (null, SyncMode.Full, 7, 1),
            (taken!.Failure, taken.Mode, taken.Added + taken.Changed, taken.CertificatesTaken)
        );
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
    }

    [Fact]
    public async Task Deleting_a_peer_removes_what_was_learned_and_leaves_the_other_side_alone()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var here = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        var there = await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul);
        await TwoClusters.StatusAsync(clusters.Seoul, here, s => TwoClusters.InStep(s));
        await TwoClusters.StatusAsync(clusters.Singapore, there, s => TwoClusters.InStep(s));

        await clusters.Seoul.Peering!.DeleteAsync(here, CancellationToken.None);

        Assert.Empty(clusters.Seoul.Peers.All);
        Assert.Empty(
            await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ListAsync(
                CancellationToken.None
            )
        );
        Assert.Equal(
            (TwoClusters.Users, TwoClusters.Users),
            (
                clusters.Singapore.Peers.Find(there)!.Users!.Here,
                await clusters.CountAsync(
                    clusters.Singapore,
                    $"SELECT count(*) FROM PeerUsers WHERE PeerId = {there}"
                )
            )
        );
    }

    [Fact]
    public async Task A_new_address_starts_first_contact_anew()
    {
        await using var clusters = await TwoClusters.StartAsync();
        await using var elsewhere = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));

        var form = TwoClusters.FormFor(elsewhere.Singapore);
        form.Revision = 1;
        var contact = await clusters.Seoul.Peering!.ProbeAsync(
            peer,
            form,
            CancellationToken.None
        );
        Assert.True(contact.Value!.NeedsAcceptance);
        await clusters.Seoul.Peering.SaveAsync(peer, form, null, CancellationToken.None);

        var status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.Phase == SyncPhase.AwaitingAcceptance
        );
        Assert.Null(status.Users);
        Assert.Null(status.LastSynchronized);
        Assert.Equal(
            (
                clusters.Singapore.Topology.Publisher.Name,
                clusters.Singapore.Id,
                TwoClusters.Users
            ),
            status.Peer.Moved is { } moved
                ? (moved.From, moved.RemoteId!.Value, moved.Users)
                : default
        );
        Assert.Equal(
            0,
            (
                await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ReadAsync(
                    peer,
                    CancellationToken.None
                )
            )
                .Progress
                .Users
                .Count
        );
    }

    [Fact]
    public async Task Of_two_administrators_the_later_is_told_that_the_peer_changed()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        var forms = Enumerable
            .Range(0, 10)
            .Select(_ => TwoClusters.FormFor(clusters.Singapore))
            .ToList();
        foreach (var form in forms)
            form.Revision = 1;

        var saved = await Task.WhenAll(
            forms.Select(f =>
                clusters.Seoul.Peering!.SaveAsync(peer, f, null, CancellationToken.None)
            )
        );

        Assert.Single(saved, s => s.Succeeded);
        Assert.All(saved.Where(s => !s.Succeeded), s =>
            Assert.IsType<SavedMeanwhile>(s.Problems[0])
        );
    }

    [Fact]
    public async Task A_rule_broken_at_save_prevents_it()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var own = await clusters.Seoul.Peering!.ProbeAsync(
            null,
            TwoClusters.FormFor(clusters.Seoul),
            CancellationToken.None
        );
        Assert.Equal(
            ("PeerIsOwnNode", "Address"),
            own.Problems.Select(p => (p.Code, p.Field)).Single()
        );
        var saved = await clusters.Seoul.Peering.SaveAsync(
            null,
            TwoClusters.FormFor(clusters.Seoul),
            null,
            CancellationToken.None
        );
        Assert.False(saved.Succeeded);
        Assert.Empty(clusters.Seoul.Peers.All);
    }

    [Fact]
    public async Task A_periodic_pass_runs_within_the_interval_and_not_long_before()
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        // The other side first: links are taken at once then, and not when time has passed.
        await TwoClusters.StatusAsync(
            clusters.Singapore,
            await TwoClusters.AddPeerAsync(clusters.Singapore, clusters.Seoul),
            TwoClusters.InStep
        );
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.BothInStep(s) && s.Sync.NextAt is not null
        );
        // One agent alone waits for the time that passes from here on.
        await clusters.Singapore.Services!.DoAsync(
            clusters.Singapore.Topology.Publisher.Name,
            ServiceCatalogue.InterclusterSyncAgent,
            ServiceAction.Stop,
            CancellationToken.None
        );
        var step = TimeSpan.FromSeconds(15);
        // Each link that comes up has a pass follow, a second later.
        await Eventually.TrueAsync(() =>
        {
            if (time.IsAwaited(TimeSpan.FromSeconds(1)))
                time.Advance(TimeSpan.FromSeconds(1));
            return time.IsAwaited(step)
                && clusters.Seoul.Peers.Find(peer)!.Sync.Last?.Trigger == SyncTrigger.Notice;
        });
        var first = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s is { Sync: { NextAt: not null, Last.Trigger: SyncTrigger.Notice } }
        );
        // Links live on real sockets, for which time that jumps is silence.
        foreach (var node in clusters.Seoul.Topology.Nodes)
            await clusters.Seoul.Services!.DoAsync(
                node.Name,
                ServiceCatalogue.XcpRouter,
                ServiceAction.Stop,
                CancellationToken.None
            );
        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users - 3)
        );
        Assert.InRange(
            first.Sync.NextAt!.Value - time.GetUtcNow(),
            TimeSpan.FromMinutes(27),
            TimeSpan.FromMinutes(30)
        );

        // Step by step: time stands still while a test or a pass is at work.
        var status = first;
        while (status is not { Sync.Last.Trigger: SyncTrigger.Periodic })
        {
            // The agent waits again a moment after its status is there; a pass that is due by then
            // begins at once.
            await Eventually.TrueAsync(() =>
                time.IsAwaited(step) || status.Sync.NextAt - time.GetUtcNow() < step
            );
            time.Advance(step);
            // A test ends with the other side's view; time that passes sooner would cut it off.
            var view = status.OtherView;
            status = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                s is { Sync.NextAt: not null }
                && s.Connectivity!.At == time.GetUtcNow()
                && (
                    s.Sync.Last?.Trigger == SyncTrigger.Periodic
                    || !ReferenceEquals(s.OtherView, view)
                )
            );
            Assert.Equal(Mark.Check, status.Connectivity!.Mark);
        }

        Assert.Equal(
            (SyncMode.Delta, 3, TwoClusters.Users - 3),
            (status.Sync.Last.Mode, status.Sync.Last.Removed, status.Users!.Here)
        );
        Assert.InRange(
            status.Sync.Last.StartedAt - first.LastSynchronized!.Value,
            TimeSpan.FromMinutes(27),
            TimeSpan.FromMinutes(31)
        );
    }
}
