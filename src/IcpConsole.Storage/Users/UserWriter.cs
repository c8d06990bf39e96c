using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Users;

/// <summary>A user as a peer sent it.</summary>
/// <param name="User">The user.</param>
/// <param name="Change">Its change number at the peer.</param>
/// <param name="Deleted">A tombstone: the user left.</param>
public sealed record ChangedUser(EndUser User, long Change, bool Deleted);

/// <summary>Thrown when the users applied are not those that the peer says it has; nothing was applied.</summary>
public sealed class DigestMismatchException(UserDigest expected, UserDigest actual)
    : Exception($"Expected {expected}, but applying what was fetched gives {actual}.");

/// <summary>Users that a pass, or a sync of the directory, applied.</summary>
public sealed record AppliedUsers(int Added, int Changed, int Removed);

/// <summary>What came of new users, of this cluster or of a peer.</summary>
/// <param name="Applied">Null when they were held.</param>
/// <param name="Held">Null when they were applied; nothing was changed otherwise.</param>
public sealed record UserUpdate(AppliedUsers? Applied, HeldUsers? Held);

/// <summary>
/// Writes users, their change numbers and their digests; nothing else does. Plain SQL in bulk, since a row at a time through the change
/// tracker costs ten times as much.
/// </summary>
public sealed class UserWriter(string connectionString)
{
    private const int OrphansAtOnce = 2000;

    private const string Columns = "UserId, FirstName, LastName, Mail, DirectoryUri, Node, Fingerprint";
    private const string Values = "@userId, @firstName, @lastName, @mail, @directoryUri, @node, @fingerprint";
    private const string Excluded =
        "FirstName = excluded.FirstName, LastName = excluded.LastName, Mail = excluded.Mail, DirectoryUri = excluded.DirectoryUri, Node = excluded.Node, Fingerprint = excluded.Fingerprint";

    /// <summary>
    /// Makes the home users exactly these. Those that are the same keep their change numbers; those that left become tombstones; those whom an administrator assigned stay
    /// where they are.
    /// </summary>
    /// <param name="users">All of them, each id once, with the nodes that the directory file says.</param>
    /// <param name="misplaced">IDs of those whose node in the file is not there: one who has a node stays there.</param>
    /// <param name="mayLose">As many were confirmed to leave; a tenth may leave unasked.</param>
    /// <param name="at">The time of the sync.</param>
    /// <param name="cancellationToken">Cuts it; nothing is changed then.</param>
    public UserUpdate ReplaceHome(IReadOnlyCollection<EndUser> users, IReadOnlySet<string> misplaced, int mayLose, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var change = Scalar(connection, "SELECT Change FROM Cluster");
        var before = HomeUsers(connection).ToDictionary(u => u.User.UserId, StringComparer.Ordinal);
        var gone = before.Keys.Except(users.Select(u => u.UserId), StringComparer.Ordinal).ToList();
        var held = new HeldUsers(gone.Count, before.Count);
        if (held.IsTooMany(mayLose)) return new UserUpdate(null, held);

        var placed = users.Select(u => Place(u, before.GetValueOrDefault(u.UserId), misplaced));
        var (added, changed) = Upsert(connection, placed, before, change, cancellationToken);
        change += added + changed;
        using (var bury = Command(connection, "UPDATE HomeUsers SET Deleted = 1, Change = @change WHERE UserId = @userId"))
        {
            var number = bury.Parameters.Add("@change", SqliteType.Integer);
            var userId = bury.Parameters.Add("@userId", SqliteType.Text);
            foreach (var id in gone)
            {
                (number.Value, userId.Value) = (++change, id);
                bury.ExecuteNonQuery();
            }
        }

        Close(connection, change);
        Execute(connection, "UPDATE Cluster SET UsersSynchronizedAt = @at", ("@at", at.UtcDateTime));
        transaction.Commit();
        return new UserUpdate(new AppliedUsers(added, changed, gone.Count), null);
    }

    /// <summary>Where a user of the directory file goes.</summary>
    private static HomeUser Place(EndUser user, HomeUser? before, IReadOnlySet<string> misplaced) =>
        before is { AssignedHere: true } ? new HomeUser(user with { Node = before.User.Node }, user.Node, misplaced.Contains(user.UserId) || before.User.Node != user.Node)
        : before is not null && misplaced.Contains(user.UserId) ? new HomeUser(user with { Node = before.User.Node }, null, false)
        : new HomeUser(user, user.Node, false);

