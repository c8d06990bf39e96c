using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Browser.Tests;

/// <summary>A database of a console that runs, behind its back.</summary>
internal static class ConsoleDatabase
{
    public static async Task<long> CountAsync(string database, string table) =>
        long.Parse(
            (await ReadAsync(database, $"SELECT count(*), '' FROM {table}")).Split('\t')[0],
            CultureInfo.InvariantCulture
        );

    public static async Task<string> ReadAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return $"{reader.GetInt64(0)}\t{reader.GetString(1)}";
    }

    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(string database)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = database,
                Pooling = false,
            }.ToString()
        );
        await connection.OpenAsync();
        return connection;
    }
}
