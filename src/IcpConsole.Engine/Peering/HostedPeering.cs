using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Axl;
using IcpConsole.Protocols.Tls;

namespace IcpConsole.Engine.Peering;

/// <summary>Presence &gt; Inter-Clustering of a hosted cluster.</summary>
internal sealed class HostedPeering(ClusterContext cluster, InterclusterSyncAgent agent) : IPeering
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>Saves and deletions follow each other, so that the rules see what the one before left.</summary>
    private readonly SemaphoreSlim _changing = new(1);

    public IReadOnlyList<PeerStatus> Peers => [.. agent.Statuses.OrderBy(s => s.Peer.Address)];

    public PeerStatus? Find(PeerId id) => agent.Find(id)?.Status;

    public async Task<Result<FirstContact>> ProbeAsync(PeerId? id, PeerForm form, CancellationToken cancellationToken)
    {
        var draft = Read(id, form);
        if (!draft.Succeeded) return draft.Problems.ToList();
        var trust = new PeerTrust(draft.Value.Address, cluster.Time);
        // What is kept for an entry vouches for its own address alone.
        if (id is { } known && Find(known)?.Peer.Address == draft.Value.Address) trust.Replace(await cluster.Database.Certificates.TrustAsync(known, cancellationToken));
        return await LookAsync(draft.Value.Address, trust, cancellationToken);
    }

    public async Task<FirstContact> ProbeAsync(PeerId id, CancellationToken cancellationToken)
    {
        if (Find(id) is not { Peer.Address: var address }) return new FirstContact(null, false, new PeerFailure(PassLayer.Query, new Problem("PeerGone")));
        var trust = new PeerTrust(address, cluster.Time);
        trust.Replace(await cluster.Database.Certificates.TrustAsync(id, cancellationToken));
        return await LookAsync(address, trust, cancellationToken);
    }

    public async Task<Result<PeerId>> SaveAsync(PeerId? id, PeerForm form, CertificateSummary? accepted, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var draft = Read(id, form);
            if (!draft.Succeeded) return draft.Problems.ToList();
            var pem = accepted is null ? null : CertificateReader.ToPem(accepted);
            var peers = cluster.Database.Peers;
            if (id is not { } known) known = await peers.AddAsync(draft.Value, pem, cancellationToken);
            else
            {
                await agent.StopAsync(known);
                if (!await peers.ChangeAsync(known, form.Revision, draft.Value, pem, cancellationToken)) return new Problem("PeerChangedMeanwhile");
            }

            await agent.RestartAsync(known, CancellationToken.None);
            return known;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task AcceptAsync(PeerId id, CertificateSummary certificate, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (Find(id) is not { } status) return;
            await agent.StopAsync(id);
            await cluster.Database.Certificates.TrustAsync(id, status.Peer.Address, CertificateReader.ToPem(certificate), cancellationToken);
            await agent.RestartAsync(id, CancellationToken.None);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task<SyncReceipt?> ForceSyncAsync(PeerId id, ForcedSync request, CancellationToken cancellationToken) =>
        agent.Find(id) is { } peer ? await peer.ForceAsync(request, cancellationToken) : null;

    public async Task DeleteAsync(PeerId id, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await agent.StopAsync(id);
            await cluster.Database.Peers.DeleteAsync(id, CancellationToken.None);
        }
        finally
        {
            _changing.Release();
        }
    }

    private Result<PeerDraft> Read(PeerId? id, PeerForm form)
    {
        Peer? existing = null;
        if (id is { } known)
        {
            existing = Find(known)?.Peer;
            if (existing is null) return new Problem("PeerGone");
        }

        var draft = form.Read(existing);
        if (!draft.Succeeded) return draft;
        var problems = PeeringRules.Check(new PeeringFacts(cluster.Id, cluster.Topology, draft.Value.Address, null, agent.OthersOf(id)));
        return problems.Count > 0 ? problems.ToList() : draft;
    }

    private async Task<FirstContact> LookAsync(NodeName address, PeerTrust trust, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_handshake, cluster.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var connection = await PeerDialer.DialAsync(cluster.Names, address, AxlSchema.Port, cluster.Time, resolved: null, linked.Token);
            using var certificate = await TlsProbe.ReadCertificateAsync(connection, address.Value, linked.Token);
            return Judge(address, certificate, trust);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FirstContact(null, false, new PeerFailure(PassLayer.Tls, new Problem("TlsTimedOut")));
        }
        catch (Exception e) when (e is PeerFailureException or AuthenticationException)
        {
            return new FirstContact(null, false, PeerFailures.From(e));
        }
        catch (IOException)
        {
            return new FirstContact(null, false, new PeerFailure(PassLayer.Tls, new Problem("TlsHandshakeFailed")));
        }
    }

    private static FirstContact Judge(NodeName address, X509Certificate2 certificate, PeerTrust trust)
    {
        var failure = trust.Judge(certificate);
        return new FirstContact(CertificateReader.Summarize(certificate), failure is null, failure?.Problem.Code == PeerTrust.NotAccepted ? null : failure)
        {
            Kept = trust.For(address),
        };
    }
}
