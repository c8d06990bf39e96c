namespace IcpConsole.Domain.Peering;

/// <summary>What the last connectivity test saw: how long each layer took, up to the one that failed.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Failure">Null when the remote publisher answered the query.</param>
/// <param name="Name">Time of the name lookup; zero for an address.</param>
/// <param name="Tcp">Time of the TCP connection.</param>
/// <param name="Tls">Time of the TLS handshake.</param>
/// <param name="Query">Time from request to answer.</param>
/// <param name="TlsVersion">For example <c>TLS 1.3</c>.</param>
public sealed record ConnectivityTest(
    DateTimeOffset At, PeerFailure? Failure, TimeSpan? Name, TimeSpan? Tcp, TimeSpan? Tls, TimeSpan? Query, string? TlsVersion)
{
    public Mark Mark => Failure is null ? Mark.Check : Mark.Cross;
}
