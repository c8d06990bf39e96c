using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>Presence &gt; Inter-Clustering of a hosted cluster.</summary>
internal sealed partial class HostedPeering(
    ClusterContext cluster,
    InterclusterSyncAgent agent,
    AlarmLog alarms,
    Operations operations
)
{
    private readonly FirstLook _look = new(cluster);
    private readonly ILogger _log = cluster.Loggers.CreateLogger<HostedPeering>();

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<LookAtPeer, FirstContact>((r, stop) => LookAsync(r.Peer, stop));
        handlers.Add<SavePeer, SavedPeer>(SaveAsync);
        handlers.Add<ForceSync, OperationId>(BeginForceSyncAsync);
        handlers.Add<PreviewSync, SyncPreview>((r, stop) => PreviewAsync(r.Peer, stop));
        handlers.AddQuery<FindReceipts, IReadOnlyList<SyncReceipt>>(
            (r, stop) => ReceiptsAsync(r.Peer, stop)
        );
        handlers.Add<UndoRemoval>((r, stop) => UndoRemovalAsync(r.Peer, stop));
        handlers.Add<DeletePeer>((r, stop) => DeleteAsync(r.Peer, stop));
    }

    public async Task<FirstContact> LookAsync(PeerId id, CancellationToken cancellationToken)
    {
        if (agent.Board.Find(id) is not { Peer.Address: var address })
            return new FirstContact(
                null,
                false,
                new PeerFailure(PassLayer.Query, new PeerGone())
            );
        return await _look.AtAsync(
            address,
            await PeerTrust.LoadAsync(cluster, id, cancellationToken),
            cancellationToken
        );
    }

    public async Task<Result<SavedPeer>> SaveAsync(
        SavePeer save,
        Principal who,
        CancellationToken cancellationToken
    )
    {
        FirstContact? contact = null;
        if (!save.Decided)
        {
            var draft = Read(save.Peer, save.Form);
            if (!draft.Succeeded)
                return draft.Problems.ToList();
            var (address, now) = (draft.Value.Address, AddressOf(save.Peer));
            contact = await LookAtAsync(save.Peer, address, cancellationToken);
            if (contact.NeedsAcceptance || (now is { } before && before != address))
                return new SavedPeer(null, contact);
        }

        return await agent.InTurnAsync(() => KeepAsync(save, who, contact), cancellationToken);
    }

    /// <summary>What is kept for an entry vouches for its own address alone.</summary>
    private async Task<FirstContact> LookAtAsync(
        PeerId? id,
        NodeName address,
        CancellationToken cancellationToken
    )
    {
        var trust =
            id is { } known && AddressOf(known) == address
                ? await PeerTrust.LoadAsync(cluster, known, cancellationToken)
                : new PeerTrust(cluster.Time);
        return await _look.AtAsync(address, trust, cancellationToken);
    }

    private NodeName? AddressOf(PeerId? id) =>
        id is { } known ? agent.Board.Find(known)?.Peer.Address : null;

    private async Task<Result<SavedPeer>> KeepAsync(
        SavePeer save,
        Principal who,
        FirstContact? contact
    )
    {
        // In turn, because another entry may have been saved meanwhile.
        var read = Read(save.Peer, save.Form);
        if (!read.Succeeded)
            return read.Problems.ToList();
        var draft = read.Value with
        {
            Saved = new Saved(who.Account, cluster.Time.GetUtcNow()),
        };
        var (peers, pem) = (cluster.Database.Peers, save.Accepted?.ToPem());
        if (save.Peer is { } known)
        {
            var before = AddressOf(known);
            await agent.WhileClosedAsync(known, () =>
                peers.ChangeAsync(
                    known,
                    draft,
                    pem,
                    cluster.Time.GetUtcNow(),
                    CancellationToken.None
                )
            );
            if (before is { } left && left != draft.Address)
                await alarms.ForgetAsync(left.Value, CancellationToken.None);
            LogChanged(cluster.Id.Value, known.Value, draft.Address.Value);
            return new SavedPeer(known, contact);
        }

        var added = await peers.AddAsync(draft, pem, CancellationToken.None);
        await agent.OpenAsync(added, CancellationToken.None);
        LogAdded(cluster.Id.Value, added.Value, draft.Address.Value);
        return new SavedPeer(added, contact);
    }

    private async Task<Result<OperationId>> BeginForceSyncAsync(
        ForceSync sync,
        Principal who,
        CancellationToken cancellationToken
    )
    {
        if (AddressOf(sync.Peer) is not { } address)
            return new PeerGone();
        return await operations.BeginAsync(
            who,
            cluster.Id,
            nameof(ForceSync),
            [new OperationStep(cluster.Id, address, null, [])],
            async (progress, cancel) =>
            {
                await progress.SetAsync(0, StepState.Running, null);
                var receipt = await ForceSyncAsync(sync.Peer, sync.Options, cancel);
                var problem = receipt is null ? new SyncCutOff() : receipt.Failure?.Problem;
                await progress.SetAsync(
                    0,
                    problem switch
                    {
                        null => StepState.Done,
                        SyncCancelled => StepState.Waiting,
                        _ => StepState.Failed,
                    },
                    problem is SyncCancelled ? null : problem,
                    receipt
                );
                return problem is null or SyncCancelled ? [] : [problem];
            },
            canCancel: true
        );
    }

    private async Task<Result<SyncPreview>> PreviewAsync(
        PeerId id,
        CancellationToken cancellationToken
    ) =>
        agent.Find(id) switch
        {
            null => new PeerGone(),
            { Agent: { } peer } => await peer.Orders.PreviewAsync(cancellationToken),
            _ => new SyncAgentStopped(),
        };

    /// <param name="id">The entry.</param>
    /// <param name="request">As it was confirmed.</param>
    /// <param name="cancel">Cuts the pass: the users of before stay.</param>
    /// <returns>Null where there is no such entry, or it was saved or deleted
    /// meanwhile.</returns>
    public async Task<SyncReceipt?> ForceSyncAsync(
        PeerId id,
        ForcedSync request,
        CancellationToken cancel
    ) =>
        agent.Find(id) switch
        {
            null => null,
            { Agent: { } peer } => await peer.Orders.ForceAsync(request, cancel),
            _ => new SyncReceipt(
                SyncTrigger.Forced,
                cluster.Time.GetUtcNow(),
                cluster.Time.GetUtcNow(),
                SyncMode.None,
                0,
                0,
                0,
                0,
                new PeerFailure(PassLayer.Query, new SyncAgentStopped())
            ),
        };

    public Task<IReadOnlyList<SyncReceipt>> ReceiptsAsync(
        PeerId id,
        CancellationToken cancellationToken
    ) => cluster.Database.Receipts.ListAsync(id, SyncReceipt.Shown, cancellationToken);

    public Task UndoRemovalAsync(PeerId id, CancellationToken cancellationToken) =>
        agent.InTurnAsync(
            async () =>
            {
                if (agent.Board.Find(id) is null)
                    return false;
                await agent.WhileClosedAsync(id, () =>
                    Task.Run(
                        () => cluster.Database.RemoteUserWriter.UndoRemoval(id),
                        CancellationToken.None
                    )
                );
                LogUndone(cluster.Id.Value, id.Value);
                return true;
            },
            cancellationToken
        );

    public async Task DeleteAsync(PeerId id, CancellationToken cancellationToken)
    {
        await agent.InTurnAsync(() => ForgetAsync(id), cancellationToken);
        // What is left nobody sees; if the console ends meanwhile, its next start removes the rest.
        try
        {
            await Task.Run(
                () => cluster.Database.RemoteUserWriter.RemoveOrphans(CancellationToken.None),
                CancellationToken.None
            );
            await cluster.GiveBackRoomAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            LogOrphansLeft(e, cluster.Id.Value);
        }
    }

    private async Task<bool> ForgetAsync(PeerId id)
    {
        var address = agent.Board.Find(id)?.Peer.Address;
        await agent.CloseAsync(id);
        try
        {
            await cluster.Database.Peers.DeleteAsync(id, CancellationToken.None);
        }
        catch
        {
            // The entry is still kept, and so looked after.
            await agent.OpenAsync(id, CancellationToken.None);
            throw;
        }

        await agent.RemoveAsync(id);
        cluster.Notices.Tell();
        if (address is { } gone)
            await alarms.ForgetAsync(gone.Value, CancellationToken.None);
        LogDeleted(cluster.Id.Value, id.Value);
        return true;
    }

    private Result<PeerDraft> Read(PeerId? id, PeerForm form)
    {
        Peer? existing = null;
        if (id is { } known)
        {
            existing = agent.Board.Find(known)?.Peer;
            if (existing is null)
                return new PeerGone();
        }

        var draft = form.Read(existing);
        if (!draft.Succeeded)
            return draft;
        var problems = PeeringRules.Check(
            new PeeringFacts(
                cluster.Id,
                cluster.Traits,
                cluster.Topology,
                draft.Value.Address,
                null,
                agent.Board.OthersOf(id),
                UsersSynchronized: true
            )
        );
        return problems.Count > 0 ? problems.ToList() : draft;
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: peer {Peer} added: {Address}")]
    private partial void LogAdded(string cluster, int peer, string address);

    [LoggerMessage(LogLevel.Information, "{Cluster}: peer {Peer} changed: {Address}")]
    private partial void LogChanged(string cluster, int peer, string address);

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: the removal of users of peer {Peer} was undone"
    )]
    private partial void LogUndone(string cluster, int peer);

    [LoggerMessage(
        LogLevel.Warning,
        "{Cluster}: users of a deleted peer could not be removed yet; the next start tries again"
    )]
    private partial void LogOrphansLeft(Exception exception, string cluster);

    [LoggerMessage(LogLevel.Information, "{Cluster}: peer {Peer} deleted")]
    private partial void LogDeleted(string cluster, int peer);
}
