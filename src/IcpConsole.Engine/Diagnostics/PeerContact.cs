using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Clusters;
using IcpConsole.Engine.Peering;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Engine.Diagnostics;

/// <summary>What a peer said when it was asked for everything at once.</summary>
/// <param name="Names">What DNS said of its names.</param>
/// <param name="Test">How far the connection came.</param>
/// <param name="State">What it says of itself; null where it did not come so far.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Certificates">That it announces.</param>
/// <param name="View">What it sees of this cluster; null where it sees nothing of it, or does not say.</param>
/// <param name="Clock">How far its clock is ahead; null where it does not say.</param>
internal sealed record PeerContact(
    NameLookups Names, ConnectivityTest Test, RemoteState? State, IReadOnlyList<PeerNode> Nodes, IReadOnlyList<AnnouncedCertificate> Certificates, PeerView? View, TimeSpan? Clock)
{
    /// <summary>Asks a peer, over one connection of its own.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public static async Task<PeerContact> AskAsync(ClusterContext cluster, PeerEntry entry, CancellationToken cancellationToken)
    {
        var names = new PeerNames(cluster, entry.Peer.Address, entry.Trust);
        var lookups = await names.LookAsync(cancellationToken);
        using var connection = entry.Connect(entry.Peer.Address);
        if (names.Judge(lookups) is { } unresolved) return new PeerContact(lookups, connection.Failed(unresolved), null, [], [], null, null);
        try
        {
            var (row, test) = await connection.AskAsync(PeerQueries.State, cancellationToken);
            var state = PeerQueries.ReadState(row);
            var nodes = await PeerQueries.NodesAsync(connection, cancellationToken);
            return new PeerContact(
                lookups, test, state, nodes, await PeerQueries.CertificatesAsync(connection, nodes, cancellationToken), await ViewAsync(cluster, connection, cancellationToken), connection.ClockAhead);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && PeerFailures.From(e) is { } failure)
        {
            return new PeerContact(lookups, connection.Failed(failure), null, [], [], null, null);
        }
    }

    /// <summary>The real product, and releases of this one before it told, say nothing.</summary>
    private static async Task<PeerView?> ViewAsync(ClusterContext cluster, PeerConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return (await PeerQueries.ViewsAsync(connection, cancellationToken)).FirstOrDefault(v => v.RemoteId == cluster.Id || cluster.Topology.Has(v.Address));
        }
        catch (AxlException)
        {
            return null;
        }
    }
}
