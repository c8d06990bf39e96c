using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// What the parts of a peer entry need of it: what is known of the peer, a connection to it, and a
/// way to say "look now".
/// </summary>
internal interface IStatusBoard
{
    Peer Peer { get; }

    PeerStatus Status { get; }

    /// <param name="change">The status after the one before.</param>
    /// <param name="tell">False for what pages read anyhow, once a second.</param>
    void Update(Func<PeerStatus, PeerStatus> change, bool tell = true);

    /// <summary>A connection of its own to one of the peer's nodes.</summary>
    PeerConnection Connect(NodeName node);

    /// <summary>
    /// The peer told that something changed, or can be heard again: a pass will show.
    /// </summary>
    void Notice();

    /// <summary>
    /// A link to the peer was lost, or it sees this cluster otherwise than before: a test will show
    /// what is behind it.
    /// </summary>
    void TestSoon();
}
