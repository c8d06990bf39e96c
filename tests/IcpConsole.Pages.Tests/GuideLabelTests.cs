using System.Globalization;
using System.Reflection;
using System.Resources;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Resources;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>
/// The labels of the guide, extracted once: the label, the guide's sentence, and what shows it. "in"
/// stands before a text that has the label among other words; a second name fills in the first.
/// </summary>
public sealed class GuideLabelTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public GuideLabelTests() => CultureInfo.CurrentUICulture = new CultureInfo("ko");

    public static TheoryData<string, string, string> Labels
    {
        get
        {
            var labels = new TheoryData<string, string, string>();
            var file = Path.Combine(
                ConsoleProcess.Root,
                "tests",
                "IcpConsole.Pages.Tests",
                "GuideLabels.txt"
            );
            foreach (var line in File.ReadLines(file))
            {
                var columns = line.Split('\t');
                labels.Add(columns[0], columns[1], columns[2]);
            }

            return labels;
        }
    }

    public void Dispose() => CultureInfo.CurrentUICulture = _before;

    [Theory]
    [MemberData(nameof(Labels))]
    public void A_label_is_as_the_guide_has_it(string label, string sentence, string shownBy)
    {
        Assert.Contains(label, sentence, StringComparison.Ordinal);
        if (shownBy.StartsWith("in ", StringComparison.Ordinal))
            Assert.Contains(label, Shown(shownBy[3..]), StringComparison.Ordinal);
        else
            Assert.Equal(label, Shown(shownBy));
    }

    private static string Shown(string names)
    {
        var texts = names.Split(' ').Select(Text).ToList();
        return texts.Count == 1
            ? texts[0]
            : string.Format(CultureInfo.InvariantCulture, texts[0], texts[1]);
    }

    private static string Text(string name)
    {
        var (owner, member) = (name.Split('.')[0], name.Split('.')[1]);
        return owner switch
        {
            nameof(ServiceCatalogue) => Of<NodeService>(
                typeof(ServiceCatalogue),
                member
            ).KoreanName,
            nameof(AlarmCatalogue) => Of<AlarmKind>(typeof(AlarmCatalogue), member).Name,
            nameof(Headlines) => Of<Headline>(typeof(Headlines), member).Text(),
            _ => Texts(owner).GetString(member, CultureInfo.CurrentUICulture)!,
        };
    }

    private static ResourceManager Texts(string area) =>
        Of<ResourceManager>(
            typeof(PeeringText).Assembly.GetType(
                $"{typeof(PeeringText).Namespace}.{area}",
                throwOnError: true
            )!,
            nameof(PeeringText.ResourceManager)
        );

    private static T Of<T>(Type owner, string member)
    {
        const BindingFlags Static =
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return (T)
            (
                owner.GetField(member, Static)?.GetValue(null)
                ?? owner.GetProperty(member, Static)!.GetValue(null)
            )!;
    }
}
