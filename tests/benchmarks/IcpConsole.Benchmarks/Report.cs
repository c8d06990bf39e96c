using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IcpConsole.Benchmarks;

/// <summary>What was measured in every run, and what had to be reached.</summary>
internal sealed record Figure(
    string Work,
    string Target,
    IReadOnlyList<double> Values,
    string Unit
)
{
    public Figure(string work, string target, IReadOnlyList<TimeSpan> times)
        : this(work, target, [.. times.Select(t => t.TotalMilliseconds)], "ms") { }

    public double Median => Values.Order().ElementAt(Values.Count / 2);

    public double Least => Values.Min();

    public double Most => Values.Max();
}

internal static class Report
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    public static string Of(IEnumerable<Figure> figures)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, "
                + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}."
        );
        text.AppendLine()
            .AppendLine("| work | to reach | median | least | most | unit | runs |")
            .AppendLine("|---|---|---:|---:|---:|---|---:|");
        foreach (var figure in figures)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Work} | {figure.Target} | {Text(figure.Median)} | {Text(figure.Least)} | "
                    + $"{Text(figure.Most)} | {figure.Unit} | {figure.Values.Count} |"
            );
        return text.ToString();
    }

    private static string Text(double value) =>
        value.ToString(value < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static async Task WriteAsync(string path, string report)
    {
        var page = await File.ReadAllTextAsync(path);
        var (from, to) = (
            page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length,
            page.IndexOf(End, StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(path, $"{page[..from]}\n{report}{page[to..]}");
    }
}
