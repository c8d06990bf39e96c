using System.Net;
using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Clusters;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Tests;

/// <summary>
/// A platform that has no peers (the guide, prerequisites and limitations): nothing is offered
/// that would be refused, and why is said in its place.
/// </summary>
public sealed class PlatformTests
{
    private const string Add = "a[href*='inter-clustering/new']";

    public static MatrixTheoryData<Platform, string> Cases =>
        new([Platform.SmallerOva, Platform.BusinessEdition6000], ["en", "ko"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_list_says_why_in_place_of_Add_New(Platform platform, string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context, platform);
        var page = context.Render<InterClusteringPage>(p => p.Add(c => c.ClusterId, "seoul"));
        Assert.Empty(page.FindAll(Add));
        Assert.Contains(
            platform.ProblemHere()!.Text(),
            page.Find(".why").TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_mesh_says_why_in_place_of_add_in_both_directions(
        Platform platform,
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        Show(context, platform);
        var page = context.Render<MeshPage>();
        Assert.Empty(page.FindAll(Add));
        var said = page.FindAll("td small span").Select(s => s.TextContent).ToList();
        Assert.Contains(platform.ProblemHere()!.Text(), said);
        Assert.Contains(platform.ProblemThere()!.Text(), said);
    }

    [Theory]
    [InlineData(Platform.SmallerOva)]
    [InlineData(Platform.BusinessEdition6000)]
    public async Task No_fix_leads_to_an_entry_of_or_for_such_a_cluster(Platform platform)
    {
        await using var context = await PagesContext.EnterAsync();
        var (seoul, busan) = Show(context, platform);
        Assert.Null(new Fix(seoul.Id, FixPlace.NewPeer).Href(context.Door.Snapshot));
        Assert.NotNull(new Fix(busan.Id, FixPlace.NewPeer).Href(context.Door.Snapshot));
        Assert.Null(
            new Fix(busan.Id, FixPlace.NewPeer, seoul.Topology.Publisher.Name.Value).Href(
                context.Door.Snapshot
            )
        );
    }

    /// <summary>Seoul on the platform, and Busan on one that has peers; they are apart.</summary>
    private static (ClusterSnapshot Seoul, ClusterSnapshot Busan) Show(
        PagesContext context,
        Platform platform
    )
    {
        var seoul = context.Show();
        var address = IPAddress.Parse("127.0.14.1");
        var busan = seoul with
        {
            Definition = seoul.Definition with
            {
                Id = ClusterId.Parse("busan"),
                Topology = new Topology([
                    new Node(NodeName.From(address), address, NodeRole.Publisher),
                ]),
            },
        };
        seoul = seoul with
        {
            Definition = seoul.Definition with
            {
                Traits = seoul.Traits with { Platform = platform },
            },
        };
        context.Door.Snapshot = context.Door.Snapshot with { Clusters = [seoul, busan] };
        return (seoul, busan);
    }
}
