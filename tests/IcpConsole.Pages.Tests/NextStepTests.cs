using Bunit;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Tests;

/// <summary>The guide's task flow goes on from page to page.</summary>
public sealed class NextStepTests
{
    [Theory]
    [InlineData(new[] { 1 }, new[] { 2 })]
    [InlineData(new[] { 2 }, new[] { 3 })]
    [InlineData(new[] { 3, 5 }, new[] { 4, 6 })]
    [InlineData(new[] { 4, 6, 7 }, new[] { 5, 8 })]
    [InlineData(new[] { 8, 9, 10 }, new int[0])]
    public async Task A_page_links_to_the_steps_that_follow_those_that_are_done_on_it(
        int[] steps,
        int[] following
    )
    {
        await using var context = await PagesContext.EnterAsync();
        var cluster = context.Show();
        var next = context.Render<NextStep>(p =>
            p.Add(c => c.Cluster, cluster).Add(c => c.Steps, steps)
        );
        var links = next.FindAll("a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(
            following
                .Select(s => TaskFlow.PlaceOf(cluster, s).Href(context.Door.Snapshot))
                .Append(PageLinks.Dashboard(cluster.Id)),
            links
        );
        Assert.All(links, link => Assert.NotNull(link));
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Every_step_says_what_it_is_for(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var cluster = context.Show();
        var list = context.Render<TaskFlowList>(p =>
            p.Add(c => c.Steps, TaskFlow.Steps(cluster)).Add(c => c.WithPurpose, true)
        );
        var items = list.FindAll("li");
        Assert.Equal(TaskFlow.Last, items.Count);
        Assert.All(items, i => Assert.NotEmpty(i.QuerySelector("small")!.TextContent));
        Assert.Contains(DiagnosticText.Purpose7, list.Markup, StringComparison.Ordinal);
    }
}
