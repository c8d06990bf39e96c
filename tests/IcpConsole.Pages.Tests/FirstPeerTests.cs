using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Pages.Clusters;

namespace IcpConsole.Pages.Tests;

/// <summary>A console without peerings.</summary>
public sealed class FirstPeerTests
{
    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task It_says_what_to_do_next_with_one_button(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var seoul = context.Show();
        var singapore = Like(seoul, "singapore", seoul.Traits.Platform);
        var card = context.Render<FirstPeer>(p => p.Add(c => c.Clusters, [seoul, singapore]));
        Assert.Equal(
            "clusters/seoul/presence/inter-clustering/new?address="
                + singapore.Topology.Publisher.Name,
            Assert.Single(card.FindAll("a.btn")).GetAttribute("href")
        );
    }

    [Fact]
    public async Task A_platform_that_cannot_be_peered_is_sent_nowhere()
    {
        await using var context = await PagesContext.EnterAsync();
        var seoul = context.Show();
        var old = Like(seoul, "old", Platform.BusinessEdition6000);
        var card = context.Render<FirstPeer>(p =>
            p.Add(c => c.Clusters, [old, seoul]).Add(c => c.Of, old)
        );
        Assert.Empty(card.Markup.Trim());
    }

    private static ClusterSnapshot Like(
        ClusterSnapshot cluster,
        string id,
        Platform platform
    ) =>
        cluster with
        {
            Definition = cluster.Definition with
            {
                Id = ClusterId.Parse(id),
                Traits = cluster.Traits with { Platform = platform },
            },
        };
}
