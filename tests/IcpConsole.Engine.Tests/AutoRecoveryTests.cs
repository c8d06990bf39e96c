using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Hosting;
using IcpConsole.Testing;

namespace IcpConsole.Engine.Tests;

public sealed class AutoRecoveryTests
{
    private static readonly AgentParameters s_parameters = new(
        AutoRecovery: true,
        TimeSpan.FromMinutes(40),
        SyncCertificates: true
    );

    [Fact]
    public void A_pass_hangs_once_it_has_lasted_two_hours()
    {
        var began = DateTimeOffset.UnixEpoch;
        var sync = new SyncState(SyncPhase.Fetching, null, null, 0, null)
        {
            RunningSince = began,
        };
        Assert.Null(sync.Stuck(s_parameters, began.AddMinutes(119)));
        Assert.Equal("SyncHangs", sync.Stuck(s_parameters, began.AddMinutes(120))?.Code);
    }

    [Fact]
    public void Passes_fail_for_too_long_after_four_intervals()
    {
        var began = DateTimeOffset.UnixEpoch;
        var sync = new SyncState(SyncPhase.Idle, null, null, 9, null) { FailingSince = began };
        Assert.Null(sync.Stuck(s_parameters, began.AddMinutes(159)));
        Assert.Equal(
            ("SyncKeepsFailing", "160"),
            sync.Stuck(s_parameters, began.AddMinutes(160)) is { } p
                ? (p.Code, ProblemCode.ArgumentsOf(p)[0])
                : default
        );
        Assert.Null(
            (sync with { Phase = SyncPhase.AwaitingAcceptance }).Stuck(
                s_parameters,
                began.AddMinutes(600)
            )
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Passes_that_keep_failing_raise_the_alarm_and_restart_the_agent_where_that_is_enabled(
        bool enabled
    )
    {
        var time = new ManualTimeProvider();
        await using var clusters = await TwoClusters.StartAsync(time);
        await SetAsync(clusters.Seoul, enabled);
        var peer = await TwoClusters.AddUnseenAsync(
            clusters.Seoul,
            clusters.Network.Address(7, 1).ToString()
        );
        var failing = await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            s.Sync.FailingSince is not null
        );
        var since = failing.Sync.FailingSince!.Value;

        var alarm = await AlarmAsync(clusters.Seoul, time);

        Assert.InRange(
            alarm.Last - since,
            TimeSpan.FromMinutes(120),
            TimeSpan.FromMinutes(140)
        );
        Assert.Equal(
            (AlarmSeverity.Critical, "SyncKeepsFailing", failing.Peer.Address.Value),
            (alarm.Kind.Severity, alarm.Problem.Code, alarm.Subject)
        );
        // The agent that restarted counts its failures anew; the other goes on as it was.
        if (enabled)
        {
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                s.Sync.FailingSince > since
            );
            Assert.Single(await RecoveriesAsync(clusters.Seoul, peer), r =>
                r.Failure!.Problem is AgentRestarted { Minutes: 120 }
            );
        }
        else
        {
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return s.Sync.Last!.EndedAt > alarm.Last;
            });
            Assert.Equal(since, clusters.Seoul.Peers.Find(peer)!.Sync.FailingSince);
            Assert.Empty(await RecoveriesAsync(clusters.Seoul, peer));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pass_that_hangs_for_two_hours_raises_the_alarm_and_is_abandoned_where_that_is_enabled(
        bool enabled
    )
    {
        var (time, names) = (new ManualTimeProvider(), new TableResolver());
        await using var clusters = await TwoClusters.StartAsync(time, names);
        await SetAsync(clusters.Seoul, enabled);
        var peer = await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore);
        await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            TwoClusters.InStep(s) && s.Sync.NextAt is not null
        );
        names.Hangs = true;
        var forced = clusters.Seoul.Peering!.ForceSyncAsync(
            peer,
            ForcedSync.Plain,
            CancellationToken.None
        );
        var began = (
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                s.Sync.RunningSince is not null && names.Hung > 0
            )
        )
            .Sync
            .RunningSince!
            .Value;

        // What begins afterwards meets a resolver that answers; the pass that hangs stays hung.
        names.Hangs = false;
        var alarm = await AlarmAsync(clusters.Seoul, time);

        Assert.InRange(alarm.Last - began, TimeSpan.FromHours(2), TimeSpan.FromMinutes(140));
        Assert.Equal("SyncHangs", alarm.Problem.Code);
        if (enabled)
        {
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
                s.LastSynchronized > began && s.Sync.RunningSince is null
            );
            await Eventually.GetAsync(async () =>
                (
                    await clusters.Seoul.Alarms!.FindAsync(
                        new AlarmSearch(ActiveOnly: true),
                        CancellationToken.None
                    )
                ).Count == 0
            );
            Assert.Null(await forced);
            var recovery = Assert.Single(await RecoveriesAsync(clusters.Seoul, peer));
            Assert.Equal(began, recovery.StartedAt);
            Assert.Equal(new SyncAbandoned(120), recovery.Failure!.Problem);
            Assert.Equal(SyncTrigger.Recovery, recovery.Trigger);
        }
        else
        {
            Assert.Empty(await RecoveriesAsync(clusters.Seoul, peer));
            Assert.Equal(began, clusters.Seoul.Peers.Find(peer)!.Sync.RunningSince);
            Assert.False(forced.IsCompleted);
            // Switched on while it hangs: it is not too late.
            await SetAsync(clusters.Seoul, enabled: true);
            await TwoClusters.StatusAsync(clusters.Seoul, peer, s =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return s.LastSynchronized > began;
            });
            Assert.Null(await forced);
        }
    }

    private static async Task SetAsync(HostedCluster cluster, bool enabled) =>
        Assert.Empty(
            await cluster.Parameters!.SaveAsync(
                cluster.Topology.Publisher.Name,
                ParameterCatalogue.InterclusterSyncAgent,
                new Dictionary<string, string>
                {
                    [ParameterCatalogue.AutoRecovery.Name] = enabled
                        ? ParameterCatalogue.Enabled
                        : ParameterCatalogue.Disabled,
                },
                CancellationToken.None
            )
        );

    /// <summary>What the syncs of a peer tell of restarts of the agent.</summary>
    private static async Task<IReadOnlyList<SyncReceipt>> RecoveriesAsync(
        HostedCluster cluster,
        PeerId peer
    ) =>
        [
            .. (await cluster.Peering.ReceiptsAsync(peer, CancellationToken.None)).Where(r =>
                r.Failure?.Problem is SyncAbandoned or AgentRestarted
            ),
        ];

    /// <summary>Lets time pass, minute by minute, until the alarm is there.</summary>
    private static async Task<Alarm> AlarmAsync(
        HostedCluster cluster,
        ManualTimeProvider time
    ) =>
        await Eventually.GetAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            var found = await cluster.Alarms!.FindAsync(
                new AlarmSearch("InterClusterSyncAgentPeerPeriodicSyncFailure"),
                CancellationToken.None
            );
            return found.Count == 0 ? null : Assert.Single(found);
        });
}
