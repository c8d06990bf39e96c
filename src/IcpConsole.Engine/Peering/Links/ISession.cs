using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Peering.Links;

/// <summary>
/// What the parts of a session need of it: where to write what they see, a connection to the peer,
/// and a way to say "look now".
/// </summary>
internal interface ISession
{
    Peer Peer { get; }

    LiveStatus Status { get; }

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
