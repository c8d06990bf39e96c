using System.Globalization;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Sqlite.Users;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Testing;

/// <summary>A pass's receipt as the file keeps it.</summary>
/// <param name="Id">Rises with every pass.</param>
/// <param name="Mode">What was fetched: None, Delta or Full.</param>
/// <param name="Failure">Null when it succeeded.</param>
/// <param name="Duration">From its start to its end.</param>
internal sealed record KeptReceipt(long Id, string Mode, string? Failure, TimeSpan Duration);

/// <summary>A cluster's file as another process sees it.</summary>
internal sealed class ClusterFile(string path)
{
    private const string Columns =
        "UserId || '|' || FirstName || '|' || LastName || '|' || Mail || '|' || DirectoryUri || '|' || coalesce(Node, '')";

    public Task<long> StagedAsync() => NumberAsync("SELECT count(*) FROM StagedUsers");

    /// <summary>Every home user and all that is kept of them, in one text.</summary>
    public Task<string> HomeUsersAsync() =>
        TextAsync(
            $"SELECT count(*) || char(10) || group_concat({Columns}, char(10)) FROM (SELECT * FROM HomeUsers WHERE Deleted = 0 ORDER BY UserId)"
        );

    /// <summary>The same of the users that are kept of peers.</summary>
    public Task<string> PeerUsersAsync() =>
        TextAsync(
            $"SELECT count(*) || char(10) || group_concat({Columns}, char(10)) FROM (SELECT * FROM PeerUsers ORDER BY UserId)"
        );

    /// <summary>The digest that the file announces of its home users.</summary>
    public Task<string> HomeDigestAsync() =>
        TextAsync("SELECT UserCount || ' ' || AssignedCount || ' ' || UserSum FROM Cluster");

    /// <summary>The digest that was kept of the only peer's users.</summary>
    public Task<string> PeerDigestAsync() =>
        TextAsync("SELECT UserCount || ' ' || AssignedCount || ' ' || UserSum FROM Peers");

    /// <summary>Makes the home users these, as the cluster's own Sync Agent would.</summary>
    public void SetHomeUsers(IReadOnlyCollection<EndUser> users) =>
        new HomeUserWriter(ConnectionString).Replace(
            users,
            new HashSet<string>(),
            int.MaxValue,
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );

    /// <summary>The last pass that ended after the one named; null when there is none.</summary>
    public async Task<KeptReceipt?> LastReceiptAsync(long after = 0)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT Id, Mode, FailureCode, StartedAt, EndedAt FROM Receipts WHERE Id > @after ORDER BY Id DESC LIMIT 1";
        command.Parameters.AddWithValue("@after", after);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return null;
        return new KeptReceipt(
            reader.GetInt64(0),
            reader.GetString(1),
            await reader.IsDBNullAsync(2) ? null : reader.GetString(2),
            reader.GetDateTime(4) - reader.GetDateTime(3)
        );
    }

    /// <summary>Changes the file, behind the back of whoever has it open.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> NumberAsync(string sql) =>
        Convert.ToInt64(await ScalarAsync(sql), CultureInfo.InvariantCulture);

    public async Task<string> TextAsync(string sql) =>
        Convert.ToString(await ScalarAsync(sql), CultureInfo.InvariantCulture) ?? "";

    private string ConnectionString =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString();

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
