using System.Diagnostics;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Peering;
using IcpConsole.Engine.Users;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// From the commit of 100 changed users of 15,000 to their being visible at the peer, which is told over the router link. Both moments are seen in the clusters' files,
/// looked at every millisecond.
/// </summary>
internal static class Notice
{
    private const int Users = 15_000;
    private const int Changed = 100;

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        var (hereData, thereData) = (folder.File("here"), folder.File("there"));
        PreparedCluster here, there;
        string file;
        await using (var local = await PreparedData.OpenAsync(hereData))
        await using (var remote = await PreparedData.OpenAsync(thereData))
        {
            there = await remote.AddClusterAsync("remote", network.Address(0, 1), directoryFile: "remote.csv");
            here = await local.AddClusterAsync("local", network.Address(0, 2));
            await local.AddPeerAsync(here, there);
            file = remote.Resolve("remote.csv");
        }

        await DirectoryWriter.WriteAsync(file, there.Users(Users), CancellationToken.None);
        await using var thereProcess = Start(thereData, network, 5);
        await using var hereProcess = Start(hereData, network, 6);
        var (source, copy) = (new ClusterFile(PreparedData.FileOf(thereData, there.Id)), new ClusterFile(PreparedData.FileOf(hereData, here.Id)));
        await Eventually.TrueAsync(() => hereProcess.Output.Contains("is up", StringComparison.Ordinal), TwoConsoles.Patience);
        await Eventually.GetAsync(async () => await copy.NumberAsync("SELECT Watermark FROM Peers") == Users, TwoConsoles.Patience);

        var (times, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 1; run <= runs; run++)
        {
            var change = Users + (run * Changed);
            await DirectoryWriter.WriteAsync(file, there.Users(Users).Select((u, i) => i < Changed ? u with { LastName = $"Of run {run}" } : u), CancellationToken.None);
            var committed = await SeenAsync(source, "SELECT Change FROM Cluster", change);
            var visible = await SeenAsync(copy, "SELECT Watermark FROM Peers", change);
            times.Add(Stopwatch.GetElapsedTime(committed, visible));
            floor.Add(await new Curl(folder.Path, there.Name.Value, [PeerQueries.State, PeerQueries.Users(change - Changed, 4000)]).LastAsync());
        }

        return
        [
            new("100 changed of 15,000: from the commit to their being visible at the peer", "≤ 100", times),
            new("floor: curl fetches the 100 on a kept connection", "", floor),
        ];
    }

    private static ConsoleProcess Start(string path, TestNetwork network, int last) =>
        ConsoleProcess.Start(ConsoleProcess.Password, "--data", path, "--urls", $"http://{network.Address(0, last)}:8080", "--key-type", "ecdsa");

    /// <returns>The moment, as a timestamp.</returns>
    private static async Task<long> SeenAsync(ClusterFile file, string sql, long value)
    {
        var until = Stopwatch.GetTimestamp() + (long)(TwoConsoles.Patience.TotalSeconds * Stopwatch.Frequency);
        while (await file.NumberAsync(sql) != value)
        {
            if (Stopwatch.GetTimestamp() > until) throw new TimeoutException($"{sql} did not come to {value}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return Stopwatch.GetTimestamp();
    }
}
