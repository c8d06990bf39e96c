using Bunit;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Pages.Frame;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Tests;

/// <summary>The frame around every page.</summary>
public sealed class MainLayoutTests
{
    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task The_frame_offers_every_cluster_those_that_could_not_be_opened_too(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show();
        context.Door.Snapshot = context.Door.Snapshot with
        {
            Unopened =
            [
                new UnopenedCluster(ClusterId.Parse("oslo"), new DatabaseDamaged("oslo.db")),
            ],
        };
        var layout = Render(context);
        Assert.Equal(
            ["seoul", "oslo"],
            layout.FindAll("#cluster-choice option").Select(o => o.GetAttribute("value"))
        );
        Assert.Equal("the page", layout.Find("main p").TextContent);
    }

    [Fact]
    public async Task A_frame_that_fails_leaves_the_page_and_says_so_with_a_reference()
    {
        await using var context = await PagesContext.EnterAsync();
        var seoul = context.Show();
        context.Door.Snapshot = context.Door.Snapshot with
        {
            Clusters = [seoul with { Definition = null! }],
        };
        var layout = Render(context);
        Assert.Equal("the page", layout.Find("main p").TextContent);
        Assert.Equal(FrameText.PageFailed, layout.Find("h1").TextContent);
        Assert.NotEmpty(layout.FindAll("header.banner"));
    }

    private static IRenderedComponent<MainLayout> Render(PagesContext context) =>
        context.Render<MainLayout>(p => p.Add(l => l.Body, "<p>the page</p>"));
}
