using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// All users of a peer into a cluster that has none, and what memory it takes, for an ordinary
/// cluster and for the largest.
/// </summary>
internal static class FirstSync
{
    private const int Ordinary = 15_000;
    private const int Largest = 75_000;
    private const int RowsPerPage = 4000;

    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        await using var consoles = await TwoConsoles.StartAsync(Ordinary, Ordinary, Largest);
        var (first, second, largest) = (
            consoles.Pairs[0],
            consoles.Pairs[1],
            consoles.Pairs[2]
        );
        var (fresh, warm, large) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>()
        );
        var (curl, sqlite, floor) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>()
        );
        var (peak, largePeak) = (new List<double>(), new List<double>());
        var fetch = new Curl(consoles.Folder, consoles.Listens(first), QueriesOf(Ordinary));
        for (var run = 0; run < runs; run++)
        {
            curl.Add(await fetch.AllAsync());
            sqlite.Add(await LoadAsync(consoles, first));
            floor.Add(curl[^1] + sqlite[^1]);
            await using (var process = consoles.Begin())
            {
                var (time, memory) = await OnceAsync(consoles, process, first);
                fresh.Add(time);
                peak.Add(memory);
                warm.Add((await OnceAsync(consoles, process, second)).Time);
            }

            await using (var process = consoles.Begin())
            {
                var (time, memory) = await OnceAsync(consoles, process, largest);
                large.Add(time);
                largePeak.Add(memory);
            }
        }

        return
        [
            new(
                "First sync of 15,000 users, the process's second",
                "≤ 600 and ≤ 3 × floor",
                warm
            ),
            new("First sync of 15,000 users, the process's first", "", fresh),
            new("floor: curl fetches the same and sqlite3 loads it", "", floor),
            new("of it curl", "", curl),
            new("of it sqlite3", "", sqlite),
            new("First sync of 75,000 users, the process's first", "", large),
            new("Peak memory of a first sync, 15,000 users", "", peak, "MiB"),
            new("Peak memory of a first sync, 75,000 users", "≤ 20 more", largePeak, "MiB"),
        ];
    }

    private static async Task<(TimeSpan Time, double Peak)> OnceAsync(
        TwoConsoles consoles,
        TwoConsoles.Run run,
        Pair pair
    )
    {
        var failed = await run.PassAsync(pair, r => r.Failure is not null);
        await Peak.ResetAsync(run.Process.Id);
        pair.Relay.Open();
        var receipt = await run.PassAsync(
            pair,
            r => r is { Failure: null, Mode: "Full" },
            failed.Id
        );
        var peak = await Peak.ReadAsync(run.Process.Id);
        await pair.Relay.CloseAsync();
        if (
            await run.Local(pair).PeerDigestAsync()
                != await consoles.Remote(pair).HomeDigestAsync()
            || await run.Local(pair).PeerUsersAsync()
                != await consoles.Remote(pair).HomeUsersAsync()
        )
            throw new InvalidOperationException("The users of both sides differ.");
        return (receipt.Duration, peak);
    }

    /// <summary>What a first pass asks.</summary>
    private static IEnumerable<string> QueriesOf(int users)
    {
        yield return Queries.State;
        yield return Queries.Nodes;
        yield return Queries.ProcessNodes;
        yield return Queries.Certificates;
        for (var watermark = 0; watermark < users; watermark += RowsPerPage)
            yield return Queries.Users(watermark, RowsPerPage);
        yield return Queries.State;
    }

    /// <summary>
    /// sqlite3 loads the same rows into the same table with the same index, as durably, in one
    /// transaction.
    /// </summary>
    private static async Task<TimeSpan> LoadAsync(TwoConsoles consoles, Pair pair)
    {
        var (rows, file) = (
            Path.Combine(consoles.Folder, "rows.csv"),
            Path.Combine(consoles.Folder, "floor.db")
        );
        var remote = consoles.Remote(pair);
        if (!File.Exists(rows))
        {
            var lines = await remote.TextAsync(
                """
                SELECT group_concat('"' || replace(UserId, '"', '""') || '",1,"'
                || replace(FirstName, '"', '""') || '","' || replace(LastName, '"', '""') || '",'
                || Mail || ',' || DirectoryUri || ',' || Node || ',' || Fingerprint || ',1,"' || NameKey || '","'
                || UriKey || '","' || replace(UserKey, '"', '""') || '"', char(10)) FROM HomeUsers
                """
            );
            await File.WriteAllTextAsync(rows, lines + '\n');
        }

        var table = await remote.TextAsync(
            "SELECT sql FROM sqlite_master WHERE name = 'PeerUsers'"
        );
        foreach (var old in Directory.GetFiles(consoles.Folder, "floor.db*"))
            File.Delete(old);
        var (time, _) = await Tool.RunAsync(
            "sqlite3",
            $"PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n{table};\nBEGIN;\n.import --csv {rows} PeerUsers\nCOMMIT;\n",
            file
        );
        var loaded = await new ClusterFile(file).NumberAsync("SELECT count(*) FROM PeerUsers");
        return loaded == pair.Users
            ? time
            : throw new InvalidOperationException($"sqlite3 loaded {loaded} rows.");
    }
}
