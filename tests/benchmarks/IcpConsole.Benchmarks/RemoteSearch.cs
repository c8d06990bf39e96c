using System.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Storage.Sqlite.Users;
using IcpConsole.Storage.Users;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Benchmarks;

/// <summary>
/// Application &gt; End Users over the users of 29 peers with 15,000 each: the largest search there
/// is.
/// </summary>
internal static class RemoteSearch
{
    private const int Peers = 29;
    private const int UsersOfEach = 15_000;

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        var path = folder.File("data");
        await using var data = await PreparedData.OpenAsync(path);
        var local = await data.AddClusterAsync("local", network.Address(0, 1));
        for (var i = 0; i < Peers; i++)
        {
            var remote = await data.AddClusterAsync($"c{i:00}", network.Address(0, i + 2));
            await data.FillPeerAsync(
                local,
                await data.AddPeerAsync(local, remote),
                remote.Users(UsersOfEach)
            );
        }

        var find = await data.RemoteUsersAsync(local);
        _ = await TimesAsync(find, "warm", 1);
        var (none, one, many) = (
            await TimesAsync(find, "nobody-is-called-this", runs),
            await TimesAsync(find, "c17.00077@", runs),
            await TimesAsync(find, "kim", runs)
        );
        await using var connection = new SqliteConnection(
            $"Data Source={PreparedData.FileOf(path, local.Id)};Mode=ReadOnly"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT sum(length({RemoteUserStore.Text})) FROM PeerUsers INDEXED BY {RemoteUserStore.Index}";
        var floor = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            await command.ExecuteScalarAsync();
            floor.Add(clock.Elapsed);
        }

        return
        [
            new("Search among 435,000 users of peers: nobody matches", "≤ 100", none),
            new("The same: one matches", "≤ 100", one),
            new("The same: many match", "≤ 100", many),
            new(
                "floor: SQLite reads the same index from its first row to its last",
                "",
                floor
            ),
        ];
    }

    private static async Task<List<TimeSpan>> TimesAsync(
        IRemoteUserStore users,
        string text,
        int runs
    )
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            await users.FindAsync(text, null, 0, 50, CancellationToken.None);
            times.Add(clock.Elapsed);
        }

        return times;
    }
}
