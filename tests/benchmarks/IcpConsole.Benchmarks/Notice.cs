using System.Diagnostics;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// From the commit of 100 changed users of 15,000 to their being visible at the peer, which is told
/// over the router link. Both moments are seen in the clusters' files, looked at every millisecond.
/// </summary>
internal static class Notice
{
    private const int Users = 15_000;
    private const int Changed = 100;

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        await using var processes = await TwoProcesses.StartAsync(Users);
        var there = processes.Remote;
        var (times, floor) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 1; run <= runs; run++)
        {
            var change = Users + (run * Changed);
            await processes.WriteUsersAsync(
                there
                    .Users(Users)
                    .Select((u, i) => i < Changed ? u with { LastName = $"Of run {run}" } : u)
            );
            var committed = await SeenAsync(
                processes.Source,
                "SELECT Change FROM Cluster",
                change
            );
            var visible = await SeenAsync(
                processes.Copy,
                "SELECT Watermark FROM Peers",
                change
            );
            times.Add(Stopwatch.GetElapsedTime(committed, visible));
            floor.Add(
                await new Curl(
                    processes.Folder,
                    there.Name.Value,
                    [Queries.State, Queries.Users(change - Changed, 4000)]
                ).LastAsync()
            );
        }

        return
        [
            new(
                "100 changed of 15,000: from the commit to their being visible at the peer",
                "≤ 100",
                times
            ),
            new("floor: curl fetches the 100 on a kept connection", "", floor),
        ];
    }

    /// <returns>The moment, as a timestamp.</returns>
    private static async Task<long> SeenAsync(ClusterFile file, string sql, long value)
    {
        var until =
            Stopwatch.GetTimestamp()
            + (long)(TwoConsoles.Patience.TotalSeconds * Stopwatch.Frequency);
        while (await file.NumberAsync(sql) != value)
        {
            if (Stopwatch.GetTimestamp() > until)
                throw new TimeoutException($"{sql} did not come to {value}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return Stopwatch.GetTimestamp();
    }
}