    /// <summary>Assigns home users to nodes. Whoever would go to one that is not there is assigned to none.</summary>
    /// <param name="assign">Gives all of them back in their order, each at the node that it is to have.</param>
    /// <returns>How many changed nodes.</returns>
    public int Assign(Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var nodes = Strings(connection, "SELECT Name FROM Nodes");
        var changed = Assign(connection, users => assign(users).Select(u => u.User.Node is { } node && !nodes.Contains(node) ? new HomeUser(u.User with { Node = null }, null, false) : u));
        transaction.Commit();
        return changed;
    }

    /// <summary>As above, within a transaction of the connection, and without a look at the nodes.</summary>
    internal static int Assign(SqliteConnection connection, Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign)
    {
        var before = HomeUsers(connection);
        var change = Scalar(connection, "SELECT Change FROM Cluster");
        var moved = 0;
        using var update = new HomeUpdate(connection);
        foreach (var (old, user) in before.Zip(assign(before)))
        {
            if (old == user) continue;
            if (old.User.Node != user.User.Node) moved++;
            update.Run(user, ++change);
        }

        Close(connection, change);
        return moved;
    }

    private static List<HomeUser> HomeUsers(SqliteConnection connection)
    {
        using var command = Command(connection, "SELECT UserId, FirstName, LastName, Mail, DirectoryUri, Node, DirectoryNode, AssignedHere FROM HomeUsers WHERE Deleted = 0 ORDER BY UserId");
        using var reader = command.ExecuteReader();
        var users = new List<HomeUser>();
        while (reader.Read())
            users.Add(new HomeUser(new EndUser(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), Node(5)), Node(6), reader.GetBoolean(7)));
        return users;

        string? Node(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>Keeps how far the changes of home users have come, and the digest of what they are now.</summary>
    private static void Close(SqliteConnection connection, long change)
    {
        var digest = Digest(connection, "HomeUsers WHERE Deleted = 0");
        Execute(connection, "UPDATE Cluster SET Change = @change, UserCount = @count, AssignedCount = @assigned, UserSum = @sum",
            ("@change", change), ("@count", digest.Count), ("@assigned", digest.Assigned), ("@sum", digest.Sum));
    }

    private static (int Added, int Changed) Upsert(
        SqliteConnection connection, IEnumerable<HomeUser> users, Dictionary<string, HomeUser> before, long change, CancellationToken cancellationToken)
    {
        using var insert = Command(connection, $"""
            INSERT INTO HomeUsers ({Columns}, DirectoryNode, Change, Deleted, AssignedHere) VALUES ({Values}, @node, @change, 0, 0)
            ON CONFLICT (UserId) DO UPDATE SET {Excluded}, DirectoryNode = excluded.DirectoryNode, Change = excluded.Change, Deleted = 0, AssignedHere = 0
            """);
        var row = new RowParameters(insert);
        var number = insert.Parameters.Add("@change", SqliteType.Integer);
        using var update = new HomeUpdate(connection);
        // What the file says of the node is nobody's business but ours: no change that a peer would have to fetch.
        using var follow = Command(connection, "UPDATE HomeUsers SET DirectoryNode = @directoryNode, AssignedHere = @assignedHere WHERE UserId = @userId");
        var (followed, node, here) = (follow.Parameters.Add("@userId", SqliteType.Text), follow.Parameters.Add("@directoryNode", SqliteType.Text), follow.Parameters.Add("@assignedHere", SqliteType.Integer));
        var (added, changed) = (0, 0);
        foreach (var user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!before.TryGetValue(user.User.UserId, out var old))
            {
                row.Set(user.User);
                number.Value = change + ++added + changed;
                insert.ExecuteNonQuery();
            }
            else if (old.User != user.User) update.Run(user, change + added + ++changed);
            else if (old != user)
            {
                (followed.Value, node.Value, here.Value) = (user.User.UserId, (object?)user.DirectoryNode ?? DBNull.Value, user.AssignedHere);
                follow.ExecuteNonQuery();
            }
        }

        return (added, changed);
    }

