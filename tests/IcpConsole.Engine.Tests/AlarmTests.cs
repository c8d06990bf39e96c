using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Engine.Tests;

public sealed class AlarmTests
{
    [Fact]
    public async Task A_login_that_is_refused_raises_an_alarm_that_counts_and_ends_with_the_cause()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore, "wrong");
        var raised = await FoundAsync(clusters.Seoul, a =>
            a.Kind == AlarmCatalogue.AxlConnectionFailed
        );
        Assert.Equal(
            ("AxlLoginFailed", true, clusters.Singapore.Topology.Publisher.Name.Value),
            (raised.Problem.Code, raised.IsActive, raised.Subject)
        );
        // Counted a moment after it is there to be found.
        await Eventually.TrueAsync(() => clusters.Seoul.Alarms!.Waiting == 1);
        await clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.InRange((await FoundAsync(clusters.Seoul, a => a.Count > 1)).Count, 2, 9);

        await clusters.Seoul.Alarms!.AcknowledgeAsync(
            [raised.Id],
            "administrator",
            CancellationToken.None
        );
        Assert.Equal(0, clusters.Seoul.Alarms.Waiting);
        Assert.Empty(
            await clusters.Seoul.Alarms.FindAsync(
                new AlarmSearch(UnacknowledgedOnly: true),
                CancellationToken.None
            )
        );

        var form = TwoClusters.FormFor(clusters.Singapore);
        form.Revision = 1;
        await clusters.Seoul.Peering.SaveAsync(peer, form, null, CancellationToken.None);
        var cleared = await FoundAsync(clusters.Seoul, a => !a.IsActive);
        Assert.Equal((raised.Id, "administrator"), (cleared.Id, cleared.AcknowledgedBy));
    }

    [Fact]
    public async Task An_alarm_of_a_certificate_lasts_while_the_peer_cannot_be_reached()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (seoul, publisher) = (clusters.Seoul, clusters.Seoul.Topology.Publisher.Name);
        var peer = await TwoClusters.AddPeerAsync(clusters.Singapore, seoul);
        await TwoClusters.StatusAsync(clusters.Singapore, peer, TwoClusters.InStep);
        Assert.Null(
            await seoul.Certificates!.GenerateAsync(
                publisher,
                "tomcat",
                KeySpec.Default(KeyType.Ecdsa),
                CancellationToken.None
            )
        );
        Assert.Null(
            await seoul.Services!.RestartTomcatAsync(publisher, CancellationToken.None)
        );
        await clusters.Singapore.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        await FoundAsync(clusters.Singapore, a =>
            a.IsActive && a.Kind == AlarmCatalogue.CertificateFingerprintMismatch
        );

        await clusters.Registry.RemoveAsync(seoul.Id, CancellationToken.None);
        await clusters.Singapore.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        await FoundAsync(clusters.Singapore, a =>
            a.IsActive && a.Kind == AlarmCatalogue.AxlConnectionFailed
        );
        await FoundAsync(clusters.Singapore, a =>
            a.IsActive && a.Kind == AlarmCatalogue.CertificateFingerprintMismatch
        );
    }

    [Fact]
    public async Task Deleting_a_peer_clears_its_alarms()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore, "wrong");
        await FoundAsync(clusters.Seoul, a => a.IsActive);
        await clusters.Seoul.Peering!.DeleteAsync(peer, CancellationToken.None);
        Assert.Empty(
            await clusters.Seoul.Alarms!.FindAsync(
                new AlarmSearch(ActiveOnly: true),
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task An_entry_that_is_re_pointed_leaves_no_alarm_of_its_old_address_behind()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var old = clusters.Network.Address(7, 1).ToString();
        var peer = await TwoClusters.AddUnseenAsync(clusters.Seoul, old);
        await FoundAsync(clusters.Seoul, a => a.IsActive);
        var form = TwoClusters.FormFor(clusters.Singapore);
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
        Assert.Empty(
            await clusters.Seoul.Alarms!.FindAsync(
                new AlarmSearch(old, ActiveOnly: true),
                CancellationToken.None
            )
        );
    }

    [Fact]
    public async Task Users_that_do_not_add_up_are_fetched_anew_with_an_alarm_and_counted()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s => TwoClusters.InStep(s));
        // A forced sync does what links that came up ask for: no other pass comes before the one
        // below.
        Assert.Null(
            (
                await clusters.Seoul.Peering!.ForceSyncAsync(
                    peer,
                    ForcedSync.Plain,
                    CancellationToken.None
                )
            )!.Failure
        );
        await using (
            var file = new SqliteConnection(
                $"Data Source={clusters.DatabasePath(clusters.Seoul)};Pooling=False"
            )
        )
        {
            await file.OpenAsync();
            await using var lose = file.CreateCommand();
            lose.CommandText =
                "DELETE FROM PeerUsers WHERE UserId IN (SELECT UserId FROM PeerUsers LIMIT 1)";
            Assert.Equal(1, await lose.ExecuteNonQueryAsync());
        }

        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 1)
        );
        var receipt = await clusters.Seoul.Peering.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );

        Assert.Equal(
            (null, true, SyncMode.Full),
            (receipt!.Failure, receipt.Repaired, receipt.Mode)
        );
        Assert.Equal(
            (1, TwoClusters.Users + 1),
            clusters.Seoul.Peers.Find(peer) is { } s
                ? (s.Sync.Mismatches, s.Users!.Here)
                : default
        );
        var alarm = await FoundAsync(clusters.Seoul, a => !a.IsActive);
        Assert.Equal(
            (AlarmCatalogue.PeerSyncFailed, "DigestMismatch"),
            (alarm.Kind, alarm.Problem.Code)
        );
        Assert.Equal(
            1,
            (
                await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ReadAsync(
                    peer,
                    CancellationToken.None
                )
            )
                .Progress
                .Mismatches
        );
    }

    [Fact]
    public async Task An_alarm_is_found_by_name_alias_and_subject_and_by_nothing_that_looks_like_a_pattern()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var alarms = (await clusters.DatabaseOfAsync(clusters.Seoul)).Alarms;
        await alarms.RaiseAsync(
            AlarmCatalogue.PeerPeriodicSyncingFailure,
            "127.0.0.9",
            new SyncHangs(120),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        foreach (
            var (text, count) in ((string, int)[])
                [
                    ("periodicsyncingfailure", 1),
                    ("PeriodicSyncFailure", 1),
                    ("0.9", 1),
                    ("%", 0),
                    ("_", 0),
                    ("\\", 0),
                ]
        )
            Assert.Equal(
                (text, count),
                (
                    text,
                    (
                        await alarms.FindAsync(new AlarmSearch(text), CancellationToken.None)
                    ).Count
                )
            );
    }

    private static Task<Alarm> FoundAsync(HostedCluster cluster, Func<Alarm, bool> which) =>
        Eventually.GetAsync(async () =>
            (
                await cluster.Alarms!.FindAsync(new AlarmSearch(), CancellationToken.None)
            ).FirstOrDefault(which)
        );
}
