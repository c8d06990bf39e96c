using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Users;
using Microsoft.Data.Sqlite;
using static IcpConsole.Storage.Sqlite.Users.UserSql;

namespace IcpConsole.Storage.Sqlite.Users;

internal sealed class RemoteUserWriter(string connectionString) : IRemoteUserWriter
{
    private const int OrphansAtOnce = 2000;

    public void BeginStaging(PeerId peer, string epoch, long watermark)
    {
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        Execute(
            connection,
            "DELETE FROM StagedUsers WHERE PeerId = @peer",
            ("@peer", peer.Value)
        );
        Execute(
            connection,
            "UPDATE Peers SET StagedEpoch = @epoch, StagedWatermark = @watermark, StagedFull = @full WHERE Id = @peer",
            ("@epoch", epoch),
            ("@watermark", watermark),
            ("@full", watermark == 0),
            ("@peer", peer.Value)
        );
        transaction.Commit();
    }

    public void Stage(PeerId peer, IReadOnlyList<ChangedUser> page)
    {
        if (page.Count == 0)
            return;
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        var full =
            Scalar(
                connection,
                "SELECT StagedFull FROM Peers WHERE Id = @peer",
                ("@peer", peer.Value)
            ) != 0;
        using var upsert = Command(
            connection,
            $"""
            INSERT INTO StagedUsers (PeerId, {Columns}, Deleted) VALUES (@peer, {Values}, @deleted)
            ON CONFLICT (PeerId, UserId) DO UPDATE SET {Excluded}, Deleted = excluded.Deleted
            """
        );
        upsert.Parameters.AddWithValue("@peer", peer.Value);
        var deleted = upsert.Parameters.Add("@deleted", SqliteType.Integer);
        var row = new UserParameters(upsert);
        foreach (var changed in page)
        {
            if (full && changed.Deleted)
            {
                Execute(
                    connection,
                    "DELETE FROM StagedUsers WHERE PeerId = @peer AND UserId = @user",
                    ("@peer", peer.Value),
                    ("@user", changed.User.UserId)
                );
                continue;
            }

            row.Set(changed.User);
            deleted.Value = changed.Deleted;
            upsert.ExecuteNonQuery();
        }

        Execute(
            connection,
            "UPDATE Peers SET StagedWatermark = @watermark WHERE Id = @peer",
            ("@watermark", page[^1].Change),
            ("@peer", peer.Value)
        );
        transaction.Commit();
    }

    public int CountStaged(PeerId peer)
    {
        using var connection = Open(connectionString);
        return (int)Scalar(
            connection,
            "SELECT count(*) FROM StagedUsers WHERE PeerId = @peer",
            ("@peer", peer.Value)
        );
    }

    public AppliedUsers Compare(PeerId peer)
    {
        using var connection = Open(connectionString);
        (string, object?) id = ("@peer", peer.Value);
        return Compare(connection, id, Gone(connection, id));
    }

    public UserUpdate Apply(PeerId peer, UserDigest expected, int mayLose, DateTimeOffset at)
    {
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        (string, object?) id = ("@peer", peer.Value);
        var gone = Gone(connection, id);
        var changes = Compare(connection, id, gone);
        var removed = new HeldUsers(
            changes.Removed,
            (int)Scalar(connection, "SELECT UserCount FROM Peers WHERE Id = @peer", id)
        );
        var hold =
            Scalar(connection, "SELECT HoldRemovals FROM Peers WHERE Id = @peer", id) != 0;
        if (removed.IsTooMany(mayLose, MassRemoval.Free) || (hold && removed.Lost > mayLose))
            return new UserUpdate(null, removed);

        Execute(
            connection,
            "DELETE FROM RemovedUsers WHERE RemovedAt < @before",
            ("@before", (at - MassRemoval.UndoFor).UtcDateTime)
        );
        if (hold || removed.IsTooMany(0, MassRemoval.Free))
            Execute(
                connection,
                $"INSERT OR REPLACE INTO RemovedUsers (PeerId, {Columns}, RemovedAt) SELECT PeerId, {Columns}, @at {gone}",
                id,
                ("@at", at.UtcDateTime)
            );
        Execute(connection, $"DELETE {gone}", id);
        Execute(
            connection,
            $"""
            INSERT INTO PeerUsers (PeerId, {Columns}, Applied)
            SELECT PeerId, {Columns}, (SELECT Applied + 1 FROM Peers WHERE Id = @peer) FROM StagedUsers WHERE PeerId = @peer AND Deleted = 0
            ON CONFLICT (PeerId, UserId) DO UPDATE SET {Excluded}, Applied = excluded.Applied WHERE PeerUsers.Fingerprint <> excluded.Fingerprint
            """,
            id
        );

        var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
        if (digest != expected)
            throw new DigestMismatchException(expected, digest);
        Execute(connection, "DELETE FROM StagedUsers WHERE PeerId = @peer", id);
        Execute(
            connection,
            """
            UPDATE Peers SET Epoch = StagedEpoch, Watermark = StagedWatermark, StagedEpoch = NULL,
                Applied = Applied + 1, HoldRemovals = 0,
                UserCount = @count, AssignedCount = @assigned, UserSum = @sum
            WHERE Id = @peer
            """,
            id,
            ("@count", digest.Count),
            ("@assigned", digest.Assigned),
            ("@sum", digest.Sum)
        );
        transaction.Commit();
        return new UserUpdate(changes, null);
    }

