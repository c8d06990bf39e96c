using AngleSharp.Dom;
using Bunit;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>Whatever a peer's state is: panel and list say what its diagnosis says.</summary>
public sealed class PeerStatusPanelTests
{
    private static readonly string[] s_worstFirst = ["cross", "unknown", "check"];

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

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task When_the_next_sync_is_due_is_explained_with_the_interval(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var good = SomePeer.Good();
        var cluster = context.Show(good) with
        {
            Parameters = new ParametersSnapshot([
                new ParameterValue(
                    good.Local.Publisher,
                    ParameterCatalogue.InterclusterSyncAgent,
                    ParameterCatalogue.SyncInterval.Name,
                    "40"
                ),
            ]),
        };
        Assert.Contains(
            PeeringText.NextSyncHint.With(40),
            Text(context, cluster, good),
            StringComparison.Ordinal
        );
        var failed = SomePeer.Synced(new PeerFailure(PassLayer.Query, new AxlFault("why")));
        Assert.Contains(
            PeeringText.NextRetryHint.With(40),
            Text(context, cluster, good with { Sync = failed }),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Router_links_name_their_port(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var good = SomePeer.Good();
        var lines = context.Render<LinkLines>(p => p.Add(c => c.Status, good));
        Assert.Contains("7400", lines.Markup, StringComparison.Ordinal);
        var down = good with { Links = [SomePeer.Link(LinkState.Down)] };
        lines = context.Render<LinkLines>(p => p.Add(c => c.Status, down));
        Assert.Contains("127.0.12.1:7400", lines.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_certificate_exchange_leads_to_what_it_means()
    {
        await using var context = await PagesContext.EnterAsync();
        var status = SomePeer.Good() with
        {
            Certificates = SomePeer.Held(PeerCertificateState.Expired),
        };
        var cluster = context.Show(status);
        var panel = Panel(context, cluster, status);
        var help = context.Render<ExchangeErrorsPage>();
        var links = panel.FindAll($"a[href^='{ExchangeErrorsPage.Path}#']");
        Assert.NotEmpty(links);
        Assert.All(links, link =>
            Assert.NotEmpty(
                help.FindAll($"tr[id='{link.GetAttribute("href")!.Split('#')[1]}']")
            )
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_is_wrong_stands_first_in_its_group_and_what_passed_is_folded_under_a_count(
        int seed,
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var random = new Random(seed);
        for (var i = 0; i < 10; i++)
        {
            var status = SomePeer.Any(random);
            var panel = Panel(context, context.Show(status), status);
            var groups = panel.FindAll(".status-group");

            Assert.Equal(4, groups.Count);
            Assert.All(groups, group =>
            {
                var open = Marks(group.QuerySelectorAll(":scope > table"));
                Assert.Equal(open.Order(Comparer<string>.Create(WorstFirst)), open);
                if (group.QuerySelector(":scope > details") is not { } folded)
                    return;
                var passed = Marks([folded]);
                Assert.All(passed, mark => Assert.Equal("check", mark));
                var summary = folded.QuerySelector("summary")!.TextContent;
                Assert.Contains(
                    PeeringText.Passed.With(passed.Count),
                    summary,
                    StringComparison.Ordinal
                );
                Assert.All(folded.QuerySelectorAll("th"), label =>
                    Assert.Contains(label.TextContent, summary, StringComparison.Ordinal)
                );
            });
        }
    }

    /// <summary>Of the rows, each its own.</summary>
    private static List<string> Marks(IEnumerable<IElement> rows) =>
        [
            .. rows.SelectMany(r => r.QuerySelectorAll("td > .state > svg.mark"))
                .Select(m => m.ClassList[1]),
        ];

    private static int WorstFirst(string? one, string? other) =>
        Array.IndexOf(s_worstFirst, one) - Array.IndexOf(s_worstFirst, other);

    private static string Text(
        PagesContext context,
        ClusterSnapshot cluster,
        PeerStatus status
    ) => Panel(context, cluster, status).Find("section").TextContent;

    private static IRenderedComponent<PeerStatusPanel> Panel(
        PagesContext context,
        ClusterSnapshot cluster,
        PeerStatus status
    ) =>
        context.Render<PeerStatusPanel>(p =>
            p.Add(c => c.Cluster, cluster)
                .Add(c => c.Status, status)
                .Add(c => c.Now, status.Sync.NextAt ?? default)
        );
}
