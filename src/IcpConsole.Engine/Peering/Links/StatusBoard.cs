using System.Collections.Concurrent;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// What is known of each peer of a cluster: sessions write it, everybody else reads it here.
/// </summary>
internal sealed class StatusBoard(ClusterContext cluster)
{
    private readonly ConcurrentDictionary<PeerId, LiveStatus> _lines = new();

    /// <summary>By address, as of now.</summary>
    public IReadOnlyList<PeerStatus> All =>
        [.. _lines.Values.Select(l => AsOfNow(l.Now)).OrderBy(s => s.Peer.Address)];

    public PeerStatus? Find(PeerId id) =>
        _lines.TryGetValue(id, out var line) ? AsOfNow(line.Now) : null;

    /// <summary>In place of what an earlier session knew.</summary>
    public void Show(LiveStatus status) => _lines[status.Now.Peer.Id] = status;

    public void Remove(PeerId id) => _lines.TryRemove(id, out _);

    /// <summary>Other peers than that one, as rules ask for them; null for all.</summary>
    public IReadOnlyList<OtherPeer> OthersOf(PeerId? id) =>
        [
            .. from status in _lines.Values.Select(l => l.Now)
            where status.Peer.Id != id
            select new OtherPeer(
                status.Peer.Address,
                status.RemoteId,
                [
                    .. from node in status.Nodes
                    where node.Axl.Mark == Mark.Check
                    select node.Node,
                ]
            ),
        ];

    /// <summary>A status as of now, with this cluster's own part in it.</summary>
    public PeerStatus AsOfNow(PeerStatus status)
    {
        var (sip, routers) = (
            StatesOf(ServiceCatalogue.SipProxy),
            StatesOf(ServiceCatalogue.XcpRouter)
        );
        return status.AsOf(cluster.Time.GetUtcNow()) with
        {
            SipStoppedHere = [.. sip.Where(s => !s.State.Runs).Select(s => s.Node)],
            LocalSince = sip.Concat(routers).Max(s => (DateTimeOffset?)s.State.Since),
        };
    }

    private List<(NodeName Node, ServiceStatus State)> StatesOf(NodeService service) =>
        [
            .. from node in cluster.Topology.Nodes
            let state = cluster.Services.Of(node.Name, service)
            where state is not null
            select (node.Name, state),
        ];
}
