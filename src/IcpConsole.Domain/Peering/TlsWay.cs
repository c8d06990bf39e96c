namespace IcpConsole.Domain.Peering;

/// <summary>
/// The TLS connections of one kind between two clusters in one direction, each with the
/// certificates of both sides.
/// </summary>
/// <param name="IsSip">SIP on 5061; otherwise the router links on 7400.</param>
/// <param name="IsOutbound">From this cluster to the peer; otherwise from the peer, as it says
/// itself.</param>
/// <param name="Mark">Whether the handshakes succeed, and what they are for.</param>
public sealed record TlsWay(bool IsSip, bool IsOutbound, Mark Mark);
