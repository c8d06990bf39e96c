using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// A pass that finds nothing new. Each run cuts the connection and lets a pass fail, so that the
/// next one, after its failure, is such a pass, over a connection of its own: the bytes are all
/// that the relay saw of it, handshake and TLS included. A connectivity test may come before the
/// pass, over another. Three such passes come first, unmeasured, so that what is measured is
/// compiled.
/// </summary>
internal static class UnchangedPass
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        await using var consoles = await TwoConsoles.StartAsync(15_000, 75_000);
        await using var run = consoles.Begin();
        foreach (var pair in consoles.Pairs)
            pair.Relay.Open();
        foreach (var pair in consoles.Pairs)
            await run.PassAsync(pair, r => r is { Failure: null, Mode: "Full" });
        // One at a time, so that neither takes the other's time.
        var ordinary = await OfAsync(consoles, run, consoles.Pairs[0], runs);
        var largest = await OfAsync(consoles, run, consoles.Pairs[1], runs);
        return
        [
            new("Pass that finds nothing new, 15,000 users", "≤ 20", ordinary.Times),
            new("Pass that finds nothing new, 75,000 users", "≤ 20", largest.Times),
            new(
                "floor: curl asks the same on a kept connection, 15,000 users",
                "",
                ordinary.Floor
            ),
            new("floor: the same, 75,000 users", "", largest.Floor),
            new("Bytes of such a pass, 15,000 users", "≤ 4,096", ordinary.Bytes, "bytes"),
            new("Bytes of such a pass, 75,000 users", "≤ 4,096", largest.Bytes, "bytes"),
        ];
    }

    private static async Task<(
        List<TimeSpan> Times,
        List<TimeSpan> Floor,
        List<double> Bytes
    )> OfAsync(TwoConsoles consoles, TwoConsoles.Run run, Pair pair, int runs)
    {
        var (times, floor, bytes) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<double>()
        );
        var curl = new Curl(
            consoles.Folder,
            consoles.Listens(pair),
            [Queries.State, Queries.State]
        );
        var last = (await run.PassAsync(pair, r => r.Failure is null)).Id;
        for (var measured = -3; measured < runs; measured++)
        {
            var least = await curl.LastAsync();
            await pair.Relay.CloseAsync();
            last = (await run.PassAsync(pair, r => r.Failure is not null, last)).Id;
            var before = pair.Relay.Carried.Count;
            pair.Relay.Open();
            var pass = await run.PassAsync(pair, r => r.Failure is null, last);
            var carried = pair.Relay.Carried.Skip(before).ToList();
            if (pass.Mode != "None" || carried.Count is not (1 or 2))
                throw new InvalidOperationException("That was another pass.");
            last = pass.Id;
            if (measured < 0)
                continue;
            floor.Add(least);
            times.Add(pass.Duration);
            bytes.Add(carried[^1]);
        }

        return (times, floor, bytes);
    }
}
