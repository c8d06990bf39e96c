using System.Text.RegularExpressions;
using System.Xml.Linq;
using IcpConsole.Testing;

namespace IcpConsole.Web.Tests;

public sealed partial class ResourceTests
{
    private static readonly string s_folder = Path.Combine(
        ConsoleProcess.Root,
        "src",
        "IcpConsole.Web",
        "Resources"
    );

    public static TheoryData<string> Areas =>
        new(
            Directory
                .GetFiles(s_folder, "*Text.resx")
                .Select(f => Path.GetFileNameWithoutExtension(f))
        );

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(Path.Combine(s_folder, file))
            .Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    [Theory]
    [MemberData(nameof(Areas))]
    public void Neither_language_lacks_a_text(string area)
    {
        var (english, korean) = (Read($"{area}.resx"), Read($"{area}.ko.resx"));
        Assert.Equal(english.Keys.Order(), korean.Keys.Order());
        Assert.All(english.Concat(korean), text =>
            Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key)
        );
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Both_languages_fill_in_the_same_values(string area)
    {
        var korean = Read($"{area}.ko.resx");
        Assert.All(Read($"{area}.resx"), text =>
            Assert.Equal(Placeholders(text.Value), Placeholders(korean[text.Key]))
        );
    }

    [Fact]
    public void Every_problem_has_its_text()
    {
        var texts = Read("ProblemText.resx");
        var codes = Directory
            .GetFiles(
                Path.Combine(ConsoleProcess.Root, "src"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(f =>
                (
                    f.Contains("Domain", StringComparison.Ordinal)
                    || f.Contains("Engine", StringComparison.Ordinal)
                )
                && Path.GetFileName(f) != "AlarmCatalogue.cs"
            )
            .SelectMany(f => ProblemCode().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .ToList();
        Assert.True(codes.Count > 25, $"Found only {codes.Count} codes.");
        Assert.All(codes, code => Assert.Contains(code, texts.Keys));
    }

    [Fact]
    public void Every_test_has_its_description_and_what_it_saw_or_found_its_words()
    {
        var (texts, problems) = (Read("DiagnosticText.resx"), Read("ProblemText.resx"));
        Assert.All(Domain.Diagnostics.TestCatalogue.All, test =>
            Assert.Contains($"Test{test}", texts.Keys)
        );
        var sources = Directory
            .GetFiles(
                Path.Combine(ConsoleProcess.Root, "src", "IcpConsole.Engine", "Diagnostics"),
                "*.cs"
            )
            .Select(File.ReadAllText)
            .ToList();
        var saw = sources
            .SelectMany(s => Saw().Matches(s))
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .ToList();
        var found = sources
            .SelectMany(s => Found().Matches(s))
            .Select(m => m.Groups["code"].Value)
            .Distinct()
            .ToList();
        Assert.True(saw.Count > 20 && found.Count > 20);
        Assert.All(saw, code => Assert.Contains($"Saw{code}", texts.Keys));
        // Each problem of a row comes with its solution.
        Assert.All(found.Except(["OnNodes", "KeepAlive"]), code =>
            Assert.True(
                problems.ContainsKey(code)
                    && (problems.ContainsKey(code + "Hint") || code is "SipOffHere"),
                code
            )
        );
    }

    private static List<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order()];

    [GeneratedRegex("""Saw\(\s*"(?<code>\w+)["]""")]
    private static partial Regex Saw();

    [GeneratedRegex("""new Problem\(\s*"(?<code>\w+)["]""")]
    private static partial Regex Found();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        """(?:new Problem\(|new\(|(?:Failure|At)\(\s*PassLayer\.\w+,\s*|=> |\? |: |const string \w+ = )\s*"(?<code>"""
            + "(?:Peer|Axl|Name|San|Sync|Parameter|Tcp|Tls|Certificate|Connection|Digest|Database"
            + """|Unexpected|Node|Cluster|Passwords|Protocol|TooLong)[A-Z]?\w*)["]"""
    )]
    private static partial Regex ProblemCode();
}
