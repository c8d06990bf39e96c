using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Peering;

/// <summary>The peers of a cluster to take along, in the reader's language.</summary>
internal static class PeerListReport
{
    public static string Write(ClusterSnapshot cluster)
    {
        var heads = Csv.Line(
            PeeringText.PeerAddress,
            PeeringText.RemoteCluster,
            PeeringText.StatusColumn,
            PeeringText.StatusCause,
            PeeringText.AssociatedUsers,
            PeeringText.UsersThere,
            PeeringText.LastSynchronized,
            PeeringText.Protocol,
            PeeringText.CertificateStatus
        );
        var peers = cluster.Peering?.Peers ?? [];
        return heads + string.Concat(peers.OrderBy(p => p.Peer.Address).Select(Line));
    }

    private static string Line(PeerStatus peer)
    {
        var diagnosis = peer.Diagnosis;
        return Csv.Line(
            peer.Peer.Address.Display,
            peer.RemoteId?.Value,
            PeerText.Headline(peer),
            diagnosis.Cause.Problem?.Text(),
            peer.Users?.Here.ToString(CultureInfo.InvariantCulture),
            peer.Users?.There.ToString(CultureInfo.InvariantCulture),
            peer.LastSynchronized?.ToString("u", CultureInfo.InvariantCulture),
            peer.Peer.Protocol.Text(),
            diagnosis.CertificateStatus.Headline.Text()
        );
    }
}
