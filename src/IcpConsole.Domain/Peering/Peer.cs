using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Peering;

/// <summary>
/// Names a peer entry within its cluster, in links too. Never used again after the entry is
/// deleted.
/// </summary>
public readonly record struct PeerId(int Value)
{
    public override string ToString() =>
        Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Preferred protocol of the SIP trunk to the peer: TCP and UDP use port 5060, TLS 5061. TCP is
/// recommended (the guide, step 4.5).
/// </summary>
public enum PeerProtocol
{
    Tcp,
    Udp,
    Tls,
}

public static class PeerProtocols
{
    public static string Text(this PeerProtocol protocol) =>
        protocol switch
        {
            PeerProtocol.Tcp => "TCP",
            PeerProtocol.Udp => "UDP",
            _ => "TLS",
        };
}

/// <summary>An intercluster peer entry as kept; its password stays in the store.</summary>
/// <param name="Id">Within the cluster.</param>
/// <param name="Address">Node name of the remote publisher.</param>
/// <param name="AxlUsername">Application user of the remote cluster.</param>
/// <param name="Protocol">Preferred SIP transport.</param>
/// <param name="Revision">Counts the saves, so that two administrators do not overwrite each other
/// unseen.</param>
public sealed record Peer(
    PeerId Id,
    NodeName Address,
    string AxlUsername,
    PeerProtocol Protocol,
    int Revision
)
{
    /// <summary>
    /// Where the entry pointed before its address was last changed; null when it never was.
    /// </summary>
    public MovedPeer? Moved { get; init; }

    /// <summary>Null where nobody noted it.</summary>
    public Saved? Saved { get; init; }
}

/// <summary>An entry that was re-pointed to another address, which starts it anew.</summary>
/// <param name="From">The address before.</param>
/// <param name="RemoteId">The cluster that answered there; null when none had.</param>
/// <param name="Users">Users that had been learned there, and were removed.</param>
/// <param name="At">When, UTC.</param>
public sealed record MovedPeer(
    NodeName From,
    ClusterId? RemoteId,
    int Users,
    DateTimeOffset At
);
