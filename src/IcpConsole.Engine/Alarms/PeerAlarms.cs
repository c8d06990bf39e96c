using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Alarms;

/// <summary>Which alarm a pass raises, and which it clears.</summary>
internal static class PeerAlarms
{
    private static readonly AlarmKind[] s_ofPasses =
    [
        AlarmCatalogue.AxlConnectionFailed, AlarmCatalogue.PeerSyncFailed, AlarmCatalogue.PeerDuplicate, AlarmCatalogue.CertificateFingerprintMismatch,
        AlarmCatalogue.CertificateValidationFailure, AlarmCatalogue.HostNameResolutionFailed,
    ];

    /// <summary>Notes what a pass over a peer came to: at most one alarm is left that tells of its last pass.</summary>
    public static async Task NoteAsync(this AlarmLog log, PeerStatus status, SyncReceipt receipt, CancellationToken cancellationToken)
    {
        var subject = status.Peer.Address.Value;
        if (receipt.Repaired) await log.RaiseAsync(AlarmCatalogue.PeerSyncFailed, subject, new Problem("DigestMismatch"), cancellationToken);
        var (kind, problem) = Of(status, receipt);
        await log.ClearAsync(s_ofPasses.Where(k => k != kind), subject, cancellationToken);
        if (kind is not null) await log.RaiseAsync(kind, subject, problem, cancellationToken);
        if (receipt.Failure is null) await log.ClearAsync([AlarmCatalogue.PeerPeriodicSyncingFailure], subject, cancellationToken);
    }

    /// <summary>The entry is gone, and with it all that was wrong.</summary>
    public static Task ForgetAsync(this AlarmLog log, string subject, CancellationToken cancellationToken) =>
        log.ClearAsync([.. s_ofPasses, AlarmCatalogue.PeerPeriodicSyncingFailure], subject, cancellationToken);

    private static (AlarmKind? Kind, Problem Problem) Of(PeerStatus status, SyncReceipt receipt)
    {
        if (receipt.Failure is { } failure) return (Of(failure), failure.Problem);
        return status.Certificates?.Certificates.Any(c => c.State == PeerCertificateState.Changed) == true
            ? (AlarmCatalogue.CertificateFingerprintMismatch, new Problem(CertificateProblems.Changed))
            : (null, new Problem(""));
    }

    private static AlarmKind? Of(PeerFailure failure) => failure switch
    {
        // An administrator is asked, or it ends by itself within moments.
        { Problem.Code: CertificateProblems.NotAccepted or PeeringRules.SyncAgentHere or PeeringRules.SyncAgentThere } => null,
        { Problem.Code: CertificateProblems.Changed } => AlarmCatalogue.CertificateFingerprintMismatch,
        { Problem.Code: "PeerDuplicatesCluster" or "PeerHasOwnClusterId" } => AlarmCatalogue.PeerDuplicate,
        { Layer: PassLayer.Name } => AlarmCatalogue.HostNameResolutionFailed,
        { Layer: PassLayer.Certificate } => AlarmCatalogue.CertificateValidationFailure,
        { Layer: PassLayer.Tcp or PassLayer.Tls or PassLayer.Login } => AlarmCatalogue.AxlConnectionFailed,
        { Problem.Code: "AxlNotRunning" or "AxlTimedOut" or "AxlThrottled" or "AxlWrongVersion" or "ConnectionBroke" } => AlarmCatalogue.AxlConnectionFailed,
        _ => AlarmCatalogue.PeerSyncFailed,
    };
}
