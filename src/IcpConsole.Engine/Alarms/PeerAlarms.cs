using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Engine.Alarms;

/// <summary>Which alarm a pass raises, and which it clears.</summary>
internal static class PeerAlarms
{
    private static readonly AlarmKind[] s_ofPasses =
    [
        AlarmCatalogue.AxlConnectionFailed,
        AlarmCatalogue.PeerSyncFailed,
        AlarmCatalogue.PeerDuplicate,
        AlarmCatalogue.CertificateFingerprintMismatch,
        AlarmCatalogue.CertificateValidationFailure,
        AlarmCatalogue.HostNameResolutionFailed,
    ];

    private static readonly AlarmKind[] s_ofCertificates =
    [
        AlarmCatalogue.CertificateFingerprintMismatch,
        AlarmCatalogue.CertificateValidationFailure,
    ];

    /// <summary>
    /// Notes what a pass over a peer came to: at most one alarm is left that tells of its last
    /// pass, beside one of a certificate that it did not get to see.
    /// </summary>
    public static async Task NoteAsync(
        this AlarmLog log,
        PeerStatus status,
        SyncReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        var subject = status.Peer.Address.Value;
        if (receipt.Repaired)
            await log.RaiseAsync(
                AlarmCatalogue.PeerSyncFailed,
                subject,
                new DigestMismatch(),
                cancellationToken
            );
        // Also of a node whose certificate changed while the pass itself succeeded.
        var drifted =
            status.Certificates?.Certificates.Any(c =>
                c.State is PeerCertificateState.Changed or PeerCertificateState.Corrupted
            ) == true;
        var failure = receipt.Failure
            ?? (
                drifted
                    ? new PeerFailure(PassLayer.Certificate, new CertificateChanged())
                    : null
            );
        var kind = failure is null ? null : KindOf(failure);
        // Who cannot be reached shows no certificate: what was wrong with it before still may be.
        var unseen = receipt.Failure?.Layer < PassLayer.Certificate ? s_ofCertificates : [];
        await log.ClearAsync(
            s_ofPasses.Where(k => k != kind && !unseen.Contains(k)),
            subject,
            cancellationToken
        );
        if (kind is not null)
            await log.RaiseAsync(kind, subject, failure!.Problem, cancellationToken);
        if (receipt.Failure is null)
            await log.ClearAsync(
                [AlarmCatalogue.PeerPeriodicSyncingFailure],
                subject,
                cancellationToken
            );
    }

    /// <summary>The entry is gone, and with it all that was wrong.</summary>
    public static Task ForgetAsync(
        this AlarmLog log,
        string subject,
        CancellationToken cancellationToken
    ) =>
        log.ClearAsync(
            [.. s_ofPasses, AlarmCatalogue.PeerPeriodicSyncingFailure],
            subject,
            cancellationToken
        );

    private static AlarmKind? KindOf(PeerFailure failure) =>
        failure switch
        {
            // An administrator is asked, or it ends by itself within moments.
            {
                Problem: CertificateNotAccepted
                    or SyncAgentNotFinishedHere
                    or SyncAgentNotFinishedThere
            } => null,
            { Problem: CertificateChanged or CertificateCorrupted } =>
                AlarmCatalogue.CertificateFingerprintMismatch,
            { Problem: PeerDuplicatesCluster or PeerHasOwnClusterId } =>
                AlarmCatalogue.PeerDuplicate,
            { Layer: PassLayer.Name } => AlarmCatalogue.HostNameResolutionFailed,
            { Layer: PassLayer.Certificate } => AlarmCatalogue.CertificateValidationFailure,
            { Layer: PassLayer.Tcp or PassLayer.Tls or PassLayer.Login } =>
                AlarmCatalogue.AxlConnectionFailed,
            {
                Problem: AxlNotRunning
                    or AxlTimedOut
                    or AxlThrottled
                    or AxlWrongVersion
                    or ConnectionBroke
            } => AlarmCatalogue.AxlConnectionFailed,
            _ => AlarmCatalogue.PeerSyncFailed,
        };
}
