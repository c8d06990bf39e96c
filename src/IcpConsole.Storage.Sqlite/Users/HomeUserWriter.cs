using System.Data.Common;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Users;
using Microsoft.Data.Sqlite;
using static IcpConsole.Storage.Sqlite.Users.UserSql;

namespace IcpConsole.Storage.Sqlite.Users;

internal sealed class HomeUserWriter(string connectionString) : IHomeUserWriter
{
    public UserUpdate Replace(
        IReadOnlyCollection<EndUser> users,
        IReadOnlySet<string> misplaced,
        int mayLose,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        var change = Scalar(connection, "SELECT Change FROM Cluster");
        var before = ById(connection);
        var gone = Gone(before, users);
        var differences = Differences(users, before, misplaced).ToList();
        var unassigned = differences.Count(d =>
            d.Before is { } old && new UserChange(old.User, d.After.User).LosesNode
        );
        var held = new HeldUsers(gone.Count + unassigned, before.Count);
        if (held.IsTooMany(mayLose))
            return new UserUpdate(null, held);

        var (added, changed) = Upsert(connection, differences, change, cancellationToken);
        change += added + changed;
        using (
            var bury = Command(
                connection,
                "UPDATE HomeUsers SET Deleted = 1, Change = @change WHERE UserId = @userId"
            )
        )
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
        Execute(
            connection,
            "UPDATE Cluster SET UsersSynchronizedAt = @at",
            ("@at", at.UtcDateTime)
        );
        transaction.Commit();
        return new UserUpdate(new AppliedUsers(added, changed, gone.Count), null);
    }

    public HomeUserChanges Compare(
        IReadOnlyCollection<EndUser> users,
        IReadOnlySet<string> misplaced
    )
    {
        using var connection = Open(connectionString);
        var before = ById(connection);
        var (added, changed) = (new List<EndUser>(), new List<UserChange>());
        foreach (var (old, user) in Differences(users, before, misplaced))
        {
            if (old is null)
                added.Add(user.User);
            else if (old.User != user.User)
                changed.Add(new UserChange(old.User, user.User));
        }

        var gone = Gone(before, users).Select(id => before[id].User);
        return new HomeUserChanges(before.Count, added, changed, [.. gone]);
    }

    /// <summary>
    /// Who is to be written, each with what is there now; null where there is nobody yet.
    /// </summary>
    private static IEnumerable<(HomeUser? Before, HomeUser After)> Differences(
        IEnumerable<EndUser> users,
        Dictionary<string, HomeUser> before,
        IReadOnlySet<string> misplaced
    ) =>
        from user in users
        let old = before.GetValueOrDefault(user.UserId)
        let placed = Place(user, old, misplaced)
        where old != placed
        select (old, placed);

    private static Dictionary<string, HomeUser> ById(SqliteConnection connection) =>
        HomeUsers(connection).ToDictionary(u => u.User.UserId, StringComparer.Ordinal);

    private static List<string> Gone(
        Dictionary<string, HomeUser> before,
        IReadOnlyCollection<EndUser> users
    ) => [.. before.Keys.Except(users.Select(u => u.UserId), StringComparer.Ordinal)];

    /// <summary>Where a user of the directory file goes.</summary>
    private static HomeUser Place(
        EndUser user,
        HomeUser? old,
        IReadOnlySet<string> misplaced
    ) =>
        old is null ? new HomeUser(user, user.Node, false)
        : old.AssignedHere
            ? new HomeUser(
                user with
                {
                    Node = old.User.Node,
                },
                user.Node,
                misplaced.Contains(user.UserId) || old.User.Node != user.Node
            )
        : misplaced.Contains(user.UserId)
            ? new HomeUser(user with { Node = old.User.Node }, null, false)
        : new HomeUser(user, user.Node, false);

    public int Assign(Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign)
    {
        using var connection = Open(connectionString);
        using var transaction = connection.BeginTransaction();
        var nodes = Strings(connection, "SELECT Name FROM Nodes");
        var changed = Assign(connection, users =>
            assign(users)
                .Select(u =>
                    u.User.Node is { } node && !nodes.Contains(node)
                        ? new HomeUser(u.User with { Node = null }, null, false)
                        : u
                )
        );
        transaction.Commit();
        return changed;
    }

    public int Assign(
        DbConnection connection,
        Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign
    )
    {
        var sqlite = (SqliteConnection)connection;
        var before = HomeUsers(sqlite);
        var change = Scalar(sqlite, "SELECT Change FROM Cluster");
        var moved = 0;
        using var update = new HomeUpdate(sqlite);
        foreach (var (old, user) in before.Zip(assign(before)))
        {
            if (old == user)
                continue;
            if (old.User.Node != user.User.Node)
                moved++;
            update.Run(user, ++change);
        }

        Close(sqlite, change);
        return moved;
    }

