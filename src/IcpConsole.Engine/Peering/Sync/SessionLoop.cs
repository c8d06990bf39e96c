using IcpConsole.Domain;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Looks after one peer entry: its first pass, then periodic ones, those that a notice or an
/// administrator asks for, retries after failures, and a connectivity test in between. One loop
/// does all of it, so that nothing overlaps.
/// </summary>
internal sealed class SessionLoop : IAsyncDisposable
{
    private static readonly TimeSpan s_testEvery = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What becomes of a new peering is told in a handful of steps; for whoever tells more, tests
    /// come so far apart.
    /// </summary>
    private const int PromptTests = 10;

    private static readonly TimeSpan s_promptTestsApart = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Failures in a row after which a notice no longer begins a pass: until then it may tell that
    /// the peer is back.
    /// </summary>
    private const int PromptRetries = 2;

    /// <summary>
    /// However often the peer tells of changes; a pass that took long is followed by four times as
    /// long without one.
    /// </summary>
    private static readonly TimeSpan s_noticesApart = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(2);

    private readonly ClusterContext _cluster;
    private readonly Session _session;
    private readonly PassRunner _runner;
    private readonly Rate _promptTests;
    private readonly Lock _ending = new();
    private readonly SupervisedLoop _loop;
    private bool _begun;
    private bool _spread;
    private TimeSpan _lastEnd;
    private TimeSpan _lastTook;
    private Task? _disposal;

    public SessionLoop(ClusterContext cluster, Session session, Neighbours neighbours)
    {
        (_cluster, _session) = (cluster, session);
        _promptTests = new Rate(cluster.Time, PromptTests, s_promptTestsApart);
        _loop = new SupervisedLoop(
            $"{cluster.Id}: the agent of {session.Peer.Address}",
            TurnAsync,
            cluster.Time,
            cluster.Loggers.CreateLogger<SessionLoop>()
        )
        {
            Patience = SupervisedLoop.ShortPatience,
        };
        _runner = new PassRunner(cluster, session, neighbours, _loop.Stopping);
        // What went wrong under the agent before is over; the next failure begins anew.
        session.Status.Update(s =>
            s with
            {
                Sync = new SyncState(SyncPhase.Idle, null, null, 0, s.Sync.Last)
                {
                    Mismatches = s.Sync.Mismatches,
                },
            }
        );
        Orders = new AgentOrders(cluster.Time, _loop.Stopping);
        _loop.Start();
    }

    /// <summary>What the agent is asked for.</summary>
    public AgentOrders Orders { get; }

    private Breaker Breaker => _session.Breaker;

    /// <summary>
    /// What passes are due by: a clock that is set back by a day must not hold them up for a day,
    /// nor one that is set forward start all of them at once.
    /// </summary>
    private TimeSpan Elapsed => _cluster.Time.GetElapsedTime(0);

    public ValueTask DisposeAsync()
    {
        lock (_ending)
            return new ValueTask(_disposal ??= EndAsync());
    }

