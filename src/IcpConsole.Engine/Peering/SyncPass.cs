using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Engine.Clusters;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering;

/// <summary>What a pass that succeeded did.</summary>
internal sealed record PassResult(SyncMode Mode, AppliedUsers Users);

/// <summary>
/// One pass over one peer (docs/protocol.md): ask its state; if anything moved, fetch nodes,
/// certificates and users page by page into staging, then make them visible in one transaction.
/// Wherever it is cut, the users of before stay, and the next pass goes on at the watermark.
/// </summary>
internal sealed class SyncPass(
    ClusterContext cluster,
    PeerEntry entry,
    PeerConnection connection,
    PeerNeighbours neighbours,
    Action<Func<PeerStatus, PeerStatus>> update
)
{
    private readonly Peer _peer = entry.Peer;
    private readonly PeerTrust _trust = entry.Trust;

    /// <summary>Users and tombstones that one pass fetches, some of them more than once.</summary>
    private const int MaxRows = 500_000;

    private readonly PeerStore _store = cluster.Database.Peers;

    /// <summary>
    /// Certificates that this pass has put into tomcat-trust so far, whatever becomes of the rest
    /// of it.
    /// </summary>
    public int CertificatesTaken { get; private set; }

    /// <summary>The users of both sides did not add up, and everything was fetched anew.</summary>
    public bool Repaired { get; private set; }

    /// <param name="forced">Null but for Force Manual Sync.</param>
    /// <param name="cancellationToken">Cuts the pass.</param>
    /// <exception cref="Exception">Any that <see cref="PeerFailures.From"/> knows.</exception>
    public async Task<PassResult> RunAsync(
        ForcedSync? forced,
        CancellationToken cancellationToken
    )
    {
        update(s =>
            s with
            {
                Sync = s.Sync with
                {
                    Phase = SyncPhase.Connecting,
                    Progress = null,
                    NextAt = null,
                },
            }
        );
        var state = await AskStateAsync(cancellationToken);
        var stored = await _store.ReadAsync(_peer.Id, cancellationToken);
        var progress = stored.Progress;
        var topology = await ReadTopologyAsync(
            state,
            stored,
            forced is { ResyncTomcatCertificates: true },
            cancellationToken
        );
        await NoteOtherSideAsync(state, stored.OtherSide, cancellationToken);
        await ObeyAsync(state, topology, progress, cancellationToken);
        if (progress.RemoteId != state.Id || progress.RemoteAssigned != state.Users.Assigned)
        {
            await _store.KeepRemoteAsync(
                _peer.Id,
                state.Id,
                state.Users.Assigned,
                cancellationToken
            );
            // The peer may have an entry for this cluster: it learns that both sides have one now.
            // Once an entry, or a peer that changes its name could keep all others busy.
            if (progress.RemoteId is null)
                cluster.Notices.Tell();
        }

        update(s =>
            s with
            {
                RemoteId = state.Id,
                RemoteNodes = topology.Nodes,
                RemoteSip = state.SipFederation,
                Sync = s.Sync with { Phase = SyncPhase.Fetching },
            }
        );
        Count(progress.Users.Assigned, state);
        await KeepTopologyAsync(
            state,
            topology,
            forced ?? ForcedSync.Plain,
            cancellationToken
        );
        // Its nodes are trusted now, and may try again. Once an entry, for the same reason.
        if (CertificatesTaken > 0 && !entry.ToldOfTrust)
        {
            entry.ToldOfTrust = true;
            cluster.Notices.Tell();
        }

        var (mode, users) = await SyncUsersAsync(
            state,
            progress,
            forced?.MayLose ?? 0,
            forced is not null,
            cancellationToken
        );
        await SyncGroupsAsync(
            state.TopologyVersion,
            topology.IsNew ? null : progress.GroupsVersion,
            cancellationToken
        );
        return new PassResult(mode, users);
    }

    private async Task<RemoteState> AskStateAsync(CancellationToken cancellationToken)
    {
        var (row, test) = await connection.AskAsync(PeerQueries.State, cancellationToken);
        update(s => s with { Connectivity = test });
        return PeerQueries.ReadState(row);
    }

    /// <summary>An entry that was deleted over there is no outage: the panel says so.</summary>
    private async Task NoteOtherSideAsync(
        RemoteState state,
        OtherSide before,
        CancellationToken cancellationToken
    )
    {
        var now = before.After(state.Peers.Contains(cluster.Id), cluster.Time.GetUtcNow());
        if (now != before)
            await _store.KeepOtherSideAsync(_peer.Id, now, cancellationToken);
        update(s => s.With(now));
    }

    private async Task ObeyAsync(
        RemoteState state,
        RemoteTopology topology,
        PeerProgress progress,
        CancellationToken cancellationToken
    )
    {
        var remote = new RemoteCluster(
            state.Id,
            state.Traits,
            topology.Nodes,
            state.Peers,
            state.UsersSynchronized
        );
        var problems = PeeringRules.Check(
            new PeeringFacts(
                cluster.Id,
                cluster.Traits,
                cluster.Topology,
                _peer.Address,
                remote,
                neighbours.Others(_peer.Id),
                neighbours.UsersSynchronized()
            )
        );
        if (problems.Count == 0)
            return;
        // What it told of another's node before that was known must not count either.
        if (problems.OfType<PeerClaimsNode>().FirstOrDefault() is { } claim)
            await _store.ForgetNodeAsync(_peer.Id, claim.Node, cancellationToken);
        // A rule that is broken now does not hide what became of certificates that were exchanged
        // before.
        if (progress.LastSynchronized is not null)
            ShowCertificates(topology);
        throw new PeerFailureException(new PeerFailure(PassLayer.Query, problems[0]));
    }

    /// <summary>
    /// The peer's nodes and certificates: as they were kept if nothing moved since, else asked for
    /// again.
    /// </summary>
    private async Task<RemoteTopology> ReadTopologyAsync(
        RemoteState state,
        StoredPeer stored,
        bool resync,
        CancellationToken cancellationToken
    )
    {
        if (
            !resync
            && state.Epoch == stored.Progress.Epoch
            && state.TopologyVersion == stored.Progress.TopologyVersion
        )
            return new RemoteTopology(stored.Nodes, stored.Certificates, IsNew: false);
        var nodes = await PeerQueries.NodesAsync(connection, cancellationToken);
        return new RemoteTopology(
            nodes,
            await PeerQueries.CertificatesAsync(connection, nodes, cancellationToken),
            IsNew: true
        );
    }

    private async Task KeepTopologyAsync(
        RemoteState state,
        RemoteTopology topology,
        ForcedSync forced,
        CancellationToken cancellationToken
    )
    {
        await TakeAuthoritiesAsync(
            state.TopologyVersion,
            topology.IsNew,
            forced,
            cancellationToken
        );
        // Also where nothing moved: an entry that was changed to TLS wants more of what was
        // announced before.
        await TakeCertificatesAsync(topology.Certificates, forced, cancellationToken);
        if (topology.IsNew)
        {
            await _store.KeepTopologyAsync(
                _peer.Id,
                state.TopologyVersion,
                topology.Nodes,
                topology.Certificates,
                cancellationToken
            );
            cluster.Known.Refresh();
            // Another node may serve its users now.
            entry.Links.Prove();
        }

        ShowCertificates(topology);
    }

    private void ShowCertificates(RemoteTopology topology)
    {
        var status = PeerStatuses.Certificates(
            _peer.Protocol,
            topology.Nodes,
            topology.Certificates,
            _trust,
            cluster.Time.GetUtcNow()
        );
        update(s => s with { Certificates = status });
    }

    /// <summary>
    /// Last, because nothing else depends on it: a peer of a release that tells of no groups is
    /// synchronized all the same, and nothing is known of them.
    /// </summary>
    private async Task SyncGroupsAsync(
        long version,
        long? read,
        CancellationToken cancellationToken
    )
    {
        var now = cluster.Time.GetUtcNow();
        if (version == read)
        {
            update(s =>
                s with
                {
                    Groups = s.Groups is { } groups ? groups with { At = now } : null,
                }
            );
            return;
        }

        try
        {
            await cluster.Database.Groups.KeepOfPeerAsync(
                _peer.Id,
                version,
                await PeerQueries.GroupsAsync(connection, cancellationToken),
                cancellationToken
            );
        }
        catch (AxlException)
        {
            update(s => s with { Groups = null });
            return;
        }

        await entry.CompareGroupsAsync(now, cancellationToken);
    }

    /// <summary>
    /// Authorities of the peer's trust stores vouch for its own certificates here, too (the guide,
    /// step 7): a leaf that they renew is no drift.
    /// </summary>
    private async Task TakeAuthoritiesAsync(
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
                || (!isNew && entry.AuthoritiesRead == version)
            )
        )
            return;
        // Before they are asked for: one that is deleted meanwhile is asked for again.
        entry.AuthoritiesRead = version;
        try
        {
            if (
                !await cluster.Database.Certificates.KeepAuthoritiesAsync(
                    _peer.Id,
                    await PeerQueries.AuthoritiesAsync(connection, cancellationToken),
                    cancellationToken
                )
            )
                return;
        }
        catch
        {
            entry.AuthoritiesRead = null;
            throw;
        }

        CertificatesTaken++;
        await _trust.ReadAsync(cluster, _peer.Id, cancellationToken);
    }

    /// <summary>
    /// Adds certificates of nodes that were unknown, unless the administrator switched that off
    /// (the guide, step 10). One that changed is taken only by a forced sync for which it was shown
    /// and accepted.
    /// </summary>
    private async Task TakeCertificatesAsync(
        IReadOnlyList<AnnouncedCertificate> announced,
        ForcedSync forced,
        CancellationToken cancellationToken
    )
    {
        var off = !cluster.Parameters.Agent.SyncCertificates;
        update(s => s with { CertificateSyncOff = off });
        if (off && !forced.ResyncTomcatCertificates)
            return;
        foreach (
            var (node, service, pem) in announced.Where(c =>
                PeerStatuses.Exchanged(_peer.Protocol).Contains(c.Service)
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
            var resynced =
                state is PeerCertificateState.Changed or PeerCertificateState.Corrupted
                && forced.Takes(summary);
            if (state != PeerCertificateState.Missing && !renewed && !resynced)
                continue;
            await cluster.Database.Certificates.TrustAsync(
                _peer.Id,
                new TrustEntry(service, node, pem),
                cancellationToken
            );
            CertificatesTaken++;
        }

        if (CertificatesTaken > 0)
            await _trust.ReadAsync(cluster, _peer.Id, cancellationToken);
    }

    private async Task<(SyncMode Mode, AppliedUsers Users)> SyncUsersAsync(
        RemoteState state,
        PeerProgress progress,
        int mayLose,
        bool isForced,
        CancellationToken cancellationToken
    )
    {
        var known = progress.Epoch == state.Epoch;
        if (known && progress.Watermark == state.Change && progress.Users == state.Users)
            return (SyncMode.None, new AppliedUsers(0, 0, 0));
        if (state.Users.Count > EndUser.MaxPerCluster)
            throw TooManyUsers();

        Repaired = known && progress.Watermark == state.Change;
        // Change numbers that run backwards, or equal numbers with other users, mean that what is
        // here cannot be built upon.
        var full = !known || progress.Watermark >= state.Change;
        // Where nothing is known yet, or a pass that was cut goes on, nothing starts over.
        var goesOn =
            progress.StagedEpoch == state.Epoch && progress.StagedWatermark <= state.Change;
        if (full && !isForced && progress.Epoch is not null && !goesOn)
            EnsureMayStartOver();
        using var turn = await neighbours.Queue.EnterAsync(
            ShowPlace,
            entry.IsSlow,
            cancellationToken
        );
        update(s =>
            s with
            {
                Sync = s.Sync with { Phase = SyncPhase.Fetching, Place = null },
            }
        );
        try
        {
            return await FetchAsync(
                state,
                progress,
                full,
                mayLose,
                isForced,
                turn,
                cancellationToken
            );
        }
        finally
        {
            (entry.IsSlow, entry.Waited) = (turn.IsOverdue, turn.Waited);
        }
    }

    private void EnsureMayStartOver()
    {
        if (!entry.StartsOver.TryTake(out var wait))
            throw PeerFailures.At(
                PassLayer.Query,
                new PeerStartsOver((int)Math.Ceiling(wait.TotalMinutes))
            );
    }

    private void ShowPlace(int place) =>
        update(s =>
            s with
            {
                Sync = s.Sync with { Phase = SyncPhase.Waiting, Place = place },
            }
        );

    private async Task<(SyncMode Mode, AppliedUsers Users)> FetchAsync(
        RemoteState state,
        PeerProgress progress,
        bool full,
        int mayLose,
        bool isForced,
        PassQueue.Turn turn,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await FetchOnceAsync(
                state,
                progress,
                full,
                mayLose,
                turn,
                cancellationToken
            );
        }
        catch (DigestMismatchException) when (!full)
        {
            if (!isForced)
                EnsureMayStartOver();
            Repaired = true;
            return await FetchOnceAsync(
                await AskStateAsync(cancellationToken),
                (await _store.ReadAsync(_peer.Id, cancellationToken)).Progress,
                full: true,
                mayLose,
                turn,
                cancellationToken
            );
        }
    }

    private async Task<(SyncMode Mode, AppliedUsers Users)> FetchOnceAsync(
        RemoteState state,
        PeerProgress progress,
        bool full,
        int mayLose,
        PassQueue.Turn turn,
        CancellationToken cancellationToken
    )
    {
        state = await StageAsync(state, progress, full, turn, cancellationToken);
        update(s => s with { Sync = s.Sync with { Phase = SyncPhase.Applying } });
        UserUpdate users;
        try
        {
            users = await cluster.Work.RunAsync(
                () =>
                    cluster.Database.RemoteUserWriter.Apply(
                        _peer.Id,
                        state.Users,
                        mayLose,
                        cluster.Time.GetUtcNow()
                    ),
                cancellationToken
            );
        }
        catch (DigestMismatchException)
        {
            // Staged rows that do not add up are of no use to the next pass either.
            cluster.Database.RemoteUserWriter.BeginStaging(_peer.Id, state.Epoch, 0);
            throw;
        }

        await _store.KeepRemoteAsync(
            _peer.Id,
            state.Id,
            state.Users.Assigned,
            cancellationToken
        );
        if (users.Held is { } held)
        {
            Count(progress.Users.Assigned, state);
            update(s => s with { Held = held });
            throw PeerFailures.At(PassLayer.Apply, new SyncHeld(held.Lost, held.Users));
        }

        Count(state.Users.Assigned, state);
        var removal = (await _store.ReadAsync(_peer.Id, cancellationToken)).Removal;
        update(s => s with { Removal = removal });
        entry.Links.Prove();
        return (full ? SyncMode.Full : SyncMode.Delta, users.Applied!);
    }

    /// <summary>
    /// Stages page after page until it has caught up with the peer, which may go on changing
    /// meanwhile.
    /// </summary>
    private async Task<RemoteState> StageAsync(
        RemoteState state,
        PeerProgress progress,
        bool full,
        PassQueue.Turn turn,
        CancellationToken cancellationToken
    )
    {
        var from = full ? 0 : progress.Watermark;
        var watermark = progress.StagedWatermark;
        if (
            progress.StagedEpoch != state.Epoch
            || watermark < from
            || watermark > state.Change
        )
        {
            cluster.Database.RemoteUserWriter.BeginStaging(_peer.Id, state.Epoch, from);
            watermark = from;
        }

        var writer = cluster.Database.RemoteUserWriter;
        var staged = writer.CountStaged(_peer.Id);
        var fetched = 0;
        // Of tombstones, those of users that are kept here count.
        var most = full ? EndUser.MaxPerCluster : 2 * EndUser.MaxPerCluster;
        await using var pages = new UserPages(connection, cancellationToken);
        while (watermark < state.Change)
        {
            var total = (int)
                Math.Min(full ? state.Users.Count : state.Change - from, int.MaxValue);
            update(s =>
                s with
                {
                    Sync = s.Sync with
                    {
                        Progress = new SyncProgress(Math.Min(staged, total), total),
                    },
                }
            );
            var (page, isFull) = await pages.NextAsync(watermark, upTo: state.Change);
            fetched += page.Count;
            // A user who changed meanwhile comes twice, and is counted once.
            if (staged + page.Count > most)
                staged = writer.CountStaged(_peer.Id);
            if (staged + page.Count(u => !u.Deleted || !full) > most || fetched > MaxRows)
            {
                await cluster.Work.RunAsync(
                    () => writer.BeginStaging(_peer.Id, state.Epoch, from),
                    cancellationToken
                );
                throw TooManyUsers();
            }

            cluster.Disk.EnsureRoom();
            await cluster.Work.RunAsync(() => writer.Stage(_peer.Id, page), cancellationToken);
            turn.Renew(page.Count);
            staged += page.Count;
            if (page.Count > 0)
                watermark = page[^1].Change;
            if (isFull && watermark < state.Change)
                continue;

            // The end was reached: where is the peer now?
            var now = await AskStateAsync(cancellationToken);
            if (now.Epoch != state.Epoch || (page.Count == 0 && watermark < now.Change))
                throw new AxlException(
                    AxlError.Malformed,
                    "The peer's users were replaced during the pass."
                );
            state = now;
        }

        return state;
    }

    private static PeerFailureException TooManyUsers() =>
        PeerFailures.At(PassLayer.Query, new PeerTooManyUsers(EndUser.MaxPerCluster));

    private void Count(int here, RemoteState state) =>
        update(s =>
            s with
            {
                Users = new AssociatedUsers(
                    here,
                    state.Users.Assigned,
                    cluster.Time.GetUtcNow()
                ),
            }
        );

    private sealed record RemoteTopology(
        IReadOnlyList<PeerNode> Nodes,
        IReadOnlyList<AnnouncedCertificate> Certificates,
        bool IsNew
    );
}
