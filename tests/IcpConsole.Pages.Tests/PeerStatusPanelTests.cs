using Bunit;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>Whatever a peer's state is: panel and list say what its diagnosis says.</summary>
public sealed class PeerStatusPanelTests
{
    public static MatrixTheoryData<int, string> Seeds =>
        new(Enumerable.Range(0, 10), ["en", "ko"]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_panel_has_an_X_mark_where_something_is_wrong_and_says_every_cause(
        int seed,
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var random = new Random(seed);
        for (var i = 0; i < 30; i++)
        {
            var status = SomePeer.Any(random);
            var cluster = context.Show(status);
            var panel = context.Render<PeerStatusPanel>(p =>
                p.Add(c => c.Cluster, cluster)
                    .Add(c => c.Status, status)
                    .Add(c => c.Now, status.Sync.NextAt ?? default)
            );

            Assert.Equal(
                status.Overall == Mark.Cross,
                panel.FindAll("svg.mark.cross").Count > 0
            );
            var text = panel.Find("section").TextContent;
            Assert.All(status.Diagnosis.Causes.Where(c => c.Problem is not SyncHeld), cause =>
                Assert.Contains(cause.Problem!.Text(), text, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_row_of_a_list_has_the_mark_and_the_words_of_the_whole(
        int seed,
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var random = new Random(seed);
        for (var i = 0; i < 30; i++)
        {
            var status = SomePeer.Any(random);
            var cluster = context.Show(status);
            var row = context.Render<PeerRow>(p =>
                p.Add(c => c.Cluster, cluster).Add(c => c.Status, status)
            );

            var state = row.FindAll("td")[3];
            Assert.Contains(
                $"mark-{status.Overall}",
                state.InnerHtml,
                StringComparison.OrdinalIgnoreCase
            );
            Assert.Contains(
                PeerText.Headline(status),
                state.TextContent,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_problem_of_one_node_is_said_with_its_name()
    {
        await using var context = await PagesContext.EnterAsync();
        var good = SomePeer.Good();
        var node = good.Nodes[0];
        var status = good with
        {
            Nodes =
            [
                node with
                {
                    Axl = new PortReach(8443, Mark.Cross, new AxlNotRunning(), null),
                },
            ],
        };
        var causes = context.Render<PeerCauses>(p => p.Add(c => c.Status, status));
        Assert.StartsWith(
            $"{node.Node}: {new AxlNotRunning().Text()}",
            string.Join(
                    ' ',
                    causes
                        .Find(".why")
                        .TextContent.Split(
                            default(char[]),
                            StringSplitOptions.RemoveEmptyEntries
                        )
                )
                .Replace(" :", ":", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }
}