    /// <summary>Throws away what was staged for a peer, to stage from <paramref name="watermark"/> on.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="epoch">Epoch of the peer's change numbers.</param>
    /// <param name="watermark">0 for the whole set; otherwise the last change number applied.</param>
    public void BeginStaging(PeerId peer, string epoch, long watermark)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        Execute(connection, "DELETE FROM StagedUsers WHERE PeerId = @peer", ("@peer", peer.Value));
        Execute(connection, "UPDATE Peers SET StagedEpoch = @epoch, StagedWatermark = @watermark, StagedFull = @full WHERE Id = @peer",
            ("@epoch", epoch), ("@watermark", watermark), ("@full", watermark == 0), ("@peer", peer.Value));
        transaction.Commit();
    }

    /// <summary>Commits one page to staging together with its watermark: where a pass that is cut off goes on.</summary>
    public void Stage(PeerId peer, IReadOnlyList<ChangedUser> page)
    {
        if (page.Count == 0) return;
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var upsert = Command(connection, $"""
            INSERT INTO StagedUsers (PeerId, {Columns}, Deleted) VALUES (@peer, {Values}, @deleted)
            ON CONFLICT (PeerId, UserId) DO UPDATE SET {Excluded}, Deleted = excluded.Deleted
            """);
        upsert.Parameters.AddWithValue("@peer", peer.Value);
        var deleted = upsert.Parameters.Add("@deleted", SqliteType.Integer);
        var row = new RowParameters(upsert);
        foreach (var changed in page)
        {
            row.Set(changed.User);
            deleted.Value = changed.Deleted;
            upsert.ExecuteNonQuery();
        }

        Execute(connection, "UPDATE Peers SET StagedWatermark = @watermark WHERE Id = @peer", ("@watermark", page[^1].Change), ("@peer", peer.Value));
        transaction.Commit();
    }

    /// <summary>Rows staged for a peer, tombstones included.</summary>
    public int CountStaged(PeerId peer)
    {
        using var connection = Open();
        return (int)Scalar(connection, "SELECT count(*) FROM StagedUsers WHERE PeerId = @peer", ("@peer", peer.Value));
    }

    /// <summary>Makes the staged users the peer's users, in one transaction, if they then are the very users that the peer says it has.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="expected">What the peer says it has.</param>
    /// <param name="mayLose">As many were confirmed to be removed; a tenth, or <see cref="MassRemoval.Free"/>, may be removed unasked.</param>
    /// <param name="at">Now. Users removed in greater numbers are kept aside from then on, to be put back.</param>
    /// <exception cref="DigestMismatchException">They are not; nothing was changed.</exception>
    public UserUpdate Apply(PeerId peer, UserDigest expected, int mayLose, DateTimeOffset at)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        (string, object?) id = ("@peer", peer.Value);
        var full = Scalar(connection, "SELECT StagedFull FROM Peers WHERE Id = @peer", id) != 0;
        const string Staged = "FROM StagedUsers s LEFT JOIN PeerUsers p ON p.PeerId = s.PeerId AND p.UserId = s.UserId WHERE s.PeerId = @peer AND s.Deleted = 0 AND ";
        var added = (int)Scalar(connection, $"SELECT count(*) {Staged} p.UserId IS NULL", id);
        var changed = (int)Scalar(connection, $"SELECT count(*) {Staged} p.Fingerprint <> s.Fingerprint", id);
        var gone = full
            ? "FROM PeerUsers WHERE PeerId = @peer AND UserId NOT IN (SELECT UserId FROM StagedUsers WHERE PeerId = @peer AND Deleted = 0)"
            : "FROM PeerUsers WHERE PeerId = @peer AND UserId IN (SELECT UserId FROM StagedUsers WHERE PeerId = @peer AND Deleted = 1)";
        var removed = new HeldUsers((int)Scalar(connection, $"SELECT count(*) {gone}", id), (int)Scalar(connection, "SELECT UserCount FROM Peers WHERE Id = @peer", id));
        var hold = Scalar(connection, "SELECT HoldRemovals FROM Peers WHERE Id = @peer", id) != 0;
        if (removed.IsTooMany(mayLose, MassRemoval.Free) || (hold && removed.Lost > mayLose)) return new UserUpdate(null, removed);

        Execute(connection, "DELETE FROM RemovedUsers WHERE RemovedAt < @before", ("@before", (at - MassRemoval.UndoFor).UtcDateTime));
        if (hold || removed.IsTooMany(0, MassRemoval.Free))
            Execute(connection, $"INSERT OR REPLACE INTO RemovedUsers (PeerId, {Columns}, RemovedAt) SELECT PeerId, {Columns}, @at {gone}", id, ("@at", at.UtcDateTime));
        Execute(connection, $"DELETE {gone}", id);
        Execute(connection, $"""
            INSERT INTO PeerUsers (PeerId, {Columns}, Applied)
            SELECT PeerId, {Columns}, (SELECT Applied + 1 FROM Peers WHERE Id = @peer) FROM StagedUsers WHERE PeerId = @peer AND Deleted = 0
            ON CONFLICT (PeerId, UserId) DO UPDATE SET {Excluded}, Applied = excluded.Applied WHERE PeerUsers.Fingerprint <> excluded.Fingerprint
            """, id);

        var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
        if (digest != expected) throw new DigestMismatchException(expected, digest);
        Execute(connection, "DELETE FROM StagedUsers WHERE PeerId = @peer", id);
        Execute(connection, """
            UPDATE Peers SET Epoch = StagedEpoch, Watermark = StagedWatermark, StagedEpoch = NULL, Applied = Applied + 1, HoldRemovals = 0, UserCount = @count, AssignedCount = @assigned, UserSum = @sum
            WHERE Id = @peer
            """, id, ("@count", digest.Count), ("@assigned", digest.Assigned), ("@sum", digest.Sum));
        transaction.Commit();
        return new UserUpdate(new AppliedUsers(added, changed, removed.Lost), null);
    }

    /// <summary>Puts back the users that a confirmed removal took away. The next pass fetches everything, and holds the removal again.</summary>
    public void UndoRemoval(PeerId peer)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        (string, object?) id = ("@peer", peer.Value);
        Execute(connection, $"""
            INSERT OR IGNORE INTO PeerUsers (PeerId, {Columns}, Applied)
            SELECT PeerId, {Columns}, (SELECT Applied + 1 FROM Peers WHERE Id = @peer) FROM RemovedUsers WHERE PeerId = @peer
            """, id);
        Execute(connection, "DELETE FROM RemovedUsers WHERE PeerId = @peer", id);
        Execute(connection, "DELETE FROM StagedUsers WHERE PeerId = @peer", id);
        var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
        Execute(connection, "UPDATE Peers SET Epoch = NULL, StagedEpoch = NULL, HoldRemovals = 1, Applied = Applied + 1, UserCount = @count, AssignedCount = @assigned, UserSum = @sum WHERE Id = @peer",
            id, ("@count", digest.Count), ("@assigned", digest.Assigned), ("@sum", digest.Sum));
        transaction.Commit();
    }

    /// <summary>Removes rows of a peer that are out of date, in transactions of <see cref="OrphansAtOnce"/> rows. The next pass fetches everything, and brings back what the peer still has.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveStale(PeerId peer, IReadOnlyCollection<string> userIds, DateTimeOffset outdatedBefore)
    {
        using var connection = Open();
        (string, object?) id = ("@peer", peer.Value);
        var removed = 0;
        foreach (var batch in userIds.Chunk(OrphansAtOnce))
        {
            using var transaction = connection.BeginTransaction();
            // It may have been synchronized since they were found.
            if (Scalar(connection, "SELECT count(*) FROM Peers WHERE Id = @peer AND LastSynchronized < @before", id, ("@before", outdatedBefore.UtcDateTime)) == 0) return removed;
            removed += Execute(connection, "DELETE FROM PeerUsers WHERE PeerId = @peer AND UserId IN (SELECT value FROM json_each(@ids))", id, ("@ids", System.Text.Json.JsonSerializer.Serialize(batch)));
            var digest = Digest(connection, "PeerUsers WHERE PeerId = @peer", id);
            Execute(connection, "UPDATE Peers SET Epoch = NULL, StagedEpoch = NULL, Applied = Applied + 1, UserCount = @count, AssignedCount = @assigned, UserSum = @sum WHERE Id = @peer",
                id, ("@count", digest.Count), ("@assigned", digest.Assigned), ("@sum", digest.Sum));
            transaction.Commit();
        }

        return removed;
    }

    /// <summary>Removes users of peers that were deleted, in transactions of <see cref="OrphansAtOnce"/> rows, so that nobody waits long for the file.</summary>
    public void RemoveOrphans(CancellationToken cancellationToken)
    {
        using var connection = Open();
        foreach (var table in (ReadOnlySpan<string>)["PeerUsers", "StagedUsers", "RemovedUsers"])
        {
            // Found by the key's first column, a peer at a time: looking through every row would take as long as the removal.
            while (Scalar(connection, $"SELECT coalesce(min(PeerId), 0) FROM {table} WHERE PeerId NOT IN (SELECT Id FROM Peers)") is var peer and not 0)
            {
                var removed = OrphansAtOnce;
                while (removed == OrphansAtOnce)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    removed = Execute(connection, $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE PeerId = @peer LIMIT {OrphansAtOnce})", ("@peer", peer));
                }
            }
        }
    }

    private static UserDigest Digest(SqliteConnection connection, string from, params ReadOnlySpan<(string, object?)> parameters)
    {
        // Halves, because SQLite's sum() refuses to overflow where the digest is meant to wrap around.
        using var command = Command(connection, $"SELECT count(*), count(Node), coalesce(sum(Fingerprint & 4294967295), 0), coalesce(sum(Fingerprint >> 32), 0) FROM {from}");
        Bind(command, parameters);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new UserDigest(reader.GetInt32(0), reader.GetInt32(1), unchecked(reader.GetInt64(2) + (reader.GetInt64(3) << 32)));
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class alone; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Bind(SqliteCommand command, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = Command(connection, sql);
        Bind(command, parameters);
        return command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = Command(connection, sql);
        Bind(command, parameters);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static HashSet<string> Strings(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        var strings = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) strings.Add(reader.GetString(0));
        return strings;
    }

    /// <summary>Writes a home user over the one of that id.</summary>
    private sealed class HomeUpdate : IDisposable
    {
        private readonly SqliteCommand _command;
        private readonly RowParameters _row;
        private readonly SqliteParameter _directoryNode;
        private readonly SqliteParameter _assignedHere;
        private readonly SqliteParameter _change;

        public HomeUpdate(SqliteConnection connection)
        {
            _command = Command(connection, """
                UPDATE HomeUsers SET FirstName = @firstName, LastName = @lastName, Mail = @mail, DirectoryUri = @directoryUri, Node = @node, Fingerprint = @fingerprint,
                    DirectoryNode = @directoryNode, AssignedHere = @assignedHere, Change = @change
                WHERE UserId = @userId
                """);
            _row = new RowParameters(_command);
            _directoryNode = _command.Parameters.Add("@directoryNode", SqliteType.Text);
            _assignedHere = _command.Parameters.Add("@assignedHere", SqliteType.Integer);
            _change = _command.Parameters.Add("@change", SqliteType.Integer);
        }

        public void Run(HomeUser user, long change)
        {
            _row.Set(user.User);
            (_directoryNode.Value, _assignedHere.Value, _change.Value) = ((object?)user.DirectoryNode ?? DBNull.Value, user.AssignedHere, change);
            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }

    /// <summary>The parameters of one prepared statement, set again for every row.</summary>
    private sealed class RowParameters(SqliteCommand command)
    {
        private readonly SqliteParameter _userId = command.Parameters.Add("@userId", SqliteType.Text);
        private readonly SqliteParameter _firstName = command.Parameters.Add("@firstName", SqliteType.Text);
        private readonly SqliteParameter _lastName = command.Parameters.Add("@lastName", SqliteType.Text);
        private readonly SqliteParameter _mail = command.Parameters.Add("@mail", SqliteType.Text);
        private readonly SqliteParameter _directoryUri = command.Parameters.Add("@directoryUri", SqliteType.Text);
        private readonly SqliteParameter _node = command.Parameters.Add("@node", SqliteType.Text);
        private readonly SqliteParameter _fingerprint = command.Parameters.Add("@fingerprint", SqliteType.Integer);

        public void Set(EndUser user)
        {
            _userId.Value = user.UserId;
            _firstName.Value = user.FirstName;
            _lastName.Value = user.LastName;
            _mail.Value = user.Mail;
            _directoryUri.Value = user.DirectoryUri;
            _node.Value = (object?)user.Node ?? DBNull.Value;
            _fingerprint.Value = user.Fingerprint();
        }
    }
}
