using IcpConsole.Benchmarks;
using IcpConsole.Testing;

const int Runs = 5;
var all = new Dictionary<string, Func<Task<IEnumerable<Figure>>>>(StringComparer.Ordinal)
{
    ["start"] = () => Startup.MeasureAsync(Runs),
    ["save"] = () => SaveToGreen.MeasureAsync(Runs),
    ["door"] = () => DoorCost.MeasureAsync(Runs),
    ["sync"] = () => FirstSync.MeasureAsync(Runs),
    ["unchanged"] = () => UnchangedPass.MeasureAsync(Runs),
    ["notice"] = () => Notice.MeasureAsync(Runs),
    ["liveness"] = () => Liveness.MeasureAsync(Runs),
    ["mesh"] = FullMesh.MeasureAsync,
    ["search"] = () => RemoteSearch.MeasureAsync(Runs),
    ["troubleshooter"] = () => Troubleshooting.MeasureAsync(Runs),
};
var (names, options) = (
    args.Where(a => a[0] != '-').ToList(),
    args.Where(a => a[0] == '-').ToList()
);
if (names.Find(n => !all.ContainsKey(n)) is { } unknown || options.Exists(o => o != "--write"))
{
    await Console.Error.WriteLineAsync(
        $"What can be measured: {string.Join(' ', all.Keys)}; --write keeps it in docs/performance.md."
    );
    return 2;
}

if (options.Count > 0 && names.Count > 0)
{
    await Console.Error.WriteLineAsync(
        "Only all figures together are written, so that they are of one day and one machine."
    );
    return 2;
}

var figures = new List<Figure>();
foreach (var name in names.Count > 0 ? names : [.. all.Keys])
{
    var measured = await all[name]();
    figures.AddRange(measured);
    Console.WriteLine(Report.Of(measured));
}

if (options.Count > 0)
    await Report.WriteAsync(
        Path.Combine(ConsoleProcess.Root, "docs", "performance.md"),
        Report.Of(figures)
    );
return 0;
