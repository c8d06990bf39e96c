using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Tests and passes of one agent, and what each leaves behind: the status, a receipt, alarms.
/// </summary>
internal sealed partial class PassRunner
{
    private static readonly TimeSpan s_previewLimit = TimeSpan.FromSeconds(30);

    private readonly ClusterContext _cluster;
    private readonly Session _session;
    private readonly Neighbours _neighbours;
    private readonly PassReceipts _receipts;
    private readonly ILogger _log;
    private readonly CancellationToken _stop;

    public PassRunner(
        ClusterContext cluster,
        Session session,
        Neighbours neighbours,
        CancellationToken stop
    )
    {
        (_cluster, _session, _neighbours, _stop) = (cluster, session, neighbours, stop);
        _receipts = new PassReceipts(cluster, session, neighbours, Update, stop);
        _log = cluster.Loggers.CreateLogger<PassRunner>();
    }

    private NodeName Address => _session.Peer.Address;

    public async Task TestAsync()
    {
        using var publisher = _session.Connect(Address);
        ConnectivityTest test;
        PeerFailure? refused = null;
        try
        {
            await OpenAsync(publisher, _stop);
            (_, test) = await publisher.AskAsync(Queries.ConnectivityTest, _stop);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            var failure = FailureOf(e, CancellationToken.None);
            var other = failure.PublisherUnheard
                ? await OtherNodes.AskAsync(_session, failure, _stop)
                : null;
            other?.Connection?.Dispose();
            test = other?.Test ?? publisher.Failed(failure);
            refused = other?.Refused;
        }

        _session.Breaker.Note(refused ?? test.Failure ?? test.PublisherFailure);
        Update(s =>
            s.With(test) with
            {
                PausedUntil = _session.Breaker.PausedUntil,
                Sync = s.Sync with
                {
                    Phase = PassReceipts.IdlePhase(test.Failure ?? s.Sync.Last?.Failure),
                    NextAt = Later(s.Sync.NextAt, _session.Breaker.PausedUntil),
                },
            }
        );
        _session.Nodes.Look();
        await LookAtRouterAsync(test.Failure);
        var answers = test is { Failure: null, Through: null };
        var told = answers
            ? await ToldQueries.AskAsync(publisher, _cluster, _stop)
            : Told.Nothing;
        Update(s =>
            s with
            {
                OtherView = told.View,
                // Where another node answers in its place, what was told last is what is known.
                Services = answers ? told.Services : s.Services,
            }
        );
    }

