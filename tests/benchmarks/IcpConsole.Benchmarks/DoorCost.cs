using System.Diagnostics;
using System.Text.Json;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;
using IcpConsole.Engine;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Hosting;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Sqlite;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IcpConsole.Benchmarks;

/// <summary>What the door adds to a request, and what a snapshot costs.</summary>
internal static class DoorCost
{
    private const int Peers = 29;
    private const int Queries = 1_000;
    private const int Commands = 100;
    private const int Snapshots = 1_000;

    private static readonly Principal s_somebody = new("administrator");

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        var path = folder.File("data");
        ClusterId id;
        await using (var data = await PreparedData.OpenAsync(path))
        {
            var local = await data.AddClusterAsync("local", network.Address(0, 1));
            id = local.Id;
            for (var i = 0; i < Peers; i++)
                await data.AddPeerAsync(
                    local,
                    await data.AddClusterAsync($"c{i:00}", network.Address(0, i + 2))
                );
        }

        var directory = new DataDirectory(path);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSqliteStorage(directory);
        services.AddIcpEngine(null, KeyType.Ecdsa);
        await using var provider = services.BuildServiceProvider();
        await provider
            .GetRequiredService<IDatabases>()
            .OpenConsoleAsync(CancellationToken.None);
        var registry = provider.GetRequiredService<ClusterRegistry>();
        await registry.StartAsync(CancellationToken.None);
        await registry.StartedAsync(id);
        var (door, cluster) = (provider.GetRequiredService<Door>(), registry.Find(id)!);

        var asked = await TimesAsync(runs, Queries, () =>
            door.SendAsync(s_somebody, id, new CountUsers(), CancellationToken.None)
        );
        var askedItself = await TimesAsync(runs, Queries, () =>
            cluster.Users.CountAsync(CancellationToken.None)
        );
        var commanded = await TimesAsync(runs, Commands, () =>
            door.SendAsync(s_somebody, new CancelOperation(default), CancellationToken.None)
        );
        var written = await TimesAsync(runs, 2 * Commands, () => WriteAsync(directory));
        var made = await TimesAsync(runs, Snapshots, () =>
            Task.FromResult(cluster.MakeSnapshot())
        );
        var snapshot = JsonSerializer.SerializeToUtf8Bytes(
            cluster.Snapshot(),
            DomainJson.Options
        );
        return
        [
            new($"{Queries:#,0} queries through the door", "≤ 1.1 × floor", asked),
            new("floor: the same, asked of the cluster itself", "", askedItself),
            new(
                $"{Commands} commands through the door, each with its two records",
                "≤ 500",
                commanded
            ),
            new("floor: as many rows, each in a transaction", "", written),
            new($"Snapshot of a cluster with {Peers} peers, {Snapshots:#,0} made", "", made),
            new($"The same as JSON", "", [snapshot.Length], "bytes"),
        ];
    }

    private static async Task WriteAsync(DataDirectory directory)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={directory.ConsoleDbPath}"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO Journal (Reference, At, Account, Command) VALUES ('r', '2026-11-30', 'a', 'c')";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<TimeSpan>> TimesAsync(int runs, int times, Func<Task> work)
    {
        await work();
        var took = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
                await work();
            took.Add(clock.Elapsed);
        }

        return took;
    }
}
