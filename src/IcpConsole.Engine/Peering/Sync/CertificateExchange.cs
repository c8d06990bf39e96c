using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>What a pass takes of the certificates that the peer tells of.</summary>
internal sealed class CertificateExchange(
    ClusterContext cluster,
    Session session,
    PeerConnection connection
)
{
    private readonly PeerTrust _trust = session.Trust;

    /// <summary>So many so far, whatever becomes of the rest of the pass.</summary>
    public int Taken { get; private set; }

    /// <summary>
    /// Authorities of the peer's trust stores vouch for its own certificates here, too (the guide,
    /// step 7): a leaf that they renew is no drift.
    /// </summary>
    public async Task TakeAuthoritiesAsync(
        long version,
        bool isNew,
        ForcedSync forced,
        CancellationToken cancellationToken
    )
    {
        if (
            !forced.ResyncTomcatCertificates
            && (
                !cluster.Parameters.Agent.SyncCertificates
                || (!isNew && session.AuthoritiesRead == version)
            )
        )
            return;
        // Before they are asked for: one that is deleted meanwhile is asked for again.
        session.AuthoritiesRead = version;
        try
        {
            if (
                !await cluster.Database.Certificates.KeepAuthoritiesAsync(
                    session.Peer.Id,
                    await Queries.AuthoritiesAsync(connection, cancellationToken),
                    cancellationToken
                )
            )
                return;
        }
        catch
        {
            session.AuthoritiesRead = null;
            throw;
        }

        Taken++;
        await _trust.ReadAsync(cluster, session.Peer.Id, cancellationToken);
    }

    /// <summary>
    /// Adds certificates of nodes that were unknown. One that changed is taken only by a forced sync
    /// for which it was shown and accepted (the guide, step 7).
    /// </summary>
    public async Task TakeAsync(
        IReadOnlyList<AnnouncedCertificate> announced,
        ForcedSync forced,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var (node, service, pem) in announced.Where(c =>
                KeptStatus.Exchanged(session.Peer.Protocol).Contains(c.Service)
            )
        )
        {
            var summary = CertificateReader.SummarizePem(pem);
            var state = _trust.StateOf(service, node, summary);
            // One that an authority of the store issued takes the place of the one before it: that
            // is no drift.
            var renewed =
                state == PeerCertificateState.Synchronized
                && _trust.For(service, node) is { } kept
                && kept.Sha256 != summary.Sha256;
            var resynced = state.IsSettledByResync() && forced.Takes(summary);
            if (state != PeerCertificateState.Missing && !renewed && !resynced)
                continue;
            await cluster.Database.Certificates.TrustAsync(
                session.Peer.Id,
                new TrustEntry(service, node, pem),
                cancellationToken
            );
            Taken++;
        }

        if (Taken > 0)
            await _trust.ReadAsync(cluster, session.Peer.Id, cancellationToken);
    }
}
