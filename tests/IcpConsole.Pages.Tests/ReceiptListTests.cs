using Bunit;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>
/// Auto recovery in the syncs of a peer (the guide, step 8): two hours, and what happened then.
/// </summary>
public sealed class ReceiptListTests
{
    private static readonly string s_alarm = AlarmCatalogue.PeerPeriodicSyncingFailure.Name;

    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task What_was_abandoned_and_what_lasted_two_hours_say_what_the_agent_did(
        string language
    )
    {
        await using var context = await PagesContext.EnterAsync(language);
        context.Show();
        var done = SomePeer.Synced(null).Last!;
        var abandoned = done with
        {
            Trigger = SyncTrigger.Recovery,
            EndedAt = done.StartedAt.AddHours(2),
            Failure = new PeerFailure(PassLayer.Query, new SyncAbandoned(120)),
        };
        var slow = done with { StartedAt = done.EndedAt.AddHours(-2) };
        var rows = Rows(context, SomePeer.Synced(null), abandoned, slow, done);

        Assert.Contains(new SyncAbandoned(120).Text(), rows[0], StringComparison.Ordinal);
        Assert.Contains(PeeringText.ReceiptRecovered, rows[0], StringComparison.Ordinal);
        Assert.Contains(
            PeeringText.ReceiptLong.With(s_alarm),
            rows[1],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(s_alarm, rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ParameterCatalogue.Enabled)]
    [InlineData(ParameterCatalogue.Disabled)]
    public async Task What_hangs_now_says_what_follows_by_whether_auto_recovery_is_enabled(
        string recovery
    )
    {
        await using var context = await PagesContext.EnterAsync();
        var cluster = context.Show();
        cluster = cluster with
        {
            Parameters = new ParametersSnapshot([
                new ParameterValue(
                    cluster.Topology.Publisher.Name,
                    ParameterCatalogue.InterclusterSyncAgent,
                    ParameterCatalogue.AutoRecovery.Name,
                    recovery
                ),
            ]),
        };
        context.Door.Snapshot = context.Door.Snapshot with { Clusters = [cluster] };
        var sync = SomePeer.Synced(null) with
        {
            Phase = SyncPhase.Fetching,
            RunningSince = TimeProvider.System.GetUtcNow().AddHours(-3),
        };
        var text = Render(context, sync).Find(".why").TextContent;
        Assert.Contains(new SyncHangs(120).Text(), text, StringComparison.Ordinal);
        var follows =
            recovery == ParameterCatalogue.Enabled
                ? PeeringText.StuckRecovers
                : PeeringText.StuckStays;
        Assert.Contains(follows.With(s_alarm), text, StringComparison.Ordinal);
    }

    private static List<string> Rows(
        PagesContext context,
        SyncState sync,
        params SyncReceipt[] receipts
    ) => [.. Render(context, sync, receipts).FindAll("tbody tr").Select(r => r.TextContent)];

    private static IRenderedComponent<ReceiptList> Render(
        PagesContext context,
        SyncState sync,
        params SyncReceipt[] receipts
    )
    {
        context.Door.Answer<FindReceipts>(_ => receipts);
        return context.Render<ReceiptList>(p =>
            p.Add(c => c.Cluster, SomePeer.Good().Local.Id)
                .Add(c => c.Peer, SomePeer.Good().Peer.Id)
                .Add(c => c.Sync, sync)
        );
    }
}
