using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>Certificates of a peer that an administrator accepts, or copies by hand.</summary>
internal sealed partial class HostedPeerTrust(
    ClusterContext cluster,
    InterclusterSyncAgent agent
)
{
    private readonly FirstLook _look = new(cluster);
    private readonly ILogger _log = cluster.Loggers.CreateLogger<HostedPeerTrust>();

    public void Offer(Handlers handlers)
    {
        handlers.Add<AcceptCertificate>((r, stop) => AcceptAsync(r.Peer, r.Certificate, stop));
        handlers.Add<CopyCertificate>(CopyCertificateAsync);
    }

    public Task AcceptAsync(
        PeerId id,
        CertificateSummary certificate,
        CancellationToken cancellationToken
    ) =>
        agent.InTurnAsync(
            async () =>
            {
                // What is kept is replaced by a forced sync that shows both, and by nothing else.
                if (
                    agent.Board.Find(id) is not { Peer.Address: var address }
                    || (await PeerTrust.LoadAsync(cluster, id, cancellationToken)).For(
                        CertificateServices.Tomcat,
                        address
                    )
                        is not null
                )
                    return false;
                var entry = new TrustEntry(
                    CertificateServices.Tomcat,
                    address,
                    certificate.ToPem()
                );
                await agent.WhileClosedAsync(id, () =>
                    cluster.Database.Certificates.TrustAsync(id, entry, cancellationToken)
                );
                return true;
            },
            cancellationToken
        );

    public async Task<Problem?> CopyCertificateAsync(
        CopyCertificate copy,
        CancellationToken cancellationToken
    )
    {
        var (id, service, node) = (copy.Peer, copy.Service, copy.Node);
        var read = CertificateFile.Read(copy.File);
        if (!read.Succeeded)
            return read.Problems[0];
        try
        {
            if (
                read.Value.FirstOrDefault(c => CertificateReader.Names(c, node))
                is not { } copied
            )
                return new CopyNotOfNode(node);
            if (CertificateRules.Check(copied, cluster.Time.GetUtcNow()) is { } problem)
                return problem;
            var summary = CertificateReader.Summarize(copied);
            // Another one than the node has would only be the next X.
            if (
                await OwnAsync(id, service, node, cancellationToken) is { } own
                && own.Sha256 != summary.Sha256
            )
                return new CopyNotAnnounced(node, own.Fingerprint);
            return await agent.InTurnAsync(
                () => CopyAsync(id, service, node, summary),
                cancellationToken
            );
        }
        finally
        {
            foreach (var certificate in read.Value)
                certificate.Dispose();
        }
    }

    /// <summary>
    /// The certificate that a node of a peer has now: as it presents it on 8443, or as the peer
    /// announces it. Null where neither can be learned.
    /// </summary>
    private async Task<CertificateSummary?> OwnAsync(
        PeerId id,
        string service,
        NodeName node,
        CancellationToken cancellationToken
    )
    {
        if (
            service == CertificateServices.Tomcat
            && (
                await _look.AtAsync(node, new PeerTrust(cluster.Time), cancellationToken)
            ).Certificate
                is { } presented
        )
            return presented;
        return agent.Board.Find(id) is { Reachable: true } status
            ? status
                .Certificates?.Certificates.FirstOrDefault(c =>
                    c.Node == node && c.Service == service
                )
                ?.Announced
            : null;
    }

    private async Task<Problem?> CopyAsync(
        PeerId id,
        string service,
        NodeName node,
        CertificateSummary copied
    )
    {
        if (agent.Board.Find(id) is null)
            return new PeerGone();
        await agent.WhileClosedAsync(id, () =>
            cluster.Database.Certificates.TrustAsync(
                id,
                new TrustEntry(service, node, copied.ToPem()),
                CancellationToken.None
            )
        );
        LogCopied(cluster.Id.Value, id.Value, service, node.Value, copied.Sha256);
        return null;
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: certificate {Service} of {Node} of peer {Peer} was copied by hand: SHA-256 {Fingerprint}"
    )]
    private partial void LogCopied(
        string cluster,
        int peer,
        string service,
        string node,
        string fingerprint
    );
}
