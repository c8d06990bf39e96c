using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;

namespace IcpConsole.Engine.Hosting;

/// <summary>The router links of a node, which a restart interrupts.</summary>
internal sealed class NodeLinks(IDoor door, Principal who, TimeProvider time)
{
    /// <summary>For so long what a restart interrupts is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Those that are up.</summary>
    public HashSet<(PeerId Peer, NodeName To)> Up(ClusterId cluster, NodeName node) =>
        [
            .. from peer in door.Look(who).Find(cluster)?.Peering?.Peers ?? []
            from link in peer.Links
            where link.From == node && link.State == LinkState.Up
            select (peer.Peer.Id, link.To),
        ];

    /// <summary>Waits until those that were up before are up again.</summary>
    /// <returns>Null when they are.</returns>
    public async Task<Problem?> BackAsync(
        ClusterId cluster,
        NodeName node,
        HashSet<(PeerId Peer, NodeName To)> before
    )
    {
        var started = time.GetTimestamp();
        while (!before.IsSubsetOf(Up(cluster, node)))
        {
            if (time.GetElapsedTime(started) > Patience)
                return new LinksNotBack(node, (int)Math.Round(Patience.TotalSeconds));
            await Task.Delay(Look, time, CancellationToken.None);
        }

        return null;
    }
}
