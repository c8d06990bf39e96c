using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Users;
using IcpConsole.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IcpConsole.Engine.Tests;

public sealed class SyncPassTests
{
    [Fact]
    public async Task A_pass_that_was_cut_off_goes_on_at_its_watermark()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (pass, progress, peer) = await PassAsync(clusters);
        var users = TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users);

        // As a killed process leaves it: the first ten staged, the rest to come.
        var seoul = await clusters.DatabaseOfAsync(clusters.Seoul);
        seoul.RemoteUserWriter.BeginStaging(peer, await EpochOfAsync(clusters), 0);
        seoul.RemoteUserWriter.Stage(
            peer,
            [.. users.Take(10).Select((u, i) => new ChangedUser(u, i + 1, false))]
        );

        var result = await pass.RunAsync(null, CancellationToken.None, CancellationToken.None);

        Assert.Equal(new SyncProgress(10, TwoClusters.Users), progress[0]);
        Assert.Equal((SyncMode.Full, TwoClusters.Users), (result.Mode, result.Users.Added));
    }

    [Fact]
    public async Task Rows_staged_of_another_epoch_are_thrown_away()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (pass, progress, peer) = await PassAsync(clusters);
        var seoul = await clusters.DatabaseOfAsync(clusters.Seoul);
        seoul.RemoteUserWriter.BeginStaging(peer, "of a cluster that was rebuilt", 0);
        seoul.RemoteUserWriter.Stage(
            peer,
            [new ChangedUser(new("ghost", "", "", "", "", null), 5, false)]
        );

        var result = await pass.RunAsync(null, CancellationToken.None, CancellationToken.None);

        Assert.Equal(0, progress[0].Staged);
        Assert.Equal(TwoClusters.Users, result.Users.Added);
    }

    [Fact]
    public async Task Users_that_were_tampered_with_here_are_fetched_anew()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var (pass, _, peer) = await PassAsync(clusters);
        await pass.RunAsync(null, CancellationToken.None, CancellationToken.None);
        await using (
            var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={clusters.DatabasePath(clusters.Seoul)}"
            )
        )
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM PeerUsers WHERE UserId LIKE '%7'";
            await command.ExecuteNonQueryAsync();
        }

        // The next change makes the pass hold both sides against each other.
        await clusters.SetUsersAsync(
            clusters.Singapore,
            TwoClusters.UsersOf(clusters.Singapore, TwoClusters.Users + 1)
        );
        var result = await pass.RunAsync(null, CancellationToken.None, CancellationToken.None);

        Assert.Equal(SyncMode.Full, result.Mode);
        var progress = (
            await (await clusters.DatabaseOfAsync(clusters.Seoul)).Peers.ReadAsync(
                peer,
                CancellationToken.None
            )
        ).Progress;
        Assert.Equal(
            await clusters.Singapore.Users!.CountAsync(CancellationToken.None),
            progress.Users
        );
    }

    [Fact]
    public async Task A_pass_waits_for_its_turn_and_shows_its_place()
    {
        await using var clusters = await TwoClusters.StartAsync();
        var queue = new PassQueue(TimeProvider.System);
        var statuses = new List<SyncState>();
        var (pass, _, _) = await PassAsync(clusters, queue, statuses.Add);
        var first = await queue.EnterAsync(_ => { }, isSlow: false, CancellationToken.None);
        var running = pass.RunAsync(null, CancellationToken.None, CancellationToken.None);
        await Eventually.TrueAsync(() =>
            statuses.Exists(s => s is { Phase: SyncPhase.Waiting, Place: 1 })
        );
        Assert.False(running.IsCompleted);
        first.Dispose();
        Assert.Equal(TwoClusters.Users, (await running).Users.Added);
        Assert.Null(statuses[^1].Place);
    }

    [Fact]
    public async Task Who_cancels_when_the_users_are_visible_cancels_nothing()
    {
        await using var clusters = await TwoClusters.StartAsync();
        using var cancel = new CancellationTokenSource();
        var applies = false;
        var (pass, _, _) = await PassAsync(clusters, seen: s =>
        {
            // What is shown next after "applying" is what was applied.
            if (applies)
                cancel.Cancel();
            applies |= s.Phase == SyncPhase.Applying;
        });

        var result = await pass.RunAsync(null, cancel.Token, CancellationToken.None);

        Assert.True(cancel.IsCancellationRequested);
        Assert.True(pass.HasApplied);
        Assert.Equal(TwoClusters.Users, result.Users.Added);
    }

    private static async Task<(
        SyncPass Pass,
        List<SyncProgress> Progress,
        PeerId Peer
    )> PassAsync(TwoClusters clusters, PassQueue? queue = null, Action<SyncState>? seen = null)
    {
        var address = clusters.Singapore.Topology.Publisher.Name;
        var database = await clusters.DatabaseOfAsync(clusters.Seoul);
        var id = await database.Peers.AddAsync(
            new PeerDraft(address, "icsa", "icsa-lab", PeerProtocol.Tcp),
            null,
            CancellationToken.None
        );
        var singapore = await clusters.DatabaseOfAsync(clusters.Singapore);
        var identity = await singapore.Certificates.IdentityAsync(
            address,
            "tomcat",
            CancellationToken.None
        );
        await database.Certificates.TrustAsync(
            id,
            new TrustEntry("tomcat", address, identity!.Value.Pem),
            CancellationToken.None
        );

        var time = TimeProvider.System;
        var changes = new ChangeHub(time, TimeSpan.Zero);
        var context = new ClusterContext(
            clusters.Seoul.Definition,
            database,
            new ParameterValues(clusters.Seoul.Topology, []),
            new ServiceStates(clusters.Seoul.Topology, [], time.GetUtcNow()),
            changes,
            changes,
            new Surroundings(
                new DnsNameResolver(),
                time,
                new DiskRoom(clusters.Directory),
                new WorkGate(),
                NullLoggerFactory.Instance
            )
        );
        var neighbours = new Neighbours(
            _ => [],
            () => true,
            queue ?? new PassQueue(time),
            new AlarmLog(context),
            new KnownAddresses(context)
        );
        var session = await Session.OpenAsync(
            context,
            id,
            neighbours,
            new NodeIdentities(context.Definition, database.Certificates, KeyType.Ecdsa, time),
            CancellationToken.None
        );
        var status = session.Status.Now;
        var progress = new List<SyncProgress>();
        return (new SyncPass(context, session, session.Connect(address), neighbours, change =>
            {
                status = change(status);
                seen?.Invoke(status.Sync);
                if (status.Sync is { Phase: SyncPhase.Fetching, Progress: { } p })
                    progress.Add(p);
            }), progress, id);
    }

    private static async Task<string> EpochOfAsync(TwoClusters clusters)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={clusters.DatabasePath(clusters.Singapore)};Mode=ReadOnly"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch FROM icsastate";
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
