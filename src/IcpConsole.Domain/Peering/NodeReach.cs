using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>What a look at one port of a remote node showed.</summary>
/// <param name="Port">TCP or UDP.</param>
/// <param name="Mark">Unknown where it was not looked at.</param>
/// <param name="Problem">Why it is no check mark, or why nobody looked.</param>
/// <param name="Took">How long the answer took.</param>
public sealed record PortReach(int Port, Mark Mark, Problem? Problem, TimeSpan? Took)
{
    public static PortReach NotLookedAt(int port) => new(port, Mark.Unknown, null, null);
}

/// <summary>
/// A remote node's ports, as the local publisher last reached them (the guide, prerequisites: 8443,
/// 5060; for 7400 see <see cref="RouterLink"/>).
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Axl">A login and a query on 8443.</param>
/// <param name="Sip">OPTIONS answered on 5060, or on 5061 with both certificates where the protocol
/// is TLS.</param>
/// <param name="At">When, UTC.</param>
public sealed record NodeReach(NodeName Node, PortReach Axl, PortReach Sip, DateTimeOffset At)
{
    public IEnumerable<PortReach> Ports => [Axl, Sip];
}
