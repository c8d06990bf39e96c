using Bunit;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>The list of peer entries, and what is done with several of them.</summary>
public sealed class InterClusteringPageTests
{
    private static readonly SyncReceipt s_receipt = SomePeer.Synced(null).Last! with
    {
        Trigger = SyncTrigger.Forced,
        Added = 12,
    };

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task A_cluster_without_peers_is_told_how_to_add_one(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show();
        var page = Render(context);
        Assert.Contains(
            PeeringText.NoPeersHint,
            page.Find(".empty").TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.Find(".empty a.primary"));
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_said_to_be_unknown()
    {
        await using var context = await PagesContext.EnterAsync();
        var page = Render(context);
        Assert.Contains(
            ClusterText.Unknown.Replace("{0}", "seoul", StringComparison.Ordinal),
            page.Markup,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task What_is_selected_is_deleted_after_it_was_confirmed_in_the_readers_name(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show(Peer(1, "127.0.12.1"), Peer(2, "127.0.13.1"));
        var page = Render(context);
        Assert.True(Delete(page).HasAttribute("disabled"));
        await page.FindAll("input[type=checkbox]")[1].ChangeAsync(new() { Value = true });

        await Delete(page).ClickAsync();
        var dialog = page.Find("[role=dialog]");
        Assert.Contains("127.0.13.1", dialog.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.12.1", dialog.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            PeeringText.DeleteOtherSide,
            dialog.TextContent,
            StringComparison.Ordinal
        );
        await page.Find("[role=dialog] button.danger").ClickAsync();

        Assert.Equal(
            [(new Principal("administrator"), ClusterId.Parse("seoul"), new PeerId(2))],
            context.Door.Sent.Select(s =>
                (s.Who, s.Cluster!.Value, ((DeletePeer)s.Request).Peer)
            )
        );
        Assert.Empty(page.FindAll("[role=dialog]"));
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Many_peers_in_order_are_one_line_until_they_are_asked_for(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        var broken = Peer(99, "127.0.99.1") with
        {
            Connectivity = SomePeer.Tested(
                new PeerFailure(PassLayer.Query, new AxlFault("why"))
            ),
        };
        context.Show([
            .. Enumerable.Range(1, 11).Select(i => Peer(i, $"127.0.12.{i}")),
            broken,
        ]);
        var page = Render(context);
        Assert.Contains(
            "127.0.99.1",
            Assert.Single(page.FindAll("tbody td.mono")).TextContent,
            StringComparison.Ordinal
        );

        await page.Find("tbody button.fold").ClickAsync();
        Assert.Equal(12, page.FindAll("tbody td.mono").Count);
    }

    [Fact]
    public async Task What_was_selected_of_one_cluster_is_not_selected_of_another()
    {
        await using var context = await PagesContext.EnterAsync();
        var seoul = context.Show(Peer(1, "127.0.12.1"));
        var other = seoul with
        {
            Definition = seoul.Definition with { Id = ClusterId.Parse("oslo") },
        };
        context.Door.Snapshot = context.Door.Snapshot with { Clusters = [seoul, other] };
        var page = Render(context);
        await page.Find("input[type=checkbox]").ChangeAsync(new() { Value = true });
        Assert.False(Delete(page).HasAttribute("disabled"));

        page.Render(p => p.Add(c => c.ClusterId, "oslo"));
        Assert.True(Delete(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Where_the_other_side_has_no_entry_nobody_is_sent_to_delete_it()
    {
        await using var context = await PagesContext.EnterAsync();
        var removed = Peer(1, "127.0.12.1") with
        {
            OtherSide = new OtherSide(OtherSideState.Removed, null),
        };
        context.Show(removed);
        var dialog = context.Render<DeletePeersDialog>(p => p.Add(d => d.Peers, [removed]));
        Assert.DoesNotContain(
            PeeringText.DeleteOtherSide,
            dialog.Markup,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task A_forced_sync_says_of_each_peer_what_came_of_it(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        // Another pass has failed since the one that is told of.
        var since = SomePeer.Synced(new PeerFailure(PassLayer.Query, new AxlFault("since")));
        var good = Peer(1, "127.0.12.1") with { Sync = since };
        var cutOff = Peer(2, "127.0.13.1");
        var cluster = context.Show(good, cutOff);
        context.Door.Answer<PreviewSync>(_ => new SyncPreview(12, 0, 3, 500));
        context.Door.Answer<ForceSync>(sync => new OperationId(sync.Peer.Value));
        context.Door.Snapshot = context.Door.Snapshot with
        {
            Operations = [Ended(good.Peer.Id), Ended(cutOff.Peer.Id, new SyncCutOff())],
        };
        var dialog = context.Render<ForceSyncDialog>(p =>
            p.Add(d => d.Cluster, cluster).Add(d => d.Peers, [good, cutOff])
        );

        Assert.Equal(
            [
                $"127.0.12.1 · {PeeringText.PreviewChanges.With("12", "0", "3")}",
                $"127.0.13.1 · {PeeringText.PreviewChanges.With("12", "0", "3")}",
            ],
            dialog.FindAll("p.state > span").Select(s => s.TextContent)
        );
        await dialog.Find("button.primary").ClickAsync();

        Assert.Equal(
            [ForcedSync.Plain.MayLose, ForcedSync.Plain.MayLose],
            context.Door.SentOf<ForceSync>().Select(s => s.Options.MayLose)
        );
        Assert.Equal(
            ["check", "cross"],
            dialog.FindAll("p.state svg").Select(m => m.ClassList[1])
        );
        Assert.Contains("12", dialog.Find("dl.counts").TextContent, StringComparison.Ordinal);
        Assert.Contains(new SyncCutOff().Text(), dialog.Markup, StringComparison.Ordinal);
        Assert.Equal(FrameText.Close, dialog.Find("button.primary").TextContent);
    }

    private static Operation Ended(PeerId peer, params IReadOnlyList<Problem> problems) =>
        new(
            new OperationId(peer.Value),
            nameof(ForceSync),
            ClusterId.Parse("seoul"),
            "administrator",
            s_receipt.StartedAt,
            [
                new OperationStep(ClusterId.Parse("seoul"), null, null, [])
                {
                    Receipt = problems.Count > 0 ? null : s_receipt,
                },
            ]
        )
        {
            State = OperationState.Done,
            EndedAt = s_receipt.EndedAt,
            Problems = problems,
        };

    private static PeerStatus Peer(int id, string address)
    {
        var good = SomePeer.Good();
        return good with
        {
            Peer = good.Peer with { Id = new PeerId(id), Address = NodeName.Parse(address) },
            Sync = good.Sync with { Last = s_receipt },
        };
    }

    private static IRenderedComponent<InterClusteringPage> Render(PagesContext context) =>
        context.Render<InterClusteringPage>(p => p.Add(c => c.ClusterId, "seoul"));

    private static AngleSharp.Dom.IElement Delete(
        IRenderedComponent<InterClusteringPage> page
    ) => page.FindAll(".head button").Single(b => b.ClassList.Contains("danger"));
}
