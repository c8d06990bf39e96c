using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Users;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class RemoteUserWriterTests
{
    private const string Epoch = "e1";

    private static async Task<(TestDatabase Test, PeerId Peer)> WithPeerAsync()
    {
        var test = await TestDatabase.CreateAsync();
        return (
            test,
            await test.Database.Peers.AddAsync(
                new PeerDraft(NodeName.Parse("127.0.12.1"), "icsa", "p", PeerProtocol.Tcp),
                null,
                CancellationToken.None
            )
        );
    }

    private static AppliedUsers Apply(
        TestDatabase test,
        PeerId peer,
        long from,
        IEnumerable<ChangedUser> page,
        UserDigest expected
    )
    {
        test.Database.RemoteUserWriter.BeginStaging(peer, Epoch, from);
        test.Database.RemoteUserWriter.Stage(peer, [.. page]);
        return test
            .Database.RemoteUserWriter.Apply(
                peer,
                expected,
                0,
                TimeProvider.System.GetUtcNow()
            )
            .Applied!;
    }

    private static IEnumerable<ChangedUser> Numbered(
        IEnumerable<EndUser> users,
        long first = 1
    ) => users.Select((u, i) => new ChangedUser(u, first + i, false));

    [Fact]
    public async Task A_first_sync_adds_and_a_delta_touches_what_changed_alone()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        Assert.Equal(
            new AppliedUsers(30, 0, 0),
            Apply(
                test,
                peer,
                0,
                Numbered(TestDatabase.Users(30)),
                TestDatabase.DigestOf(TestDatabase.Users(30))
            )
        );

        var renamed = TestDatabase.User(1, "Minah");
        ChangedUser[] delta =
        [
            new(renamed, 31, false),
            new(TestDatabase.User(2), 32, true),
            new(TestDatabase.User(31), 33, false),
        ];
        var after = TestDatabase.Users(31).Skip(2).Prepend(renamed);
        Assert.Equal(
            new AppliedUsers(1, 1, 1),
            Apply(test, peer, 30, delta, TestDatabase.DigestOf(after))
        );
        var progress = (
            await test.Database.Peers.ReadAsync(peer, CancellationToken.None)
        ).Progress;
        Assert.Equal(
            (33, Epoch, null),
            (progress.Watermark, progress.Epoch, progress.StagedEpoch)
        );
    }

    [Fact]
    public async Task Users_that_do_not_add_up_change_nothing()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        Apply(
            test,
            peer,
            0,
            Numbered(TestDatabase.Users(10)),
            TestDatabase.DigestOf(TestDatabase.Users(10))
        );
        Assert.Throws<DigestMismatchException>(() =>
            Apply(
                test,
                peer,
                0,
                Numbered(TestDatabase.Users(9)),
                TestDatabase.DigestOf(TestDatabase.Users(10))
            )
        );
        Assert.Equal(
            TestDatabase.DigestOf(TestDatabase.Users(10)),
            (await test.Database.Peers.ReadAsync(peer, CancellationToken.None)).Progress.Users
        );
    }

    [Fact]
    public async Task What_was_staged_survives_with_its_watermark()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        test.Database.RemoteUserWriter.BeginStaging(peer, Epoch, 0);
        test.Database.RemoteUserWriter.Stage(peer, [.. Numbered(TestDatabase.Users(7))]);
        test.Database.Close();

        var again = await test.OpenAsync();
        var progress = (await again.Peers.ReadAsync(peer, CancellationToken.None)).Progress;
        Assert.Equal(
            (Epoch, 7, 7),
            (
                progress.StagedEpoch,
                progress.StagedWatermark,
                again.RemoteUserWriter.CountStaged(peer)
            )
        );
        Assert.Equal(0, progress.Users.Count);
        again.Close();
    }

    [Fact]
    public async Task A_full_set_removes_who_is_not_in_it()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        Apply(
            test,
            peer,
            0,
            Numbered(TestDatabase.Users(10)),
            TestDatabase.DigestOf(TestDatabase.Users(10))
        );
        Assert.Equal(
            new AppliedUsers(0, 0, 6),
            Apply(
                test,
                peer,
                0,
                Numbered(TestDatabase.Users(4)),
                TestDatabase.DigestOf(TestDatabase.Users(4))
            )
        );
    }

    [Fact]
    public async Task A_removal_that_was_undone_holds_the_next_one_whatever_its_size()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        var (writer, now) = (test.Database.RemoteUserWriter, TimeProvider.System.GetUtcNow());
        UserUpdate ApplyFull(int users, int mayLose)
        {
            writer.BeginStaging(peer, Epoch, 0);
            writer.Stage(peer, [.. Numbered(TestDatabase.Users(users))]);
            return writer.Apply(
                peer,
                TestDatabase.DigestOf(TestDatabase.Users(users)),
                mayLose,
                now
            );
        }

        ApplyFull(200, 0);
        Assert.Equal(new HeldUsers(21, 200), ApplyFull(179, 0).Held);
        Assert.Equal(21, ApplyFull(179, 21).Applied!.Removed);
        writer.UndoRemoval(peer);
        Assert.Equal(
            TestDatabase.DigestOf(TestDatabase.Users(200)),
            (await test.Database.Peers.ReadAsync(peer, CancellationToken.None)).Progress.Users
        );

        // Two go, which is far below the limit; but the administrator has just put users back.
        Assert.Equal(new HeldUsers(2, 200), ApplyFull(198, 0).Held);
        Assert.Equal(2, ApplyFull(198, 2).Applied!.Removed);
        Assert.Equal(2, ApplyFull(196, 0).Applied!.Removed);
    }

    [Fact]
    public async Task Deleting_a_peer_leaves_nothing_of_it()
    {
        var (test, peer) = await WithPeerAsync();
        using var _ = test;
        var node = NodeName.Parse("127.0.12.1");
        Apply(
            test,
            peer,
            0,
            Numbered(TestDatabase.Users(10)),
            TestDatabase.DigestOf(TestDatabase.Users(10))
        );
        test.Database.RemoteUserWriter.BeginStaging(peer, Epoch, 10);
        test.Database.RemoteUserWriter.Stage(peer, [.. Numbered(TestDatabase.Users(3), 11)]);
        await test.Database.Certificates.TrustAsync(
            peer,
            new TrustEntry("tomcat", node, "pem"),
            CancellationToken.None
        );
        await test.Database.Peers.KeepTopologyAsync(
            peer,
            1,
            [new(node, NodeRole.Publisher)],
            [node],
            [new(node, "tomcat", "pem")],
            CancellationToken.None
        );
        var now = TimeProvider.System.GetUtcNow();
        await test.Database.Receipts.KeepAsync(
            peer,
            new(SyncTrigger.Initial, now, now, SyncMode.Full, 10, 0, 0, 0, null),
            CancellationToken.None
        );
        string[] tables =
        [
            "Peers",
            "PeerUsers",
            "StagedUsers",
            "PeerNodes",
            "PeerCertificates",
            "Trust",
            "Receipts",
        ];
        foreach (var table in tables)
            Assert.NotEqual(0L, await CountAsync(test, table));

        await test.Database.Peers.DeleteAsync(peer, CancellationToken.None);
        test.Database.RemoteUserWriter.RemoveOrphans(CancellationToken.None);

        foreach (var table in tables)
            Assert.Equal(0L, await CountAsync(test, table));
    }

    private static async Task<long> CountAsync(TestDatabase test, string table)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={test.Path}"
        );
        await connection.OpenAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