    private static List<HomeUser> HomeUsers(SqliteConnection connection)
    {
        using var command = Command(
            connection,
            "SELECT UserId, FirstName, LastName, Mail, DirectoryUri, Node, DirectoryNode, AssignedHere FROM HomeUsers WHERE Deleted = 0 ORDER BY UserId"
        );
        using var reader = command.ExecuteReader();
        var users = new List<HomeUser>();
        while (reader.Read())
            users.Add(
                new HomeUser(
                    new EndUser(
                        reader.GetString(0),
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetString(3),
                        reader.GetString(4),
                        Node(5)
                    ),
                    Node(6),
                    reader.GetBoolean(7)
                )
            );
        return users;

        string? Node(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>
    /// Keeps how far the changes of home users have come, and the digest of what they are now.
    /// </summary>
    private static void Close(SqliteConnection connection, long change)
    {
        var digest = Digest(connection, "HomeUsers WHERE Deleted = 0");
        Execute(
            connection,
            "UPDATE Cluster SET Change = @change, UserCount = @count, AssignedCount = @assigned, UserSum = @sum",
            ("@change", change),
            ("@count", digest.Count),
            ("@assigned", digest.Assigned),
            ("@sum", digest.Sum)
        );
    }

    private static (int Added, int Changed) Upsert(
        SqliteConnection connection,
        IEnumerable<(HomeUser? Before, HomeUser After)> users,
        long change,
        CancellationToken cancellationToken
    )
    {
        using var insert = Command(
            connection,
            $"""
            INSERT INTO HomeUsers ({Columns}, DirectoryNode, Change, Deleted, AssignedHere) VALUES ({Values}, @node, @change, 0, 0)
            ON CONFLICT (UserId) DO UPDATE SET {Excluded}, DirectoryNode = excluded.DirectoryNode, Change = excluded.Change, Deleted = 0, AssignedHere = 0
            """
        );
        var row = new UserParameters(insert);
        var number = insert.Parameters.Add("@change", SqliteType.Integer);
        using var update = new HomeUpdate(connection);
        // What the file says of the node is nobody's business but ours: no change that a peer would
        // have to fetch.
        using var follow = Command(
            connection,
            "UPDATE HomeUsers SET DirectoryNode = @directoryNode, AssignedHere = @assignedHere WHERE UserId = @userId"
        );
        var (followed, node, here) = (
            follow.Parameters.Add("@userId", SqliteType.Text),
            follow.Parameters.Add("@directoryNode", SqliteType.Text),
            follow.Parameters.Add("@assignedHere", SqliteType.Integer)
        );
        var (added, changed) = (0, 0);
        foreach (var (old, user) in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (old is null)
            {
                row.Set(user.User);
                number.Value = change + ++added + changed;
                insert.ExecuteNonQuery();
            }
            else if (old.User != user.User)
                update.Run(user, change + added + ++changed);
            else
            {
                (followed.Value, node.Value, here.Value) = (
                    user.User.UserId,
                    (object?)user.DirectoryNode ?? DBNull.Value,
                    user.AssignedHere
                );
                follow.ExecuteNonQuery();
            }
        }

        return (added, changed);
    }

    /// <summary>Writes a home user over the one of that id.</summary>
    private sealed class HomeUpdate : IDisposable
    {
        private readonly SqliteCommand _command;
        private readonly UserParameters _row;
        private readonly SqliteParameter _directoryNode;
        private readonly SqliteParameter _assignedHere;
        private readonly SqliteParameter _change;

        public HomeUpdate(SqliteConnection connection)
        {
            _command = Command(
                connection,
                """
                UPDATE HomeUsers SET FirstName = @firstName, LastName = @lastName, Mail = @mail,
                    DirectoryUri = @directoryUri, Node = @node, Fingerprint = @fingerprint,
                    UriKey = @uriKey, NameKey = @nameKey,
                    DirectoryNode = @directoryNode, AssignedHere = @assignedHere, Change = @change
                WHERE UserId = @userId
                """
            );
            _row = new UserParameters(_command);
            _directoryNode = _command.Parameters.Add("@directoryNode", SqliteType.Text);
            _assignedHere = _command.Parameters.Add("@assignedHere", SqliteType.Integer);
            _change = _command.Parameters.Add("@change", SqliteType.Integer);
        }

        public void Run(HomeUser user, long change)
        {
            _row.Set(user.User);
            (_directoryNode.Value, _assignedHere.Value, _change.Value) = (
                (object?)user.DirectoryNode ?? DBNull.Value,
                user.AssignedHere,
                change
            );
            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