    private async Task EndAsync()
    {
        await _loop.DisposeAsync();
        Orders.End();
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_begun)
                await BeginAsync();
            else
                await GoOnAsync();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _session.Status.Update(AfterFault);
            throw;
        }
    }

    /// <summary>
    /// What was seen last is not known to be so any more, and passes keep failing.
    /// </summary>
    private PeerStatus AfterFault(PeerStatus status) =>
        status with
        {
            Connectivity = null,
            Sync = status.Sync with
            {
                Phase = status.Sync.Phase == SyncPhase.Held ? SyncPhase.Held : SyncPhase.Idle,
                RunningSince = null,
                FailingSince = status.Sync.FailingSince ?? _cluster.Time.GetUtcNow(),
                Failures = status.Sync.Failures + 1,
            },
        };

    private async Task BeginAsync()
    {
        _begun = true;
        // After a restart all entries begin at once: their next passes are spread over the
        // interval.
        var isFirst = _session.Status.Now.LastSynchronized is null;
        _spread = !isFirst;
        if (isFirst && Breaker.Pause is null)
            await _runner.TestAsync();
        // A peer that is busy already is not asked for all of its users.
        if (Breaker.Pause is null)
            await PassAsync(isFirst ? SyncTrigger.Initial : SyncTrigger.Periodic, null);
        else
            _session.Status.Update(s =>
                s with
                {
                    Sync = s.Sync with { Failures = s.Sync.Failures + 1 },
                }
            );
    }

    private async Task GoOnAsync()
    {
        var (trigger, force) = await NextAsync(_spread);
        _spread = false;
        await PassAsync(trigger, force);
    }

    /// <summary>
    /// Waits for what comes first: a forced sync, a notice, the time of the next pass, or a test
    /// that finds a failed peer well again.
    /// </summary>
    private async Task<(SyncTrigger Trigger, ForceOrder? Force)> NextAsync(bool spread)
    {
        var due = Schedule(spread);
        var testDue = Elapsed + s_testEvery;
        var trigger =
            _session.Status.Now.Sync.Failures == 0 ? SyncTrigger.Periodic : SyncTrigger.Retry;
        while (true)
        {
            var left = due - Elapsed;
            var pause = Breaker.Pause;
            if (pause is null && left <= TimeSpan.Zero)
                return (trigger, null);
            var next = testDue - Elapsed;
            var order = await Orders.TakeAsync(pause ?? (left < next ? left : next));
            switch (order)
            {
                case ForceOrder force when !force.TryBegin():
                    continue;
                case ForceOrder force:
                    return (SyncTrigger.Forced, force);
                case PreviewOrder preview:
                    await LookAheadAsync(preview);
                    continue;
                // Whoever tells what is wrong, or what cannot be fetched time after time, is not
                // asked sooner for telling more often.
                case NoticedOrder
                    when _session.Status.Now.Sync
                        is { Last.Failure.IsMisbehaviour: true }
                            or { Failures: > PromptRetries, Phase: not SyncPhase.Held }:
                    continue;
                case NoticedOrder
                    when _lastEnd + (_lastTook > s_long ? 4 * _lastTook : s_noticesApart)
                        is var earliest
                        && earliest < due:
                    (due, trigger) = (earliest, SyncTrigger.Notice);
                    continue;
                case NoticedOrder:
                    continue;
                case TestOrder when !_promptTests.TryTake():
                    testDue =
                        testDue < Elapsed + s_promptTestsApart
                            ? testDue
                            : Elapsed + s_promptTestsApart;
                    continue;
            }

            if (Breaker.Pause is not null || Elapsed >= due)
                continue;
            var before = _session.Status.Now.Connectivity;
            await _runner.TestAsync();
            testDue = Elapsed + s_testEvery;
            var after = _session.Status.Now.Connectivity;
            // Well again: make up for the passes that failed. Failed: a pass would fail as the test
            // did, and the retries begin.
            if (IsWell(before) != IsWell(after) || IsSilent(before) != IsSilent(after))
                (due, trigger) = (Elapsed, SyncTrigger.Retry);
        }
    }

    private static bool IsWell(ConnectivityTest? test) => test is { Failure: null };

    /// <summary>Another node answers in the publisher's place.</summary>
    private static bool IsSilent(ConnectivityTest? test) =>
        test is { PublisherFailure: not null };

    /// <summary>
    /// An interval that was changed meanwhile takes effect now, after the sync (the guide, step 9).
    /// </summary>
    private TimeSpan Schedule(bool spread)
    {
        var interval = _cluster.Parameters.Agent.Interval;
        var sync = _session.Status.Now.Sync;
        var wait =
            AwaitsOtherSide ? s_testEvery
            : sync.Failures > 0 && sync.Phase != SyncPhase.Held
                ? SyncSchedule.Backoff(sync.Failures)
            : spread ? SyncSchedule.Spread(interval)
            : SyncSchedule.Period(interval);
        var (next, paused) = (_cluster.Time.GetUtcNow() + wait, Breaker.PausedUntil);
        _session.Status.Update(s =>
            s with
            {
                PausedUntil = paused,
                Sync = s.Sync with { NextAt = paused > next ? paused : next },
            }
        );
        return Elapsed + wait;
    }

    /// <summary>
    /// What ends by itself within moments: a user sync that has not finished, or certificates that
    /// a node just started has not made yet.
    /// </summary>
    private bool AwaitsOtherSide =>
        _session.Status.Now.Sync.Last?.Failure?.Problem
            is SyncAgentNotFinishedHere
                or SyncAgentNotFinishedThere
        || (
            _session.Status.Now.Sync.Failures == 0
            && _session.Status.Now.Certificates?.Certificates.Any(c =>
                c.State == PeerCertificateState.NotAnnounced
            ) == true
        );

    /// <summary>A peer that has to be spared is not asked for this either.</summary>
    private async Task LookAheadAsync(PreviewOrder preview)
    {
        Result<SyncPreview>? seen = null;
        try
        {
            seen =
                Breaker.Pause is null ? await _runner.PreviewAsync(preview.Cancel)
                : _session.Status.Now.Failure is { } failure ? failure.Problem
                : new SyncCutOff();
        }
        finally
        {
            preview.Done.TrySetResult(seen);
        }
    }

    private async Task PassAsync(SyncTrigger trigger, ForceOrder? force)
    {
        SyncReceipt? receipt = null;
        var (began, pause) = (Elapsed, Breaker.Pause);
        if (force is not null)
            Breaker.Close();
        try
        {
            _session.Waited = TimeSpan.Zero;
            receipt = await _runner.RunAsync(
                trigger,
                force?.Request,
                force?.Cancelled ?? default
            );
            // Whoever thought better of it does not make the peer be asked.
            if (receipt.Failure?.Problem is SyncCancelled && pause is { } left)
                Breaker.Resume(left);
        }
        finally
        {
            _lastEnd = Elapsed;
            _lastTook = _lastEnd - began - _session.Waited;
            force?.Done.TrySetResult(receipt);
        }
    }
}
