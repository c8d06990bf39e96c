using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>Builds statuses from what is kept.</summary>
internal static class KeptStatus
{
    /// <summary>
    /// What is still known of a peer when a session opens, each value with the age it has.
    /// </summary>
    public static PeerStatus Restore(
        ClusterContext cluster,
        StoredPeer stored,
        PeerTrust trust
    )
    {
        var progress = stored.Progress;
        return new PeerStatus(
            new LocalCluster(cluster.Id, cluster.Topology.Publisher.Name),
            stored.Peer,
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, stored.LastPass)
            {
                Mismatches = progress.Mismatches,
            },
            progress is { LastSynchronized: { } counted, RemoteAssigned: { } there }
                ? new AssociatedUsers(progress.Users.Assigned, there, counted)
                : null,
            progress.LastSynchronized is { } synchronized
                ? Certificates(
                    stored.Peer.Protocol,
                    stored.Nodes,
                    stored.Certificates,
                    trust,
                    synchronized
                )
                : null,
            progress.LastSynchronized,
            progress.RemoteId,
            stored.Nodes
        )
        {
            OtherSide = stored.OtherSide,
            Removal = stored.Removal,
            ProcessNodes = stored.ProcessNodes,
        };
    }

    /// <summary>
    /// The services whose certificates are exchanged with a peer: tomcat always, the others with
    /// TLS (the guide, step 4, tip).
    /// </summary>
    public static IEnumerable<string> Exchanged(PeerProtocol protocol) =>
        protocol == PeerProtocol.Tls
            ? CertificateServices.Exchanged
            : [CertificateServices.Tomcat];

    /// <summary>
    /// Every certificate that each node should have, as it was announced, held against the one that
    /// is kept.
    /// </summary>
    public static CertificateStatus Certificates(
        PeerProtocol protocol,
        IReadOnlyList<PeerNode> nodes,
        IReadOnlyList<AnnouncedCertificate> announced,
        PeerTrust trust,
        DateTimeOffset at
    ) =>
        new(
            [
                .. from service in Exchanged(protocol)
                from node in nodes.Select(n => n.Name).Order()
                let pem = announced
                    .FirstOrDefault(c => c.Service == service && c.Node == node)
                    ?.Pem
                let certificate = pem is null ? null : CertificateReader.SummarizePem(pem)
                let state = trust.StateOf(service, node, certificate)
                select new PeerCertificate(
                    node,
                    service,
                    state,
                    certificate,
                    trust.For(service, node)
                )
                {
                    MissingIssuer =
                        certificate is null || state == PeerCertificateState.Synchronized
                            ? null
                            : trust.MissingIssuer(service, certificate),
                },
            ],
            at
        );
}
