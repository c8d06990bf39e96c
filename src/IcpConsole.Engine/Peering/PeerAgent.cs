using System.Threading.Channels;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering;

/// <summary>
/// Looks after one peer entry: its first pass, then periodic ones, forced ones, retries after failures, and a connectivity test in between.
/// One loop does all of it, so that nothing overlaps. An entry that is saved again gets a new agent.
/// </summary>
internal sealed partial class PeerAgent : IAsyncDisposable
{
    private static readonly TimeSpan s_testEvery = TimeSpan.FromSeconds(15);

    /// <summary>For a loop that is stopped; one that hangs longer is abandoned.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ClusterContext _cluster;
    private readonly Peer _peer;
    private readonly PeerTrust _trust;
    private readonly PeerConnection _connection;
    private readonly PeerNames _names;
    private readonly PeerNeighbours _neighbours;
    private readonly PeerBreaker _breaker;
    private readonly NodeWatch _nodes;
    private readonly ILogger _log;
    private readonly Channel<Force> _forces = Channel.CreateUnbounded<Force>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _statusLock = new();
    private readonly Task _loop;
    private volatile PeerStatus _status;
    private int _failures;
    private Task? _disposal;

    private PeerAgent(ClusterContext cluster, PeerStatus status, PeerTrust trust, AxlCredential credential, PeerNeighbours neighbours, NodeIdentities identities, PeerBreaker? breaker)
    {
        (_cluster, _peer, _trust, _status, _neighbours) = (cluster, status.Peer, trust, status, neighbours);
        _log = cluster.Loggers.CreateLogger<PeerAgent>();
        _connection = new PeerConnection(_peer.Address, credential, trust, cluster.Names, cluster.Time);
        _names = new PeerNames(cluster, _peer.Address, trust);
        _breaker = breaker ?? new PeerBreaker(cluster.Time);
        _nodes = new NodeWatch(cluster, _peer, credential, trust, identities, () => _status, Update);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    public PeerStatus Status => _status;

    /// <param name="cluster">The cluster that owns the entry.</param>
    /// <param name="id">The entry.</param>
    /// <param name="neighbours">The cluster around it.</param>
    /// <param name="identities">Of the cluster's own nodes.</param>
    /// <param name="predecessor">The agent that restarts: what it had to spare the peer is spared on, so that no account is locked. Null for one that begins anew.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<PeerAgent> StartAsync(
        ClusterContext cluster, PeerId id, PeerNeighbours neighbours, NodeIdentities identities, PeerAgent? predecessor, CancellationToken cancellationToken)
    {
        var stored = await cluster.Database.Peers.ReadAsync(id, cancellationToken);
        var trust = new PeerTrust(cluster.Time);
        trust.Replace(await cluster.Database.Certificates.TrustAsync(id, cancellationToken));
        var credential = await cluster.Database.Peers.CredentialAsync(id, cancellationToken);
        return new PeerAgent(cluster, PeerStatuses.Restore(stored, trust), trust, credential, neighbours, identities, predecessor?._breaker);
    }

