namespace IcpConsole.Domain.Peering;

/// <summary>Presence &gt; Inter-Clustering of one cluster at one moment. Immutable.</summary>
/// <param name="Peers">Every peer entry with its status, by address.</param>
/// <param name="LongestWait">The longest that a sync has waited for the others' within the last
/// interval.</param>
public sealed record PeeringSnapshot(IReadOnlyList<PeerStatus> Peers, TimeSpan LongestWait)
{
    public PeerStatus? Find(PeerId id) => Peers.FirstOrDefault(p => p.Peer.Id == id);
}
