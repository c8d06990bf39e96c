using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering.Sync;

/// <summary>
/// Fetches a peer's users page by page into staging, then makes them visible in one transaction
/// (docs/protocol.md, "A pass").
/// </summary>
internal sealed class UserFetch(
    ClusterContext cluster,
    Session session,
    PeerConnection connection,
    PassQueue queue,
    Action<Func<PeerStatus, PeerStatus>> update
)
{
    /// <summary>Users and tombstones that one pass fetches, some of them more than once.</summary>
    private const int MaxRows = 500_000;

    private readonly PeerId _peer = session.Peer.Id;
    private readonly PeerStore _store = cluster.Database.Peers;

    /// <summary>
    /// The users of both sides did not add up, and everything was fetched anew.
    /// </summary>
    public bool Repaired { get; private set; }

    /// <summary>Brings the users to what the peer has.</summary>
    /// <param name="state">What the peer said of itself.</param>
    /// <param name="progress">What is kept of it.</param>
    /// <param name="mayLose">So many users may be removed without a question.</param>
    /// <param name="isForced">An administrator wants it.</param>
    /// <param name="cancellationToken">Cuts the pass.</param>
    public async Task<(SyncMode Mode, AppliedUsers Users)> SyncAsync(
        RemoteState state,
        PeerProgress progress,
        int mayLose,
        bool isForced,
        CancellationToken cancellationToken
    )
    {
        if (IsSame(state, progress))
            return (SyncMode.None, new AppliedUsers(0, 0, 0));
        EnsureNotTooMany(state);
        Repaired = progress.Epoch == state.Epoch && progress.Watermark == state.Change;
        var full = IsFull(state, progress);
        // Where nothing is known yet, or a pass that was cut goes on, nothing starts over.
        var goesOn =
            progress.StagedEpoch == state.Epoch && progress.StagedWatermark <= state.Change;
        if (full && !isForced && progress.Epoch is not null && !goesOn)
            EnsureMayStartOver();
        using var turn = await EnterAsync(cancellationToken);
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
            (session.IsSlow, session.Waited) = (turn.IsOverdue, turn.Waited);
        }
    }

    /// <summary>
    /// Fetches what a pass would fetch, and says what it would do. The pass goes on from there.
    /// </summary>
    public async Task<AppliedUsers> PreviewAsync(
        RemoteState state,
        PeerProgress progress,
        CancellationToken cancellationToken
    )
    {
        if (IsSame(state, progress))
            return new AppliedUsers(0, 0, 0);
        EnsureNotTooMany(state);
        using var turn = await EnterAsync(cancellationToken);
        var full = IsFull(state, progress);
        await StageAsync(state, progress, full, turn, cancellationToken);
        return await cluster.Work.RunAsync(
            () => cluster.Database.RemoteUserWriter.Compare(_peer),
            cancellationToken
        );
    }

    private static bool IsSame(RemoteState state, PeerProgress progress) =>
        progress.Epoch == state.Epoch
        && progress.Watermark == state.Change
        && progress.Users == state.Users;

    /// <summary>
    /// Change numbers that run backwards, or equal numbers with other users, mean that what is here
    /// cannot be built upon.
    /// </summary>
    private static bool IsFull(RemoteState state, PeerProgress progress) =>
        progress.Epoch != state.Epoch || progress.Watermark >= state.Change;

    private static void EnsureNotTooMany(RemoteState state)
    {
        if (state.Users.Count > EndUser.MaxPerCluster)
            throw TooManyUsers();
    }

    private async Task<PassQueue.Turn> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = await queue.EnterAsync(ShowPlace, session.IsSlow, cancellationToken);
        update(s =>
            s with
            {
                Sync = s.Sync with { Phase = SyncPhase.Fetching, Place = null },
            }
        );
        return turn;
    }

    private void EnsureMayStartOver()
    {
        if (!session.StartsOver.TryTake(out var wait))
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
                await connection.AskStateAsync(update, cancellationToken),
                (await _store.ReadAsync(_peer, cancellationToken)).Progress,
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
                        _peer,
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
            cluster.Database.RemoteUserWriter.BeginStaging(_peer, state.Epoch, 0);
            throw;
        }

        // The users are visible, or held: what follows from it is not cut off any more.
        await _store.KeepRemoteAsync(
            _peer,
            state.Id,
            state.Users.Assigned,
            CancellationToken.None
        );
        if (users.Held is { } held)
        {
            Count(progress.Users.Assigned, state);
            update(s => s with { Held = held });
            throw PeerFailures.At(PassLayer.Apply, new SyncHeld(held.Lost, held.Users));
        }

        Count(state.Users.Assigned, state);
        var removal = (await _store.ReadAsync(_peer, CancellationToken.None)).Removal;
        update(s => s with { Removal = removal });
        session.Links.Prove();
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
            cluster.Database.RemoteUserWriter.BeginStaging(_peer, state.Epoch, from);
            watermark = from;
        }

        var writer = cluster.Database.RemoteUserWriter;
        var staged = writer.CountStaged(_peer);
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
                staged = writer.CountStaged(_peer);
            if (staged + page.Count(u => !u.Deleted || !full) > most || fetched > MaxRows)
            {
                await cluster.Work.RunAsync(
                    () => writer.BeginStaging(_peer, state.Epoch, from),
                    cancellationToken
                );
                throw TooManyUsers();
            }

            cluster.Surroundings.Disk.EnsureRoom();
            await cluster.Work.RunAsync(() => writer.Stage(_peer, page), cancellationToken);
            turn.Renew(page.Count);
            staged += page.Count;
            if (page.Count > 0)
                watermark = page[^1].Change;
            if (isFull && watermark < state.Change)
                continue;

            // The end was reached: where is the peer now?
            var now = await connection.AskStateAsync(update, cancellationToken);
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

    /// <summary>Shows how many users there are on both sides.</summary>
    public void Count(int here, RemoteState state) =>
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
}
