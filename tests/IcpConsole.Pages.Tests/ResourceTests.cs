using System.Text.RegularExpressions;
using System.Xml.Linq;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

public sealed partial class ResourceTests
{
    private static readonly string s_folder = Path.Combine(
        ConsoleProcess.Root,
        "src",
        "IcpConsole.Pages",
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
    public void Every_test_has_its_description()
    {
        var texts = Read("DiagnosticText.resx");
        Assert.All(Domain.Diagnostics.CheckCatalogue.All, test =>
            Assert.Contains($"Test{test}", texts.Keys)
        );
    }

    private static List<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order()];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
