using System.Runtime.CompilerServices;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>What a cluster tells its peers, as of one moment.</summary>
/// <param name="Views">How it sees each of them.</param>
/// <param name="Services">Of its own nodes.</param>
internal sealed record Published(
    IReadOnlyList<PeerView> Views,
    IReadOnlyList<PeerService> Services
)
{
    public static Published Nothing { get; } = new([], []);

    public bool IsSameAs(Published? other) =>
        other is not null
        && Views.SequenceEqual(other.Views)
        && Services.SequenceEqual(other.Services);

    /// <summary>What of it a peer is told; when it last synchronized is no news.</summary>
    public Published For(NodeName peer) =>
        new(
            [
                .. Views
                    .Where(v => v.Address == peer)
                    .Select(v => v with { LastSynchronized = null }),
            ],
            Services
        );
}

/// <summary>
/// What the routers of a cluster and whoever looks after its peers have to tell each other.
/// </summary>
internal sealed class RouterNews(TimeProvider time)
{
    private readonly ChangeHub _published = new(time, TimeSpan.Zero);
    private volatile Published _last = Published.Nothing;

    /// <summary>
    /// Whoever looks after the peers is told that a router of the cluster took a link from that
    /// node of one.
    /// </summary>
    public Action<NodeName>? LinkTaken { get; set; }

    /// <summary>This can be read by peers from now on.</summary>
    public void Publish(Published published)
    {
        _last = published;
        _published.Tell();
    }

    /// <summary>
    /// What a peer can read of itself and of the cluster's services: now, and whenever it is
    /// something else.
    /// </summary>
    /// <param name="peer">Its address.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<Published> WatchAsync(
        NodeName peer,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Published? told = null;
        await foreach (var _ in _published.WatchAsync(cancellationToken))
        {
            var now = _last.For(peer);
            // Of a node that is no Peer Address nothing is published.
            if (now.Views.Count == 0 || now.IsSameAs(told))
                continue;
            told = now;
            yield return now;
        }
    }
}
