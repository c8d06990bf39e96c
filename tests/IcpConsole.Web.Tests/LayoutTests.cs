using System.Text.RegularExpressions;
using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

/// <summary>Lines that read easily: none is long, and few are packed.</summary>
public sealed partial class LayoutTests
{
    private const int LongestLine = 160;

    private static readonly string[] s_code = [".cs", ".razor", ".css", ".js", ".sql"];

    [Fact]
    public void No_line_of_code_is_longer_than_160_characters()
    {
        var files = Files("src")
            .Concat(Files("tests"))
            .Where(f => s_code.Contains(Path.GetExtension(f)));
        Assert.NotEmpty(files);
        var numbered = files.SelectMany(f =>
            File.ReadLines(f).Select((line, at) => (f, at, line))
        );
        Assert.Empty(
            numbered.Where(l => l.line.Length > LongestLine).Select(l => $"{l.f}:{l.at + 1}")
        );
    }

    [Fact]
    public void Half_of_all_files_have_at_most_seven_and_a_half_tokens_a_line_and_nineteen_in_twenty_eleven()
    {
        var densities = Files("src")
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            .Select(File.ReadAllLines)
            .Select(lines => (double)lines.Sum(l => Token().Count(l)) / lines.Length)
            .Order()
            .ToList();
        Assert.InRange(densities[densities.Count / 2], 0, 7.5);
        Assert.InRange(densities[densities.Count * 19 / 20], 0, 11);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(
                Path.Combine(ConsoleProcess.Root, folder),
                "*",
                SearchOption.AllDirectories
            )
            .Where(f => !Made().IsMatch(Path.GetRelativePath(ConsoleProcess.Root, f)));

    /// <summary>What the build, the migration tool or a package manager made.</summary>
    [GeneratedRegex(@"[\\/](bin|obj|Migrations|node_modules)[\\/]")]
    private static partial Regex Made();

    [GeneratedRegex(@"\w+|[^\w\s]")]
    private static partial Regex Token();
}
