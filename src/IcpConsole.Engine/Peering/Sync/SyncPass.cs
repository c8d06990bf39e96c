using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>What a pass that succeeded did.</summary>
internal sealed record PassResult(SyncMode Mode, AppliedUsers Users);

/// <summary>
/// One pass over one peer (docs/protocol.md): ask its state; if anything moved, fetch nodes,
/// certificates and users page by page into staging, then make them visible in one transaction.
/// Wherever it is cut, the users of before stay, and the next pass goes on at the watermark.
/// </summary>
internal sealed class SyncPass(
    ClusterContext cluster,
    Session session,
    PeerConnection connection,
    Neighbours neighbours,
    Action<Func<PeerStatus, PeerStatus>> update
)
{
    private readonly Peer _peer = session.Peer;
    private readonly PeerStore _store = cluster.Database.Peers;
    private readonly CertificateExchange _certificates = new(cluster, session, connection);
    private readonly UserFetch _users = new(
        cluster,
        session,
        connection,
        neighbours.Queue,
        update
    );

    /// <summary>
    /// Certificates that this pass has put into tomcat-trust so far, whatever becomes of the rest
    /// of it.
    /// </summary>
    public int CertificatesTaken => _certificates.Taken;

    /// <summary>The users of both sides did not add up, and everything was fetched anew.</summary>
    public bool Repaired => _users.Repaired;

    /// <summary>Its users are visible: whatever is cut after it cuts no sync.</summary>
    public bool HasApplied { get; private set; }

    /// <param name="forced">Null but for Force Manual Sync.</param>
    /// <param name="cancellationToken">Cuts the pass, until its users are visible.</param>
    /// <param name="stop">Ends what comes after it.</param>
    /// <exception cref="Exception">Any that <see cref="PeerFailures.From"/> knows.</exception>
    public async Task<PassResult> RunAsync(
        ForcedSync? forced,
        CancellationToken cancellationToken,
        CancellationToken stop
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
        var (state, progress, topology) = await OpenAsync(
            forced is { ResyncTomcatCertificates: true },
            cancellationToken
        );
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
                ProcessNodes = topology.ProcessNodes,
                RemoteSip = state.SipFederation,
                Sync = s.Sync with { Phase = SyncPhase.Fetching },
            }
        );
        _users.Count(progress.Users.Assigned, state);
        await KeepTopologyAsync(
            state,
            topology,
            forced ?? ForcedSync.Plain,
            cancellationToken
        );
        // Its nodes are trusted now, and may try again. Once an entry, for the same reason.
        if (CertificatesTaken > 0 && !session.ToldOfTrust)
        {
            session.ToldOfTrust = true;
            cluster.Notices.Tell();
        }

        var (mode, users) = await _users.SyncAsync(
            state,
            progress,
            forced?.MayLose ?? 0,
            forced is not null,
            cancellationToken
        );
        HasApplied = true;
        await SyncGroupsAsync(
            state.TopologyVersion,
            topology.IsNew ? null : progress.GroupsVersion,
            stop
        );
        return new PassResult(mode, users);
    }

    /// <summary>What a pass would do to the users, where the rules allow it at all.</summary>
    /// <exception cref="Exception">Any that <see cref="PeerFailures.From"/> knows.</exception>
    public async Task<SyncPreview> PreviewAsync(CancellationToken cancellationToken)
    {
        var (state, progress, _) = await OpenAsync(resync: false, cancellationToken);
        var users = await _users.PreviewAsync(state, progress, cancellationToken);
        return new SyncPreview(users.Added, users.Changed, users.Removed, state.Users.Count);
    }

    /// <summary>
    /// How far both sides are, and the peer's nodes and certificates; a peer that a rule refuses
    /// ends the pass here.
    /// </summary>
    private async Task<(RemoteState, PeerProgress, RemoteTopology)> OpenAsync(
        bool resync,
        CancellationToken cancellationToken
    )
    {
        var state = await connection.AskStateAsync(update, cancellationToken);
        var stored = await _store.ReadAsync(_peer.Id, cancellationToken);
        var topology = await ReadTopologyAsync(state, stored, resync, cancellationToken);
        await NoteOtherSideAsync(state, stored.OtherSide, cancellationToken);
        await ObeyAsync(state, topology, stored.Progress, cancellationToken);
        return (state, stored.Progress, topology);
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
            && stored.ProcessNodes.Count > 0
        )
            return new RemoteTopology(
                stored.Nodes,
                stored.ProcessNodes,
                stored.Certificates,
                IsNew: false
            );
        var nodes = await Queries.NodesAsync(connection, cancellationToken);
        return new RemoteTopology(
            nodes,
            await Queries.ProcessNodesAsync(connection, cancellationToken),
            await Queries.CertificatesAsync(connection, nodes, cancellationToken),
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
        await _certificates.TakeAuthoritiesAsync(
            state.TopologyVersion,
            topology.IsNew,
            forced,
            cancellationToken
        );
        // Also where nothing moved: an entry that was changed to TLS wants more of what was
        // announced before.
        var isOff = !cluster.Parameters.Agent.SyncCertificates;
        update(s => s with { CertificateSyncOff = isOff });
        if (!isOff || forced.ResyncTomcatCertificates)
            await _certificates.TakeAsync(topology.Certificates, forced, cancellationToken);
        if (topology.IsNew)
        {
            await _store.KeepTopologyAsync(
                _peer.Id,
                state.TopologyVersion,
                topology.Nodes,
                topology.ProcessNodes,
                topology.Certificates,
                cancellationToken
            );
            neighbours.Known.Refresh();
            // Another node may serve its users now.
            session.Links.Prove();
        }

        ShowCertificates(topology);
    }

    private void ShowCertificates(RemoteTopology topology)
    {
        var status = KeptStatus.Certificates(
            _peer.Protocol,
            topology.Nodes,
            topology.Certificates,
            session.Trust,
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
                await Queries.GroupsAsync(connection, cancellationToken),
                cancellationToken
            );
        }
        catch (AxlException)
        {
            update(s => s with { Groups = null });
            return;
        }

        await session.CompareGroupsAsync(now, cancellationToken);
    }

    private sealed record RemoteTopology(
        IReadOnlyList<PeerNode> Nodes,
        IReadOnlyList<NodeName> ProcessNodes,
        IReadOnlyList<AnnouncedCertificate> Certificates,
        bool IsNew
    );
}
