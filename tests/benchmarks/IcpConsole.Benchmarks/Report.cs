using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IcpConsole.Benchmarks;

/// <summary>What was measured in every run, and what had to be reached.</summary>
internal sealed record Figure(string Work, string Target, IReadOnlyList<TimeSpan> Times)
{
    public double Median => Times.Order().ElementAt(Times.Count / 2).TotalMilliseconds;

    public double Least => Times.Min().TotalMilliseconds;

    public double Most => Times.Max().TotalMilliseconds;
}

internal static class Report
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    public static string Of(IEnumerable<Figure> figures)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; milliseconds, five runs.");
        text.AppendLine().AppendLine("| work | to reach | median | least | most |").AppendLine("|---|---|---:|---:|---:|");
        foreach (var figure in figures)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.Work} | {figure.Target} | {figure.Median:0} | {figure.Least:0} | {figure.Most:0} |");
        return text.ToString();
    }

    public static async Task WriteAsync(string path, string report)
    {
        var page = await File.ReadAllTextAsync(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(path, $"{page[..from]}\n{report}{page[to..]}");
    }
}
