using Bunit;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Tests;

/// <summary>Diagnostics &gt; System Troubleshooter, however many peers there are.</summary>
public sealed class TroubleshooterPageTests
{
    private static readonly CheckRow s_alarms = new(
        CheckSection.System,
        "Alarms",
        null,
        CheckOutcome.Warning
    )
    {
        Problem = new AlarmsActive(1),
    };

    private static readonly CheckRow s_rules = new(
        CheckSection.InterClustering,
        "PeerAxl",
        "127.0.12.1",
        CheckOutcome.Failed
    )
    {
        Problem = new TcpRefused(8443),
    };

    private static readonly CheckRow s_passed = s_rules with
    {
        Subject = "127.0.13.1",
        Outcome = CheckOutcome.Passed,
        Problem = null,
    };

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Problems_of_all_sections_stand_first_and_what_passed_is_folded_under_its_count(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context, s_alarms, s_rules, s_passed);
        var page = Render(context);

        Assert.Equal(
            [s_rules.Problem!.Text(), s_alarms.Problem!.Text()],
            Problems(page)
                .QuerySelectorAll("tbody tr")
                .Select(r => r.QuerySelectorAll("td")[2].FirstChild!.TextContent.Trim())
        );
        var section = page.Find("#section-InterClustering");
        Assert.False(section.HasAttribute("open"));
        Assert.Contains(
            DiagnosticText.PeersTested.With(2),
            section.QuerySelector("summary")!.TextContent,
            StringComparison.Ordinal
        );
        // One failed, which stands above, and one passed.
        Assert.Equal(
            ["1", "1"],
            section
                .QuerySelectorAll(":scope > summary .tally > span")
                .Select(s => s.TextContent)
        );
        Assert.Single(section.QuerySelectorAll("tbody tr"));

        await page.FindAll("button.link")
            .Single(b => b.TextContent == DiagnosticText.UnfoldAll)
            .ClickAsync();
        Assert.True(page.Find("#section-InterClustering").HasAttribute("open"));
    }

    [Fact]
    public async Task A_problem_that_is_tested_again_stays_where_it_is_until_it_is_none()
    {
        await using var context = await PagesContext.EnterAsync();
        Show(context, s_rules);
        var page = Render(context);
        Show(context, s_rules with { Outcome = null });
        page.Render();
        Assert.Single(Problems(page).QuerySelectorAll("tbody tr"));

        Show(context, s_passed with { Subject = s_rules.Subject });
        page.Render();
        Assert.Empty(Problems(page).QuerySelectorAll("tbody tr"));
    }

    private static AngleSharp.Dom.IElement Problems(
        IRenderedComponent<TroubleshooterPage> page
    ) => page.FindAll("section.tests")[0];

    private static IRenderedComponent<TroubleshooterPage> Render(PagesContext context) =>
        context.Render<TroubleshooterPage>(p => p.Add(c => c.ClusterId, "seoul"));

    private static void Show(PagesContext context, params IReadOnlyList<CheckRow> rows)
    {
        var seoul = context.Show() with { Diagnostics = new DiagnosticsSnapshot(rows, null) };
        context.Door.Snapshot = context.Door.Snapshot with { Clusters = [seoul] };
    }
}
