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

    /// <summary>Of which passes tell.</summary>
    private static readonly Aspect[] s_aspects =
    [
        Aspect.Connectivity,
        Aspect.Sync,
        Aspect.Certificates,
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
        var finding = status.Diagnosis.Findings.FirstOrDefault(f =>
            f is { Mark: Mark.Cross, Problem: not null } && s_aspects.Contains(f.Aspect)
        );
        var kind = finding is null ? null : KindOf(finding, status);
        // Who cannot be reached shows no certificate: what was wrong with it before still may be.
        var unseen = receipt.Failure?.Layer < PassLayer.Certificate ? s_ofCertificates : [];
        await log.ClearAsync(
            s_ofPasses.Where(k => k != kind && !unseen.Contains(k)),
            subject,
            cancellationToken
        );
        if (kind is not null)
            await log.RaiseAsync(kind, subject, finding!.Problem!, cancellationToken);
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

    /// <summary>None where an administrator is asked, or it ends by itself within moments.</summary>
    private static AlarmKind? KindOf(Finding finding, PeerStatus status) =>
        (finding.Problem, status.Failure?.Layer) switch
        {
            (
                CertificateNotAccepted
                    or CertificateSyncOff
                    or PeerCertificateMissing
                    or PeerCertificateNotAnnounced
                    or SyncAgentNotFinishedHere
                    or SyncAgentNotFinishedThere,
                _
            ) => null,
            (
                CertificateChanged
                    or CertificateCorrupted
                    or CertificateRegenerated
                    or CertificateRenamed
                    or CertificateInstalledAnew
                    or PeerCertificateChanged
                    or PeerCertificateCorrupted,
                _
            ) => AlarmCatalogue.CertificateFingerprintMismatch,
            _ when finding.Aspect == Aspect.Certificates =>
                AlarmCatalogue.CertificateValidationFailure,
            (PeerDuplicatesCluster or PeerHasOwnClusterId, _) => AlarmCatalogue.PeerDuplicate,
            (_, PassLayer.Name) => AlarmCatalogue.HostNameResolutionFailed,
            (_, PassLayer.Certificate) => AlarmCatalogue.CertificateValidationFailure,
            (_, PassLayer.Tcp or PassLayer.Tls or PassLayer.Login) =>
                AlarmCatalogue.AxlConnectionFailed,
            (
                AxlNotRunning
                    or AxlTimedOut
                    or AxlThrottled
                    or AxlWrongVersion
                    or ConnectionBroke,
                _
            ) => AlarmCatalogue.AxlConnectionFailed,
            _ => AlarmCatalogue.PeerSyncFailed,
        };
}