    /// <summary>
    /// What a pass would do to the users. No pass of the peer runs meanwhile, so it may not take
    /// long.
    /// </summary>
    /// <param name="cancel">Ends the look.</param>
    public async Task<Result<SyncPreview>> PreviewAsync(CancellationToken cancel)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stop, cancel);
        using var publisher = _session.Connect(Address);
        try
        {
            return await _cluster.Time.WithinAsync(
                s_previewLimit,
                token => PreviewAsync(publisher, token),
                linked.Token
            );
        }
        catch (TimeoutException) when (!_stop.IsCancellationRequested)
        {
            return new PreviewTakesLong((int)s_previewLimit.TotalSeconds);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            return FailureOf(e, cancel).Problem;
        }
    }

    /// <summary>As the pass would: where the publisher is not heard, over another node.</summary>
    private async Task<SyncPreview> PreviewAsync(
        PeerConnection publisher,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await OpenAsync(publisher, cancellationToken);
            return await LookOver(publisher).PreviewAsync(cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && PeerFailures.From(e, _cluster) is { PublisherUnheard: true }
            )
        {
            var failure = PeerFailures.From(e, _cluster)!;
            var other = await OtherNodes.AskAsync(_session, failure, cancellationToken);
            if (other.Connection is not { } found)
                throw;
            using var connection = found;
            return await LookOver(connection).PreviewAsync(cancellationToken);
        }
    }

    private SyncPass PassOver(PeerConnection connection) =>
        new(_cluster, _session, connection, _neighbours, Update);

    /// <summary>What only looks shows no sync.</summary>
    private SyncPass LookOver(PeerConnection connection) =>
        new(_cluster, _session, connection, _neighbours, change =>
            Update(s => change(s) with { Sync = s.Sync })
        );

    /// <param name="trigger">Why the pass runs.</param>
    /// <param name="forced">Null but for Force Manual Sync.</param>
    /// <param name="cancel">Cuts the pass: the users of before stay.</param>
    public async Task<SyncReceipt> RunAsync(
        SyncTrigger trigger,
        ForcedSync? forced,
        CancellationToken cancel
    )
    {
        using var publisher = _session.Connect(Address);
        var started = _cluster.Time.GetUtcNow();
        Update(s => s with { Sync = s.Sync with { RunningSince = started } });
        var taken = 0;
        var outcome = await PassAsync(publisher, forced, cancel);
        var bytes = publisher.Bytes;
        var strain = outcome.Failure;
        NodeName? through = null;
        if (outcome.Failure is { PublisherUnheard: true } unheard)
        {
            var other = await AskOthersAsync(unheard, cancel);
            strain = other.Refused ?? unheard;
            if (other is { Connection: { } found, Test: { } test })
            {
                using var connection = found;
                Update(s => s.With(test));
                taken = outcome.Certificates;
                outcome = await PassAsync(connection, forced, cancel);
                (bytes, through, strain) = (
                    bytes + connection.Bytes,
                    connection.Node,
                    outcome.Failure ?? unheard
                );
            }
        }

        if (outcome.Failure?.Problem is not SyncCancelled)
            _session.Breaker.Note(strain);
        if (outcome.Failure is { Layer: < PassLayer.Query } failure && through is null)
            Update(s => s.With(publisher.Failed(failure)));
        // What was asked may be refused where the connectivity test is not: then the peer is
        // reachable, and the sync is what fails.
        else if (outcome.Failure is { Layer: PassLayer.Query } refused)
        {
            if (_session.Breaker.Pause is null)
                await TestAsync();
            else
                // Of a peer that has to be spared, this is all that is known.
                Update(s => s.Connectivity is null ? s.With(publisher.Failed(refused)) : s);
        }

        var (mode, users) = (outcome.Result?.Mode ?? SyncMode.None, outcome.Result?.Users);
        var receipt = new SyncReceipt(
            trigger,
            started,
            _cluster.Time.GetUtcNow(),
            mode,
            users?.Added ?? 0,
            users?.Changed ?? 0,
            users?.Removed ?? 0,
            taken + outcome.Certificates,
            outcome.Failure
        )
        {
            Repaired = outcome.Repaired,
            Bytes = bytes,
            Through = through,
        };
        await LookAtRouterAsync(outcome.Failure);
        await _receipts.KeepAsync(receipt);
        return receipt;
    }

    private async Task<Outcome> PassAsync(
        PeerConnection connection,
        ForcedSync? forced,
        CancellationToken cancel
    )
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stop, cancel);
        var pass = PassOver(connection);
        var taken = 0;
        try
        {
            cancel.ThrowIfCancellationRequested();
            taken = await TakeAcceptedAsync(forced);
            if (connection.Names is null)
                await OpenAsync(connection, linked.Token);
            cancel.ThrowIfCancellationRequested();
            var result = await pass.RunAsync(forced, linked.Token, _stop);
            return new Outcome(result, null, taken + pass.CertificatesTaken, pass.Repaired);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            return new Outcome(
                null,
                FailureOf(e, pass.HasApplied ? CancellationToken.None : cancel),
                taken + pass.CertificatesTaken,
                pass.Repaired
            );
        }
    }

    /// <summary>Whoever cancels the sync waits for no other node.</summary>
    private async Task<OtherNodes> AskOthersAsync(
        PeerFailure unheard,
        CancellationToken cancel
    )
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stop, cancel);
        try
        {
            return await OtherNodes.AskAsync(_session, unheard, linked.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return new OtherNodes(null, null, null);
        }
    }

    /// <summary>
    /// Of a certificate that changed, the router's tells whether it is the only one.
    /// </summary>
    private async Task LookAtRouterAsync(PeerFailure? failure)
    {
        var mark = Mark.Unknown;
        try
        {
            if (failure is not null)
                mark = await RouterProbe.CompareAsync(_cluster, _session.Peer, failure, _stop);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogUnexpected(e, _cluster.Id.Value, Address.Value);
        }

        Update(s => s with { RouterCertificate = mark });
    }

    private async Task OpenAsync(PeerConnection connection, CancellationToken stop)
    {
        try
        {
            await connection.OpenAsync(stop);
        }
        finally
        {
            Update(s => s with { Names = connection.Names });
        }
    }

    /// <summary>
    /// Puts the certificate that the administrator was shown in place of the one kept for the Peer
    /// Address, before anything connects.
    /// </summary>
    private async Task<int> TakeAcceptedAsync(ForcedSync? forced)
    {
        if (
            forced is not { ResyncTomcatCertificates: true, Presented: { } presented }
            || _session.Trust.For(CertificateServices.Tomcat, Address)?.Sha256
                == presented.Sha256
        )
            return 0;
        var certificates = _cluster.Database.Certificates;
        await certificates.TrustAsync(
            _session.Peer.Id,
            new TrustEntry(CertificateServices.Tomcat, Address, presented.ToPem()),
            _stop
        );
        await _session.Trust.ReadAsync(_cluster, _session.Peer.Id, _stop);
        return 1;
    }

    private PeerFailure FailureOf(Exception e, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return new PeerFailure(PassLayer.Apply, new SyncCancelled());
        if (PeerFailures.From(e, _cluster) is { } failure)
            return failure;
        LogUnexpected(e, _cluster.Id.Value, Address.Value);
        return new PeerFailure(PassLayer.Apply, new Unexpected());
    }

    /// <summary>A pass that is due while the peer is spared comes when it no longer is.</summary>
    private static DateTimeOffset? Later(DateTimeOffset? due, DateTimeOffset? paused) =>
        due < paused ? paused : due;

    /// <summary>A pass that hung and was abandoned has nothing to tell any more.</summary>
    private void Update(Func<PeerStatus, PeerStatus> change)
    {
        if (!_stop.IsCancellationRequested)
            _session.Status.Update(change);
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure with {Peer}")]
    private partial void LogUnexpected(Exception exception, string cluster, string peer);

    /// <summary>What came of a pass over one node.</summary>
    private sealed record Outcome(
        PassResult? Result,
        PeerFailure? Failure,
        int Certificates,
        bool Repaired
    );
}
