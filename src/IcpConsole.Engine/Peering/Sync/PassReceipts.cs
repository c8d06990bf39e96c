using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>What a pass leaves behind when it ends: a receipt, the status, alarms.</summary>
internal sealed partial class PassReceipts(
    ClusterContext cluster,
    Session session,
    Neighbours neighbours,
    Action<Func<PeerStatus, PeerStatus>> update,
    CancellationToken stop
)
{
    private readonly ILogger _log = cluster.Loggers.CreateLogger<PassReceipts>();

    public async Task KeepAsync(SyncReceipt receipt)
    {
        // Kept before it is shown, so that a list that is read when the status changes holds it.
        try
        {
            await cluster.Database.Receipts.KeepAsync(session.Peer.Id, receipt, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogNotKept(e, cluster.Id.Value, session.Peer.Address.Value);
        }

        if (receipt.Failure?.Problem is SyncCancelled)
        {
            // What was known before is what is known now, but for certificates that were accepted.
            update(s => s with { Sync = s.Sync.Cancelled() });
            LogCancelled(
                cluster.Id.Value,
                session.Peer.Address.Value,
                receipt.CertificatesTaken
            );
            return;
        }

        update(s =>
            s with
            {
                LastSynchronized = receipt.Failure is null
                    ? receipt.EndedAt
                    : s.LastSynchronized,
                Held = receipt.Failure?.Problem is SyncHeld ? s.Held : null,
                Sync = new SyncState(
                    IdlePhase(receipt.Failure),
                    null,
                    null,
                    receipt.Failure is null ? 0 : s.Sync.Failures + 1,
                    receipt
                )
                {
                    // Where an administrator is awaited, nothing fails.
                    FailingSince =
                        receipt.Failure is null || IdlePhase(receipt.Failure) != SyncPhase.Idle
                            ? null
                            : s.Sync.FailingSince ?? receipt.EndedAt,
                    Mismatches = s.Sync.Mismatches + (receipt.Repaired ? 1 : 0),
                },
            }
        );
        if (receipt.Failure is { } failure)
            LogPassFailed(
                cluster.Id.Value,
                session.Peer.Address.Value,
                failure.Layer,
                failure.Problem.Code
            );
        else
            LogPass(
                cluster.Id.Value,
                session.Peer.Address.Value,
                receipt.Trigger,
                receipt.Mode,
                receipt.Added,
                receipt.Changed,
                receipt.Removed,
                receipt.Duration.TotalMilliseconds
            );
        session.Nodes.Look();
        session.Links.Follow();
        try
        {
            await neighbours.Alarms.NoteAsync(session.Status.Now, receipt, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogNotKept(e, cluster.Id.Value, session.Peer.Address.Value);
        }
    }

    /// <summary>What the agent waits for, once a pass has ended so.</summary>
    public static SyncPhase IdlePhase(PeerFailure? failure) =>
        failure?.Problem switch
        {
            CertificateNotAccepted => SyncPhase.AwaitingAcceptance,
            SyncHeld => SyncPhase.Held,
            _ => SyncPhase.Idle,
        };

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: pass over {Peer} ({Trigger}, {Mode}): {Added} added, {Changed} changed, {Removed} removed in {Milliseconds:0} ms"
    )]
    private partial void LogPass(
        string cluster,
        string peer,
        SyncTrigger trigger,
        SyncMode mode,
        int added,
        int changed,
        int removed,
        double milliseconds
    );

    [LoggerMessage(LogLevel.Warning, "{Cluster}: pass over {Peer} failed at {Layer}: {Code}")]
    private partial void LogPassFailed(
        string cluster,
        string peer,
        PassLayer layer,
        string code
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: pass over {Peer} was cancelled; certificates accepted before: {Certificates}"
    )]
    private partial void LogCancelled(string cluster, string peer, int certificates);

    [LoggerMessage(
        LogLevel.Error,
        "{Cluster}: what came of a pass over {Peer} could not be kept or told"
    )]
    private partial void LogNotKept(Exception exception, string cluster, string peer);
}
