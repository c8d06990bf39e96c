using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

/// <summary>The only way to the clusters.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly Principal s_somebody = new("somebody");

    private TwoClusters _clusters = default!;

    private static IEnumerable<Type> Requests =>
        typeof(Done)
            .Assembly.GetTypes()
            .Where(t =>
                !t.IsAbstract
                && t.BaseType?.BaseType is { IsGenericType: true } request
                && request.GetGenericTypeDefinition() == typeof(Request<>)
            );

    public async ValueTask InitializeAsync() => _clusters = await TwoClusters.StartAsync();

    public ValueTask DisposeAsync() => _clusters.DisposeAsync();

    [Fact]
    public void Every_request_is_answered_by_a_cluster_or_by_the_console()
    {
        Assert.True(Requests.Count() > 40);
        Assert.All(Requests, r =>
            Assert.True(
                _clusters.Seoul.Handlers.Knows(r) != _clusters.Door.Console.Knows(r),
                r.Name
            )
        );
    }

    [Fact]
    public async Task A_command_is_kept_as_intent_and_outcome_with_who_sent_it_and_without_its_secrets()
    {
        var form = TwoClusters.FormFor(_clusters.Singapore, "icsa-lab-secret");
        var contact = await SendAsync(new SavePeer(null, form));
        var accepted = contact.Value!.Contact!.Certificate;
        var saved = await SendAsync(new SavePeer(null, form, Decided: true, accepted));
        Assert.NotNull(saved.Value!.Peer);

        var entries = await _clusters.Journal.ListAsync(100, CancellationToken.None);
        Assert.Equal(4, entries.Count);
        Assert.All(entries, e =>
            Assert.Equal(
                ("somebody", "seoul", nameof(SavePeer)),
                (e.Account, e.Cluster?.Value, e.Command)
            )
        );
        Assert.Equal(2, entries.Select(e => e.Reference).Distinct().Count());
        var (outcome, intent) = (entries[0], entries[1]);
        Assert.Equal(outcome.Reference, intent.Reference);
        Assert.Empty(outcome.Problems!);
        Assert.Contains(form.Address, intent.Fields!, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", intent.Fields!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outcome_of_a_command_that_is_refused_says_why()
    {
        var refused = await SendAsync(
            new ControlService(
                _clusters.Seoul.Topology.Publisher.Name,
                ServiceCatalogue.Tomcat,
                ServiceAction.Stop
            )
        );
        var problem = Assert.Single(refused.Problems);
        var entry = (await _clusters.Journal.ListAsync(1, CancellationToken.None))[0];
        Assert.Equal([problem], entry.Problems);
    }

    [Fact]
    public async Task A_query_leaves_no_record()
    {
        Assert.NotNull((await SendAsync(new FindAlarms(new AlarmSearch()))).Value);
        Assert.Empty(await _clusters.Journal.ListAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_command_whose_record_cannot_be_written_is_not_carried_out()
    {
        await _clusters.ExecuteInConsoleAsync("DROP TABLE Journal");
        await Assert.ThrowsAnyAsync<Exception>(() =>
            SendAsync(
                new SavePeer(null, TwoClusters.FormFor(_clusters.Singapore), Decided: true)
            )
        );
        Assert.Empty(_clusters.Seoul.Peers.All);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_said_to_be_gone()
    {
        var answer = await _clusters.Door.SendAsync(
            s_somebody,
            ClusterId.Parse("nowhere"),
            new FindAlarms(new AlarmSearch()),
            CancellationToken.None
        );
        Assert.IsType<ClusterGone>(Assert.Single(answer.Problems));
    }

    [Fact]
    public async Task A_forced_sync_is_answered_at_once_and_its_operation_ends_with_what_came_of_it()
    {
        var peer = await TwoClusters.AddPeerAsync(_clusters.Seoul, _clusters.Singapore);
        var begun = await SendAsync(new ForceSync(peer, ForcedSync.Plain));
        Assert.NotNull(_clusters.Door.Look(s_somebody).Find(begun.Value));

        var ended = await _clusters.Door.EndOfAsync(
            s_somebody,
            begun.Value,
            CancellationToken.None
        );

        Assert.Equal(
            (OperationState.Done, nameof(ForceSync), "somebody", "seoul"),
            (ended!.State, ended.Command, ended.Account, ended.Cluster?.Value)
        );
        Assert.Equal(
            [(_clusters.Singapore.Topology.Publisher.Name, StepState.Done)],
            ended.Steps.Select(s => (s.Node!.Value, s.State))
        );
        var receipts = await SendAsync(new FindReceipts(peer));
        Assert.Contains(receipts.Value!, r =>
            r.Trigger == SyncTrigger.Forced && r.StartedAt >= ended.StartedAt
        );
    }

    [Fact]
    public async Task An_operation_that_fails_says_why_and_is_read_again_at_the_next_start()
    {
        var peer = await TwoClusters.AddPeerAsync(
            _clusters.Seoul,
            _clusters.Singapore,
            "wrong"
        );
        var begun = await SendAsync(new ForceSync(peer, ForcedSync.Plain));
        var ended = await _clusters.Door.EndOfAsync(
            s_somebody,
            begun.Value,
            CancellationToken.None
        );
        Assert.Equal(OperationState.Failed, ended!.State);
        Assert.IsType<AxlLoginFailed>(Assert.Single(ended.Problems));

        await Eventually.GetAsync(async () =>
            (await _clusters.OperationsAsync()).First() is var kept
            && (kept.Id, kept.State) == (ended.Id, OperationState.Failed)
            && kept.Problems.SequenceEqual(ended.Problems)
        );
    }

    [Fact]
    public async Task What_the_end_of_the_console_cut_off_is_said_to_be_interrupted()
    {
        await _clusters.ExecuteInConsoleAsync(
            "INSERT INTO Operations (Command, Account, StartedAt, State, CanCancel, Steps, Problems) "
                + "VALUES ('RunRestartPlan', 'somebody', '2026-11-30 01:00:00', 'Running', 1, '[]', '[]')"
        );
        var kept = Assert.Single(await _clusters.OperationsAsync());
        Assert.Equal(OperationState.Interrupted, kept.State);
        Assert.NotNull(kept.EndedAt);
    }

    [Fact]
    public async Task What_has_no_steps_to_leave_out_or_has_ended_cannot_be_cancelled()
    {
        var begun = await SendAsync(new RunChecks(new CheckSelection(CheckSection.System)));
        foreach (var id in new[] { begun.Value, new OperationId(4711) })
        {
            var refused = await _clusters.Door.SendAsync(
                s_somebody,
                new CancelOperation(id),
                CancellationToken.None
            );
            Assert.IsType<OperationNotCancelled>(Assert.Single(refused.Problems));
        }
    }

    [Fact]
    public async Task A_watch_follows_a_cluster_that_is_saved_and_its_numbers_rise()
    {
        using var end = new CancellationTokenSource();
        var seen = new List<ClusterSnapshot>();
        var watching = Task.Run(async () =>
        {
            var seoul = ClusterId.Parse("seoul");
            await foreach (
                var snapshot in _clusters.Door.WatchAsync(s_somebody, seoul, end.Token)
            )
                lock (seen)
                    if (snapshot is not null)
                        seen.Add(snapshot);
        });
        await Eventually.TrueAsync(() => Seen().Count > 0);
        var opened = Seen()[0].OpenedAt;

        await _clusters.ChangeAsync(_clusters.Seoul, f =>
            (f.Name, f.Platform) = ("Seoul, anew", Platform.Ova25000)
        );
        await Eventually.TrueAsync(() =>
            Seen()[^1] is { Definition.Name: "Seoul, anew", State: ClusterState.Running } last
            && last.OpenedAt > opened
        );
        var peer = await TwoClusters.AddPeerAsync(_clusters.Seoul, _clusters.Singapore);
        await Eventually.TrueAsync(() => Seen()[^1].Peering!.Find(peer) is not null);

        await end.CancelAsync();
        await watching;
        var numbers = Seen().Select(s => (s.OpenedAt, s.Number)).ToList();
        Assert.Equal(numbers.Order(), numbers);

        List<ClusterSnapshot> Seen()
        {
            lock (seen)
                return [.. seen];
        }
    }

    [Fact]
    public async Task A_service_is_restarted_on_nodes_of_several_clusters_and_what_one_refuses_keeps_no_other_from_it()
    {
        var (seoul, singapore) = (_clusters.Seoul, _clusters.Singapore);
        var (here, there) = (seoul.Topology.Nodes[1].Name, singapore.Topology.Publisher.Name);
        var stranger = NodeName.Parse("nobody.example");
        var before = (Since(seoul, here), Since(singapore, there));
        var begun = await _clusters.Door.SendAsync(
            s_somebody,
            new ControlServices(
                [
                    new(seoul.Id, here, ServiceCatalogue.XcpRouter),
                    new(seoul.Id, stranger, ServiceCatalogue.XcpRouter),
                    new(singapore.Id, there, ServiceCatalogue.XcpRouter),
                ],
                ServiceAction.Restart
            ),
            CancellationToken.None
        );
        var ended = await _clusters.Door.EndOfAsync(
            s_somebody,
            begun.Value,
            CancellationToken.None
        );

        Assert.Equal(
            [StepState.Done, StepState.Failed, StepState.Done],
            ended!.Steps.Select(s => s.State)
        );
        Assert.Equal([new ServiceNodeNotRunning(stranger)], ended.Problems);
        Assert.NotEqual(before, (Since(seoul, here), Since(singapore, there)));

        static DateTimeOffset Since(HostedCluster cluster, NodeName node) =>
            cluster
                .Services.Of(node)
                .First(s => s.Service == ServiceCatalogue.XcpRouter)
                .Since;
    }

    private Task<Result<TAnswer>> SendAsync<TAnswer>(Request<TAnswer> request)
        where TAnswer : notnull =>
        _clusters.Door.SendAsync(
            s_somebody,
            _clusters.Seoul.Id,
            request,
            CancellationToken.None
        );
}
