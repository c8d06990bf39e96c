using System.Diagnostics;
using IcpConsole.Testing;

namespace IcpConsole.Benchmarks;

/// <summary>
/// How soon a peer that is gone shows: its process killed, which closes its connections, and
/// frozen, which leaves them open and silent, as a host without power does. Seen in the log of the
/// process that pulls, which names a lost link at the moment that it shows.
/// </summary>
internal static class Liveness
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(int runs)
    {
        await using var processes = await TwoProcesses.StartAsync(users: 10);
        var (killed, frozen) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run < runs; run++)
        {
            killed.Add(await LostAsync(processes, () =>
                {
                    processes.There.Kill();
                    return Task.CompletedTask;
                }));
            await processes.There.DisposeAsync();
            await UpAsync(processes, () =>
            {
                processes.RestartThere();
                return Task.CompletedTask;
            });

            frozen.Add(await LostAsync(processes, processes.There.PauseAsync));
            await UpAsync(processes, processes.There.ContinueAsync);
        }

        return
        [
            new("A killed peer: until its link shows as lost", "≤ 1,000", killed),
            new(
                "A frozen peer, or one whose host is gone: until its link shows as lost",
                "≤ 10,000",
                frozen
            ),
        ];
    }

    private static async Task<TimeSpan> LostAsync(TwoProcesses processes, Func<Task> fault)
    {
        var seen = Count(processes, "is down");
        var started = Stopwatch.GetTimestamp();
        await fault();
        await Eventually.TrueAsync(
            () => Count(processes, "is down") > seen,
            TwoConsoles.Patience
        );
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task UpAsync(TwoProcesses processes, Func<Task> mend)
    {
        var seen = Count(processes, "is up");
        await mend();
        await Eventually.TrueAsync(
            () => Count(processes, "is up") > seen,
            TwoConsoles.Patience
        );
    }

    private static int Count(TwoProcesses processes, string words) =>
        processes.Here.Output.Split(words).Length;
}
