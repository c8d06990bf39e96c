namespace IcpConsole.Domain.Peering;

/// <summary>
/// The layers that a pass goes through, lowest first. The first that fails is the cause; what lies
/// above it is unknown.
/// </summary>
public enum PassLayer
{
    Name,
    Tcp,
    Tls,
    Certificate,
    Login,
    Query,
    Apply,
}

/// <summary>Where a pass or a connectivity test failed, and why.</summary>
public sealed partial record PeerFailure(PassLayer Layer, Problem Problem)
{
    /// <summary>
    /// The publisher was not heard, or does not run AXL; another node of the cluster may.
    /// </summary>
    public bool PublisherUnheard =>
        Layer == PassLayer.Tcp
        || Problem is TlsTimedOut or AxlNotRunning or AxlTimedOut or ConnectionBroke;

    /// <summary>
    /// What the peer tells is wrong: however often it tells of changes, it is not asked again
    /// before its time.
    /// </summary>
    public bool IsMisbehaviour =>
        Problem is PeerTooManyUsers or PeerStartsOver or AxlMalformed or DigestMismatch;

    /// <summary>
    /// The certificate that was presented and not accepted (<see cref="PassLayer.Certificate"/>),
    /// for an administrator to decide on.
    /// </summary>
    public Certificates.CertificateSummary? Presented { get; init; }

    /// <summary>
    /// How long the peer asks not to be asked again (429 and 503); null when it did not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }
}
