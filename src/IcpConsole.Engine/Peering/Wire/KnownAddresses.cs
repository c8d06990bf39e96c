using System.Collections.Immutable;
using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Engine.Access;
using IcpConsole.Engine.Foundation;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Where the nodes of known peers, and the cluster's own, connect from. A node connects from the
/// address that its name resolves to; peers behind address translation are not supported
/// (docs/protocol.md, "Who is answered").
/// </summary>
internal sealed partial class KnownAddresses(ClusterContext cluster)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(30);

    /// <summary>
    /// However many strangers call themselves by names of peers, those names are resolved this
    /// often at most.
    /// </summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2);

    private const int AtOnce = 8;

    private readonly ImmutableHashSet<IPAddress> _own =
    [
        .. cluster.Topology.Nodes.Select(n => CallerAddress.From(n.Address)),
    ];
    private readonly ILogger _log = cluster.Loggers.CreateLogger<KnownAddresses>();
    private readonly AsyncLock _reading = new();
    private volatile Known _known = Known.Nothing;

    /// <summary>How often it was asked to read anew since it last had nothing to read.</summary>
    private int _asked;

    /// <summary>Whether an address is that of a node of a peer, or of the cluster itself.</summary>
    public bool Has(IPAddress address)
    {
        if (_own.Contains(address))
            return true;
        if (IsStale && Volatile.Read(ref _asked) == 0)
            Refresh();
        return _known.All.Contains(address);
    }

    /// <summary>Whether a node of a peer connects from an address.</summary>
    public async Task<bool> IsOfAsync(
        NodeName node,
        IPAddress address,
        CancellationToken cancellationToken
    )
    {
        var from = CallerAddress.From(address);
        if (_known.Of(node).Contains(from))
            return true;
        await ReadAsync(s_apart, cancellationToken);
        return _known.Of(node).Contains(from);
    }

    /// <summary>Peers, or their nodes, have changed.</summary>
    public void Refresh()
    {
        if (Interlocked.Increment(ref _asked) == 1)
            _ = Task.Run(RefreshAsync, CancellationToken.None);
    }

    private bool IsStale =>
        _known.At is not { } at || cluster.Time.GetElapsedTime(at) > s_fresh;

    private async Task RefreshAsync()
    {
        int asked;
        do
        {
            asked = Volatile.Read(ref _asked);
            try
            {
                await ReadAsync(TimeSpan.Zero, CancellationToken.None);
            }
            catch (Exception e)
            {
                // What was known stays so; the next connection asks again.
                LogNotRead(e);
            }
        } while (Interlocked.CompareExchange(ref _asked, 0, asked) != asked);
    }

    private async Task ReadAsync(TimeSpan apart, CancellationToken cancellationToken)
    {
        using var turn = await _reading.EnterAsync(cancellationToken);
        if (_known.At is { } at && cluster.Time.GetElapsedTime(at) < apart)
            return;
        var started = cluster.Time.GetTimestamp();
        var found = ImmutableDictionary.CreateBuilder<NodeName, ImmutableHashSet<IPAddress>>();
        foreach (
            var some in (await cluster.Database.Peers.NodeNamesAsync(cancellationToken)).Chunk(
                AtOnce
            )
        )
        {
            var addresses = await Task.WhenAll(
                some.Select(name => ResolveAsync(name, cancellationToken))
            );
            for (var i = 0; i < some.Length; i++)
                found[some[i]] = addresses[i];
        }

        _known = new Known(started, found.ToImmutable());
    }

    /// <summary>Where no server answers, what it said before.</summary>
    private async Task<ImmutableHashSet<IPAddress>> ResolveAsync(
        NodeName name,
        CancellationToken cancellationToken
    )
    {
        if (name.IsAddress)
            return [CallerAddress.From(IPAddress.Parse(name.Value))];
        try
        {
            return
            [
                .. (await Dialer.ResolveAsync(cluster, name, cancellationToken)).Select(
                    CallerAddress.From
                ),
            ];
        }
        catch (PeerFailureException)
        {
            return _known.Of(name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The addresses of peers could not be read")]
    private partial void LogNotRead(Exception exception);

    private sealed record Known(
        long? At,
        ImmutableDictionary<NodeName, ImmutableHashSet<IPAddress>> ByNode
    )
    {
        public static readonly Known Nothing = new(
            null,
            ImmutableDictionary<NodeName, ImmutableHashSet<IPAddress>>.Empty
        );

        public ImmutableHashSet<IPAddress> All { get; } =
        [.. ByNode.Values.SelectMany(a => a)];

        public ImmutableHashSet<IPAddress> Of(NodeName node) =>
            ByNode.GetValueOrDefault(node, []);
    }
}
