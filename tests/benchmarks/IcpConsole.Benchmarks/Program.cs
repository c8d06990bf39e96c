using IcpConsole.Benchmarks;
using IcpConsole.Testing;

const int Runs = 5;
var figures = new List<Figure>();
figures.AddRange(await Startup.MeasureAsync(Runs));
figures.AddRange(await SaveToGreen.MeasureAsync(Runs));
var report = Report.Of(figures);
Console.WriteLine(report);
if (args.Contains("--write")) await Report.WriteAsync(Path.Combine(ConsoleProcess.Root, "docs", "performance.md"), report);