    /// <summary>Which users of a peer would leave with what is staged.</summary>
    private static string Gone(SqliteConnection connection, (string, object?) id) =>
        Scalar(connection, "SELECT StagedFull FROM Peers WHERE Id = @peer", id) != 0
            ? "FROM PeerUsers WHERE PeerId = @peer AND UserId NOT IN (SELECT UserId FROM StagedUsers WHERE PeerId = @peer AND Deleted = 0)"
            : "FROM PeerUsers WHERE PeerId = @peer AND UserId IN (SELECT UserId FROM StagedUsers WHERE PeerId = @peer AND Deleted = 1)";

    private static AppliedUsers Compare(
        SqliteConnection connection,
        (string, object?) id,
        string gone
    )
    {
        const string Staged =
            "FROM StagedUsers s LEFT JOIN PeerUsers p ON p.PeerId = s.PeerId AND p.UserId = s.UserId WHERE s.PeerId = @peer AND s.Deleted = 0 AND ";
        return new AppliedUsers(
            (int)Scalar(connection, $"SELECT count(*) {Staged} p.UserId IS NULL", id),
            (int)Scalar(
                connection,
                $"SELECT count(*) {Staged} p.Fingerprint <> s.Fingerprint",
                id
            ),
            (int)Scalar(connection, $"SELECT count(*) {gone}", id)
        );
    }

    public void UndoRemoval(PeerId peer)
    {
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        (string, object?) id = ("@peer", peer.Value);
        Execute(
            connection,
            $"""
            INSERT OR IGNORE INTO PeerUsers (PeerId, {Columns}, Applied)
            SELECT PeerId, {Columns}, (SELECT Applied + 1 FROM Peers WHERE Id = @peer) FROM RemovedUsers WHERE PeerId = @peer
            """,
            id
        );
        Execute(connection, "DELETE FROM RemovedUsers WHERE PeerId = @peer", id);
        Execute(connection, "DELETE FROM StagedUsers WHERE PeerId = @peer", id);
        var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
        Execute(
            connection,
            "UPDATE Peers SET Epoch = NULL, StagedEpoch = NULL, HoldRemovals = 1, Applied = "
                + "Applied + 1, UserCount = @count, AssignedCount = @assigned, UserSum = @sum WHERE Id = "
                + "@peer",
            id,
            ("@count", digest.Count),
            ("@assigned", digest.Assigned),
            ("@sum", digest.Sum)
        );
        transaction.Commit();
    }

    public int RemoveStale(
        PeerId peer,
        IReadOnlyCollection<string> userIds,
        DateTimeOffset outdatedBefore
    )
    {
        using var connection = Open(connectionString);
        (string, object?) id = ("@peer", peer.Value);
        var removed = 0;
        foreach (var batch in userIds.Chunk(OrphansAtOnce))
        {
            using var transaction = connection.BeginTransaction();
            // It may have been synchronized since they were found.
            if (
                Scalar(
                    connection,
                    "SELECT count(*) FROM Peers WHERE Id = @peer AND LastSynchronized < @before",
                    id,
                    ("@before", outdatedBefore.UtcDateTime)
                ) == 0
            )
                return removed;
            removed += Execute(
                connection,
                "DELETE FROM PeerUsers WHERE PeerId = @peer AND UserId IN (SELECT value FROM json_each(@ids))",
                id,
                ("@ids", System.Text.Json.JsonSerializer.Serialize(batch))
            );
            var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
            Execute(
                connection,
                "UPDATE Peers SET Epoch = NULL, StagedEpoch = NULL, Applied = Applied + 1, UserCount = "
                    + "@count, AssignedCount = @assigned, UserSum = @sum WHERE Id = @peer",
                id,
                ("@count", digest.Count),
                ("@assigned", digest.Assigned),
                ("@sum", digest.Sum)
            );
            transaction.Commit();
        }

        return removed;
    }

    public void RemoveOrphans(CancellationToken cancellationToken)
    {
        using var connection = Open(connectionString);
        foreach (
            var table in (ReadOnlySpan<string>)["PeerUsers", "StagedUsers", "RemovedUsers"]
        )
        {
            // Found by the key's first column, a peer at a time: looking through every row would
            // take as long as the removal.
            while (
                Scalar(
                    connection,
                    $"SELECT coalesce(min(PeerId), 0) FROM {table} WHERE PeerId NOT IN (SELECT Id FROM Peers)"
                )
                    is var peer
                        and not 0
            )
            {
                var removed = OrphansAtOnce;
                while (removed == OrphansAtOnce)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    removed = Execute(
                        connection,
                        $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE PeerId = @peer LIMIT {OrphansAtOnce})",
                        ("@peer", peer)
                    );
                }
            }
        }
    }
}