    /// <summary>Queues a forced pass behind the one that may be running.</summary>
    /// <returns>Null when the agent ends before the pass does.</returns>
    public async Task<SyncReceipt?> ForceAsync(ForcedSync request, CancellationToken cancellationToken)
    {
        var force = new Force(request, new TaskCompletionSource<SyncReceipt?>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_forces.Writer.TryWrite(force)) return null;
        // A pass that hangs and is abandoned never ends; whoever waits for it is told that it was cut off.
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            return await force.Done.Task.WaitAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_statusLock) return new ValueTask(_disposal ??= EndLoopAsync());
    }

    private async Task EndLoopAsync()
    {
        await _stop.CancelAsync();
        await _nodes.DisposeAsync();
        _connection.Dispose();
        await _loop.WaitAsync(Patience, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        // After a restart all entries begin at once: their next passes are spread over the interval.
        var spread = _status.LastSynchronized is not null;
        try
        {
            if (_status.LastSynchronized is null && _breaker.PausedUntil is null) await TestAsync();
            // A peer that is busy already is not asked for all of its users.
            if (_breaker.PausedUntil is null) await PassAsync(_status.LastSynchronized is null ? SyncTrigger.Initial : SyncTrigger.Periodic, null);
            else _failures++;
            while (true)
            {
                var (trigger, force) = await NextAsync(spread);
                spread = false;
                await PassAsync(trigger, force);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Whatever was under way was cut off by the stop.
        }
        finally
        {
            _forces.Writer.Complete();
            while (_forces.Reader.TryRead(out var force)) force.Done.TrySetResult(null);
        }
    }

    /// <summary>Waits for what comes first: a forced sync, the time of the next pass, or a test that finds a failed peer well again.</summary>
    private async Task<(SyncTrigger Trigger, Force? Force)> NextAsync(bool spread)
    {
        var due = Schedule(spread);
        var turned = false;
        while (true)
        {
            var left = due - Elapsed;
            var pause = _breaker.Pause;
            if (pause is null && left <= TimeSpan.Zero) return (_failures == 0 && !turned ? SyncTrigger.Periodic : SyncTrigger.Retry, null);
            var wait = pause ?? (left < s_testEvery ? left : s_testEvery);
            if (await TakeForceAsync(wait) is { } force)
            {
                _breaker.Close();
                return (SyncTrigger.Forced, force);
            }

            if (pause is not null || Elapsed >= due) continue;

            var wasReachable = _status.Reachable;
            var reachable = await TestAsync();
            // Well again: make up for the passes that failed. Failed: a pass would fail as the test did, and the retries begin.
            if (reachable != wasReachable) (turned, due) = (true, Elapsed);
        }
    }

    /// <summary>An interval that was changed meanwhile takes effect now, after the sync (the guide, step 9).</summary>
    private TimeSpan Schedule(bool spread)
    {
        var interval = _cluster.Parameters.Agent.Interval;
        var wait = AwaitsOtherSide ? s_testEvery
            : _failures == 0 ? spread ? SyncSchedule.Spread(interval) : SyncSchedule.Period(interval)
            : SyncSchedule.Backoff(_failures);
        ShowNext(_cluster.Time.GetUtcNow() + wait);
        return Elapsed + wait;
    }

    /// <summary>What passes are due by: a clock that is set back by a day must not hold them up for a day, nor one that is set forward start all of them at once.</summary>
    private TimeSpan Elapsed => _cluster.Time.GetElapsedTime(0);

    /// <summary>What ends by itself within moments: a user sync that has not finished, or certificates that a node just started has not made yet.</summary>
    private bool AwaitsOtherSide =>
        _status.Sync.Last?.Failure?.Problem.Code is PeeringRules.SyncAgentHere or PeeringRules.SyncAgentThere
        || (_failures == 0 && _status.Certificates?.Certificates.Any(c => c.State == PeerCertificateState.NotAnnounced) == true);

    private void ShowNext(DateTimeOffset due)
    {
        var paused = _breaker.PausedUntil;
        Update(s => s with { PausedUntil = paused, Sync = s.Sync with { NextAt = paused > due ? paused : due, Failures = _failures } });
    }

    private async Task<Force?> TakeForceAsync(TimeSpan wait)
    {
        using var limit = new CancellationTokenSource(wait, _cluster.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            return await _forces.Reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> TestAsync()
    {
        ConnectivityTest test;
        try
        {
            await ResolveAsync();
            (_, test) = await _connection.AskAsync(PeerQueries.ConnectivityTest, _stop.Token);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            test = _connection.Failed(FailureOf(e));
        }

        _breaker.Note(test.Failure);
        Update(s => s.With(test) with { PausedUntil = _breaker.PausedUntil, Sync = s.Sync with { Phase = IdlePhase(test.Failure) } });
        _nodes.Look();
        return test.Failure is null;
    }

    /// <summary>Every name in the peer's tomcat certificate has to resolve before anything connects.</summary>
    private async Task ResolveAsync()
    {
        var lookups = await _names.LookAsync(_stop.Token);
        Update(s => s with { Names = lookups });
        if (_names.Judge(lookups) is { } failure) throw new PeerFailureException(failure);
    }

    private async Task PassAsync(SyncTrigger trigger, Force? force)
    {
        SyncReceipt? receipt = null;
        try
        {
            receipt = await RunPassAsync(trigger, force?.Request);
            await EndAsync(receipt);
        }
        finally
        {
            force?.Done.TrySetResult(receipt);
        }
    }

    private async Task<SyncReceipt> RunPassAsync(SyncTrigger trigger, ForcedSync? forced)
    {
        var started = _cluster.Time.GetUtcNow();
        var taken = 0;
        var pass = new SyncPass(_cluster, _peer, _connection, _trust, _neighbours, Update);
        Update(s => s with { Sync = s.Sync with { RunningSince = started } });
        try
        {
            taken = await TakeAcceptedAsync(forced);
            await ResolveAsync();
            var (mode, users) = await pass.RunAsync(forced, _stop.Token);
            _breaker.Note(null);
            return new SyncReceipt(trigger, started, _cluster.Time.GetUtcNow(), mode, users.Added, users.Changed, users.Removed, taken + pass.CertificatesTaken, null) { Repaired = pass.Repaired };
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            var failure = FailureOf(e);
            _breaker.Note(failure);
            if (failure.Layer < PassLayer.Query) Update(s => s.With(_connection.Failed(failure)));
            // What was asked may be refused where the connectivity test is not: then the peer is reachable, and the sync is what fails.
            else if (failure.Layer == PassLayer.Query && _breaker.PausedUntil is null) await TestAsync();
            return new SyncReceipt(trigger, started, _cluster.Time.GetUtcNow(), SyncMode.None, 0, 0, 0, taken + pass.CertificatesTaken, failure) { Repaired = pass.Repaired };
        }
    }

    private async Task EndAsync(SyncReceipt receipt)
    {
        _failures = receipt.Failure is null ? 0 : _failures + 1;
        Update(s => s with
        {
            LastSynchronized = receipt.Failure is null ? receipt.EndedAt : s.LastSynchronized,
            Sync = new SyncState(IdlePhase(receipt.Failure), null, null, _failures, receipt)
            {
                FailingSince = receipt.Failure is null ? null : s.Sync.FailingSince ?? receipt.EndedAt,
                Mismatches = s.Sync.Mismatches + (receipt.Repaired ? 1 : 0),
            },
        });
        if (receipt.Failure is { } failure) LogPassFailed(_cluster.Id.Value, _peer.Address.Value, failure.Layer, failure.Problem.Code);
        else LogPass(_cluster.Id.Value, _peer.Address.Value, receipt.Trigger, receipt.Mode, receipt.Added, receipt.Changed, receipt.Removed, receipt.Duration.TotalMilliseconds);
        _nodes.Look();
        try
        {
            await _cluster.Database.Peers.KeepReceiptAsync(_peer.Id, receipt, _stop.Token);
            await _cluster.Alarms.NoteAsync(_status, receipt, _stop.Token);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogUnexpected(e, _cluster.Id.Value, _peer.Address.Value);
        }
    }

    /// <summary>Puts the certificate that the administrator was shown in place of the one kept for the Peer Address, before anything connects.</summary>
    private async Task<int> TakeAcceptedAsync(ForcedSync? forced)
    {
        if (forced is not { ResyncTomcatCertificates: true, Presented: { } presented } || _trust.For(CertificateServices.Tomcat, _peer.Address)?.Sha256 == presented.Sha256) return 0;
        var certificates = _cluster.Database.Certificates;
        await certificates.TrustAsync(_peer.Id, new TrustEntry(CertificateServices.Tomcat, _peer.Address, CertificateReader.ToPem(presented)), _stop.Token);
        _trust.Replace(await certificates.TrustAsync(_peer.Id, _stop.Token));
        return 1;
    }

    private PeerFailure FailureOf(Exception e)
    {
        if (PeerFailures.From(e) is { } failure) return failure;
        LogUnexpected(e, _cluster.Id.Value, _peer.Address.Value);
        return new PeerFailure(PassLayer.Apply, new Problem("Unexpected"));
    }

    private static SyncPhase IdlePhase(PeerFailure? failure) => failure?.Problem.Code == CertificateProblems.NotAccepted ? SyncPhase.AwaitingAcceptance : SyncPhase.Idle;

    private void Update(Func<PeerStatus, PeerStatus> change)
    {
        lock (_statusLock)
        {
            // A pass that hung and was abandoned has nothing to tell any more.
            if (_stop.IsCancellationRequested) return;
            _status = change(_status);
        }

        _cluster.Changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: pass over {Peer} ({Trigger}, {Mode}): {Added} added, {Changed} changed, {Removed} removed in {Milliseconds:0} ms")]
    private partial void LogPass(string cluster, string peer, SyncTrigger trigger, SyncMode mode, int added, int changed, int removed, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: pass over {Peer} failed at {Layer}: {Code}")]
    private partial void LogPassFailed(string cluster, string peer, PassLayer layer, string code);

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure with {Peer}")]
    private partial void LogUnexpected(Exception exception, string cluster, string peer);

    private sealed record Force(ForcedSync Request, TaskCompletionSource<SyncReceipt?> Done);
}
