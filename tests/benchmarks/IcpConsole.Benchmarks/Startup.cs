using System.Diagnostics;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// From the start of the process, with an empty data directory, to the first page and to the lab's
/// last listener.
/// </summary>
internal static class Startup
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        var (floor, page, lab) = (
            new List<TimeSpan>(),
            new List<TimeSpan>(),
            new List<TimeSpan>()
        );
        for (var run = 0; run < runs; run++)
        {
            floor.Add(await FloorAsync());
            var clock = Stopwatch.StartNew();
            await using var console = new LabConsole(keyType: "rsa");
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = console.Url,
            };
            await Eventually.GetAsync(async () =>
                (await http.GetAsync("sign-in")).IsSuccessStatusCode
            );
            page.Add(clock.Elapsed);
            await console.StartedAsync();
            lab.Add(clock.Elapsed);
        }

        return
        [
            new("Start-up with the lab to the first page", "≤ 3,000", page),
            new("Start-up until the publishers of seoul and singapore listen", "", lab),
            new("floor: the same program started for `--help` alone", "", floor),
        ];
    }

    private static async Task<TimeSpan> FloorAsync()
    {
        var clock = Stopwatch.StartNew();
        await using var console = ConsoleProcess.Start(null, "--help");
        await console.ExitAsync();
        return clock.Elapsed;
    }
}
