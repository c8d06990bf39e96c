using System.Globalization;
using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// The DNS rule (the guide, limitations: Intercluster Sync Agent and DNS): before a peer is tested
/// or passed over, every Unified CM and IM and Presence node that its tomcat certificate names has
/// to resolve.
/// </summary>
internal sealed class NameRule(ClusterContext cluster, NodeName address)
{
    private static readonly TimeSpan s_reverse = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A cluster has 26 nodes at most, and its certificate names its domain besides.
    /// </summary>
    private const int MaxNames = 64;

    private const int AtOnce = 8;

    /// <summary>
    /// Looks up the Peer Address and the nodes named in the certificate presented there, all at
    /// once.
    /// </summary>
    /// <param name="presented">The names of the certificate.</param>
    /// <param name="nodes">The nodes of the cluster; empty where it has not told of them yet.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="PeerFailureException">It names more than a cluster has; none of them is
    /// looked up.</exception>
    public async Task<NameLookups> LookAsync(
        IReadOnlyCollection<string> presented,
        IReadOnlyCollection<NodeName> nodes,
        CancellationToken cancellationToken
    )
    {
        if (presented.Count > MaxNames)
            throw PeerFailures.At(
                PassLayer.Certificate,
                new CertificateTooManyNames(presented.Count, MaxNames)
            );
        var ofNodes = presented.ToLookup(n => IsNode(n, nodes));
        var names = ofNodes[true].Select(NodeName.Parse).Prepend(address).Distinct();
        var lookups = new List<NameLookup>();
        foreach (var some in names.Chunk(AtOnce))
            lookups.AddRange(
                await Task.WhenAll(some.Select(n => LookAsync(n, cancellationToken)))
            );
        return new NameLookups(lookups, cluster.Time.GetUtcNow())
        {
            OfNoNode = [.. ofNodes[false]],
        };
    }

    /// <summary>
    /// Before the nodes are known every name counts, but for a domain that the Peer Address lies
    /// in.
    /// </summary>
    private bool IsNode(string presented, IReadOnlyCollection<NodeName> nodes) =>
        NodeName.TryParse(presented, out var name)
        && (
            nodes.Count == 0
                ? !address.Value.EndsWith($".{name.Value}", StringComparison.Ordinal)
                : name == address || nodes.Any(n => IsSame(n, name))
        );

    /// <summary><c>processnode</c> has host names without their domain, too.</summary>
    private static bool IsSame(NodeName node, NodeName presented) =>
        node == presented
        || (
            !node.Value.Contains('.', StringComparison.Ordinal)
            && presented.Value.StartsWith($"{node.Value}.", StringComparison.Ordinal)
        );

    /// <summary>What a connection saw of the Peer Address alone.</summary>
    public NameLookups OnlyAddress(
        IReadOnlyList<IPAddress> addresses,
        TimeSpan took,
        Problem? problem
    ) => new([new NameLookup(address, addresses, took, problem)], cluster.Time.GetUtcNow());

    /// <summary>
    /// The failure that the first name without an address stands for; null when all have one.
    /// </summary>
    public PeerFailure? Judge(NameLookups lookups)
    {
        if (
            lookups.Names.FirstOrDefault(n => n.Problem is not null)
            is not { Problem: { } problem } unresolved
        )
            return null;
        return new PeerFailure(
            PassLayer.Name,
            unresolved.Name == address
                ? problem
                : new SanNameUnresolved(
                    unresolved.Name.Value,
                    cluster.Topology.Publisher.Name,
                    unresolved.Forward.TotalSeconds.ToString(
                        "0.0##",
                        CultureInfo.InvariantCulture
                    )
                )
        );
    }

    private async Task<NameLookup> LookAsync(
        NodeName name,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Time.GetTimestamp();
        try
        {
            var addresses = await Dialer.ResolveAsync(cluster, name, cancellationToken);
            var lookup = new NameLookup(
                name,
                addresses,
                cluster.Time.GetElapsedTime(started),
                null
            );
            return name.IsAddress
                ? lookup
                : await ReverseAsync(lookup, addresses[0], cancellationToken);
        }
        catch (PeerFailureException e)
        {
            return new NameLookup(
                name,
                [],
                cluster.Time.GetElapsedTime(started),
                e.Failure.Problem
            );
        }
    }

    /// <summary>
    /// An address without a name is told of, and stops nothing: the rule asks for addresses.
    /// </summary>
    private async Task<NameLookup> ReverseAsync(
        NameLookup lookup,
        IPAddress first,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Time.GetTimestamp();
        try
        {
            var name = await cluster.Time.WithinAsync(
                s_reverse,
                token => cluster.Surroundings.Names.ReverseAsync(first, token),
                cancellationToken
            );
            return lookup with
            {
                ReverseName = name,
                Reverse = cluster.Time.GetElapsedTime(started),
            };
        }
        catch (TimeoutException)
        {
            return lookup with { Reverse = cluster.Time.GetElapsedTime(started) };
        }
    }
}
