using System.Net;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>What DNS says of a name, as this side sees it.</summary>
/// <param name="Name">From the SAN of the peer's tomcat certificate.</param>
/// <param name="Addresses">None when it does not resolve.</param>
/// <param name="Forward">How long the answer took.</param>
/// <param name="Problem">Why there is no address; null when there is one.</param>
public sealed record NameLookup(
    NodeName Name,
    IReadOnlyList<IPAddress> Addresses,
    TimeSpan Forward,
    Problem? Problem
)
{
    /// <summary>DNS that takes longer makes a peer look unreachable (Cisco TAC 217581).</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The name of the first address; null where it has none, or was not asked for.
    /// </summary>
    public string? ReverseName { get; init; }

    /// <summary>How long that answer took; null where it was not asked for.</summary>
    public TimeSpan? Reverse { get; init; }

    /// <summary>The longer of the two.</summary>
    public TimeSpan Longest => Reverse > Forward ? Reverse.Value : Forward;

    public bool IsSlow => Longest > Slow;
}

/// <summary>
/// Every name that has to resolve before a peer is asked anything (the guide, limitations:
/// Intercluster Sync Agent and DNS).
/// </summary>
public sealed record NameLookups(IReadOnlyList<NameLookup> Names, DateTimeOffset At)
{
    /// <summary>
    /// Names of the certificate that are no node's, such as the parent domain that multi-server
    /// requests add: they were not looked up, and stop nothing.
    /// </summary>
    public IReadOnlyList<string> OfNoNode { get; init; } = [];

    public Mark Mark =>
        Names.Count == 0 ? Mark.Unknown
        : Names.Any(n => n.Problem is not null) ? Mark.Cross
        : Mark.Check;

    /// <summary>The slowest one, where DNS is slow; otherwise null.</summary>
    public NameLookup? Slowest => Names.Where(n => n.IsSlow).MaxBy(n => n.Longest);
}
