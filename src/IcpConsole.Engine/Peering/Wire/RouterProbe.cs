using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Protocols.Tls;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>
/// Looks at the certificate that a node's router presents, and trusts it with nothing.
/// </summary>
internal static class RouterProbe
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Of a peer's certificate that changed, the router's tells whether it is the only one.
    /// </summary>
    /// <returns>Whether the publisher's router presents the one that was announced; unknown where
    /// the failure is another one, or the router cannot be asked.</returns>
    public static async Task<Mark> CompareAsync(
        ClusterContext cluster,
        Peer peer,
        PeerFailure failure,
        CancellationToken cancellationToken
    )
    {
        if (!failure.IsChangedCertificate)
            return Mark.Unknown;
        var announced = (
            await cluster.Database.Peers.ReadAsync(peer.Id, cancellationToken)
        ).Certificates.FirstOrDefault(c =>
            c.Node == peer.Address && c.Service == CertificateServices.CupXmpp
        );
        if (
            announced is null
            || await ReadCertificateAsync(cluster, peer.Address, cancellationToken)
                is not { } presented
        )
            return Mark.Unknown;
        return presented.Sha256 == CertificateReader.SummarizePem(announced.Pem).Sha256
            ? Mark.Check
            : Mark.Cross;
    }

    /// <returns>Null where the router presents none, or is not to be reached.</returns>
    private static async Task<CertificateSummary?> ReadCertificateAsync(
        ClusterContext cluster,
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        CertificateSummary? seen = null;
        var tls = TlsProbe.Options(node.Value, leaf =>
            seen = CertificateReader.TrySummarize(leaf, out var summary) ? summary : null
        );
        try
        {
            await cluster.Time.WithinAsync(
                s_limit,
                async token =>
                {
                    await using var connection = await Dialer.DialAsync(
                        cluster,
                        cluster.Topology.Publisher,
                        node,
                        XmppSchema.Port,
                        resolved: null,
                        token
                    );
                    await using var stream = await XmppClient.OpenAsync(
                        connection,
                        new XmppClientOptions(From: null, node.Value, tls, RequireTls: true),
                        token
                    );
                },
                cancellationToken
            );
        }
        catch (Exception e) when (e is TimeoutException || PeerFailures.From(e) is not null)
        {
            // A router ends a stream that does not say who opens it, and by then it has shown its
            // certificate.
        }

        return seen;
    }
}
