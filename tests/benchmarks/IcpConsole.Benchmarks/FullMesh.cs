using System.Diagnostics;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// The largest mesh in one process: 30 clusters of 1,000 users, each a peer of every other, all
/// first syncs at once.
/// </summary>
internal static class FullMesh
{
    private const int Clusters = 30;
    private const int Users = 1000;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(8);

    public static async Task<IEnumerable<Figure>> MeasureAsync()
    {
        using var folder = new TempFolder();
        using var network = TestNetwork.Take();
        var alone = folder.File("alone");
        await PrepareAsync(alone, network, 1);
        var (turn, _) = await OnceAsync(alone, network, 1);
        var mesh = folder.File("mesh");
        await PrepareAsync(mesh, network, Clusters);
        var (all, pages) = await OnceAsync(mesh, network, Clusters);
        var p95 = pages.Order().ElementAt(pages.Count * 95 / 100);
        return
        [
            new(
                "Full mesh of 30 clusters of 1,000 users: all 870 first syncs, started together",
                "≤ floor",
                [all]
            ),
            new(
                "floor: 30 times what the 29 first syncs of one of them take alone, one after another",
                "",
                [turn * Clusters]
            ),
            new(
                $"Page of peers meanwhile, 95th of 100 (of {pages.Count} requests)",
                "≤ 200",
                [p95]
            ),
        ];
    }

    private static async Task PrepareAsync(string path, TestNetwork network, int pulling)
    {
        await using var data = await PreparedData.OpenAsync(path);
        var clusters = new List<PreparedCluster>();
        for (var i = 1; i <= Clusters; i++)
            clusters.Add(
                await data.AddClusterAsync($"c{i:00}", network.Address(0, i), users: Users)
            );
        foreach (var local in clusters.Take(pulling))
        {
            foreach (var remote in clusters.Where(c => c != local))
                await data.AddPeerAsync(local, remote);
        }
    }

    /// <returns>From the start of the first pass to the end of the last that was needed, and how
    /// long each page took meanwhile.</returns>
    private static async Task<(TimeSpan Time, List<TimeSpan> Pages)> OnceAsync(
        string path,
        TestNetwork network,
        int pulling
    )
    {
        await using var console = ConsoleProcess.Start(
            ConsoleProcess.Password,
            "--data",
            path,
            "--urls",
            $"http://{network.Address(0, 254)}:8080",
            "--key-type",
            "ecdsa"
        );
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        (await http.GetAsync(await console.SignInLinkAsync())).EnsureSuccessStatusCode();
        var list = new Uri(
            $"http://{network.Address(0, 254)}:8080/clusters/c01/presence/inter-clustering"
        );
        var files = Enumerable
            .Range(1, pulling)
            .Select(i => new ClusterFile(Path.Combine(path, "clusters", $"c{i:00}.db")))
            .ToList();
        using var done = new CancellationTokenSource();
        var pages = PagesAsync(http, list, done.Token);
        var clock = Stopwatch.StartNew();
        var synced = 0L;
        // Few looks, since each is work on the same two cores.
        while (synced < pulling * (Clusters - 1) && clock.Elapsed < s_deadline)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            synced = 0;
            foreach (var file in files)
                synced += await file.NumberAsync(
                    "SELECT count(DISTINCT PeerId) FROM Receipts WHERE Mode = 'Full' AND FailureCode IS NULL"
                );
        }

        await done.CancelAsync();
        if (synced < pulling * (Clusters - 1))
            throw new TimeoutException(
                $"{synced} of {pulling * (Clusters - 1)} first syncs were done after {s_deadline.TotalMinutes} min."
            );
        const string Ticks = "(unixepoch({0}, 'subsec') * 1000)";
        var (first, last) = (double.MaxValue, 0.0);
        foreach (var file in files)
        {
            first = Math.Min(
                first,
                await file.NumberAsync(
                    $"SELECT CAST(min({string.Format(null, Ticks, "StartedAt")}) AS INTEGER) FROM Receipts"
                )
            );
            last = Math.Max(
                last,
                await file.NumberAsync(
                    $"SELECT CAST(max({string.Format(null, Ticks, "EndedAt")}) AS INTEGER) FROM Receipts WHERE Mode = 'Full' AND FailureCode IS NULL"
                )
            );
        }

        return (TimeSpan.FromMilliseconds(last - first), await pages);
    }

    private static async Task<List<TimeSpan>> PagesAsync(
        HttpClient http,
        Uri list,
        CancellationToken cancellationToken
    )
    {
        var times = new List<TimeSpan>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await http.GetAsync(list, CancellationToken.None);
            if (answer.RequestMessage!.RequestUri != list)
                throw new InvalidOperationException("The page asks for a sign-in.");
            times.Add(clock.Elapsed);
            await Task.Delay(
                TimeSpan.FromMilliseconds(100),
                TimeProvider.System,
                CancellationToken.None
            );
        }

        return times;
    }
}
