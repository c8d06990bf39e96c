using IcpConsole.Domain.Users;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Users;

/// <summary>
/// What both writers of users say to SQLite. Plain SQL in bulk, since a row at a time through the
/// change tracker costs ten times as much.
/// </summary>
internal static class UserSql
{
    public const string Columns =
        "UserId, FirstName, LastName, Mail, DirectoryUri, Node, Fingerprint, UserKey, UriKey, NameKey";
    public const string Values =
        "@userId, @firstName, @lastName, @mail, @directoryUri, @node, @fingerprint, @userKey, @uriKey, @nameKey";
    public const string Excluded =
        "FirstName = excluded.FirstName, LastName = excluded.LastName, Mail = excluded.Mail, "
        + "DirectoryUri = excluded.DirectoryUri, Node = excluded.Node, Fingerprint = "
        + "excluded.Fingerprint, UriKey = excluded.UriKey, NameKey = excluded.NameKey";

    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public static UserDigest Digest(
        SqliteConnection connection,
        string from,
        params ReadOnlySpan<(string, object?)> parameters
    )
    {
        // Halves, because SQLite's sum() refuses to overflow where the digest is meant to wrap
        // around.
        using var command = Command(
            connection,
            $"SELECT count(*), count(Node), coalesce(sum(Fingerprint & 4294967295), 0), coalesce(sum(Fingerprint >> 32), 0) FROM {from}"
        );
        Bind(command, parameters);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new UserDigest(
            reader.GetInt32(0),
            reader.GetInt32(1),
            unchecked(reader.GetInt64(2) + (reader.GetInt64(3) << 32))
        );
    }

    public static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the writers alone; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    public static void Bind(
        SqliteCommand command,
        ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    public static int Execute(
        SqliteConnection connection,
        string sql,
        params ReadOnlySpan<(string, object?)> parameters
    )
    {
        using var command = Command(connection, sql);
        Bind(command, parameters);
        return command.ExecuteNonQuery();
    }

    public static long Scalar(
        SqliteConnection connection,
        string sql,
        params ReadOnlySpan<(string, object?)> parameters
    )
    {
        using var command = Command(connection, sql);
        Bind(command, parameters);
        return Convert.ToInt64(
            command.ExecuteScalar(),
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    public static HashSet<string> Strings(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        var strings = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
            strings.Add(reader.GetString(0));
        return strings;
    }
}
