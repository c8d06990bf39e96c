using IcpConsole.Domain.Certificates;

namespace IcpConsole.Domain.Peering;

// What it means that a certificate of a peer changed, or that the one kept cannot be read, is said in
// this file alone (the guide, step 7). That it did is seen by whoever holds the two against each other.

public sealed partial record PeerFailure
{
    /// <summary>
    /// Whether Force Manual Sync with "Also resync peer's Tomcat certificates" settles it (the
    /// guide, step 7).
    /// </summary>
    public bool IsSettledByResync => IsChangedCertificate || Problem is CertificateCorrupted;

    /// <summary>Another certificate was presented than the one that is kept.</summary>
    public bool IsChangedCertificate => Problem is CertificateChanged;
}

public sealed partial record PeerCertificate
{
    /// <inheritdoc cref="PeerFailure.IsSettledByResync"/>
    public bool IsSettledByResync => State.IsSettledByResync();
}

public sealed partial record PeerStatus
{
    /// <summary>
    /// The peer's publisher presents another certificate than the one that is kept, or what is kept
    /// cannot be read (the guide, step 7).
    /// </summary>
    public bool NeedsResync => Connectivity?.Failure is { IsSettledByResync: true };

    /// <summary>
    /// A failure in words that say what it came of, where that shows: where the router presents the
    /// certificate of before, the tomcat certificate alone was made anew, after a rename with other
    /// names; where it does not, everything may be new.
    /// </summary>
    public Problem Explain(PeerFailure failure)
    {
        if (failure is not { IsChangedCertificate: true, Presented: { } presented })
            return failure.Problem;
        if (RouterCertificate != Mark.Check)
            return RouterCertificate == Mark.Cross
                ? new CertificateInstalledAnew()
                : failure.Problem;
        var kept = Certificates?.Certificates.FirstOrDefault(IsOfPublisher)?.Kept?.Names
            ?? presented.Names;
        var (gone, come) = (Without(kept, presented.Names), Without(presented.Names, kept));
        return gone == come
            ? new CertificateRegenerated()
            : new CertificateRenamed(gone, come);

        static string Without(IEnumerable<string> names, IEnumerable<string> others) =>
            string.Join(", ", names.Except(others, StringComparer.OrdinalIgnoreCase))
                is { Length: > 0 } list
                ? list
                : "–";
    }

    /// <summary>
    /// What a test saw presented is announced by the publisher itself, later than what the last pass
    /// was told.
    /// </summary>
    private PeerStatus WithPresented()
    {
        if (
            !NeedsResync
            || Connectivity?.Failure?.Presented is not { } presented
            || Certificates is null
        )
            return this;
        return this with
        {
            Certificates = Certificates with
            {
                Certificates =
                [
                    .. Certificates.Certificates.Select(c =>
                        IsOfPublisher(c)
                            ? c with
                            {
                                State = c.Kept is null
                                    ? PeerCertificateState.Corrupted
                                    : PeerCertificateState.Changed,
                                Announced = presented,
                            }
                            : c
                    ),
                ],
            },
        };
    }
}

public static class PeerCertificateStates
{
    /// <inheritdoc cref="PeerFailure.IsSettledByResync"/>
    public static bool IsSettledByResync(this PeerCertificateState state) =>
        state is PeerCertificateState.Changed or PeerCertificateState.Corrupted;
}
