using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// What the last connectivity test saw: how long each layer took, up to the one that failed.
/// </summary>
/// <param name="At">When it ended.</param>
/// <param name="Failure">Null when the remote publisher, or another of its nodes, answered the
/// query.</param>
/// <param name="Name">Time of the name lookup; zero for an address.</param>
/// <param name="Tcp">Time of the TCP connection.</param>
/// <param name="Tls">Time of the TLS handshake.</param>
/// <param name="Query">Time from request to answer.</param>
/// <param name="TlsVersion">For example <c>TLS 1.3</c>.</param>
public sealed record ConnectivityTest(
    DateTimeOffset At,
    PeerFailure? Failure,
    TimeSpan? Name,
    TimeSpan? Tcp,
    TimeSpan? Tls,
    TimeSpan? Query,
    string? TlsVersion
)
{
    /// <summary>
    /// The node that answered in the publisher's place; null when the publisher did, or nobody.
    /// </summary>
    public NodeName? Through { get; init; }

    /// <summary>Why the publisher did not answer, where another node did.</summary>
    public PeerFailure? PublisherFailure { get; init; }

    public Mark Mark => Failure is null && PublisherFailure is null ? Mark.Check : Mark.Cross;
}
