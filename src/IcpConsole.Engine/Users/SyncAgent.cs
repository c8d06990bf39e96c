using IcpConsole.Domain;
using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Alarms;
using IcpConsole.Engine.Foundation;
using IcpConsole.Storage.Users;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Cisco Sync Agent, on the publisher alone (the guide, step 3): reads the directory file when the
/// service starts, when the file changes and when told to, and makes the home users what it says.
/// </summary>
internal sealed partial class SyncAgent : IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>For the largest file from a slow share; one that hangs is tried again then.</summary>
    private static readonly TimeSpan s_readLimit = TimeSpan.FromMinutes(30);

    private readonly ClusterContext _cluster;
    private volatile string? _path;
    private readonly AlarmLog _alarms;
    private readonly ILogger _log;
    private volatile DirectorySync _sync;

    /// <summary>The file is to be read although it has not changed; null where it is not.</summary>
    private DirectoryOrder? _order;

    /// <summary>The file as it was read; null when it is to be read again.</summary>
    private FileLook? _read;

    private SupervisedLoop? _loop;

    /// <summary>Files and services change one after the other, or two loops would run.</summary>
    private readonly AsyncLock _following = new();

    private SyncAgent(
        ClusterContext cluster,
        string? path,
        AlarmLog alarms,
        DateTimeOffset? finishedAt
    )
    {
        (_cluster, _path, _alarms) = (cluster, path, alarms);
        _log = cluster.Loggers.CreateLogger<SyncAgent>();
        _sync = DirectorySync.Begin(path, finishedAt);
    }

    public DirectorySync Sync => _sync;

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<CountUsers, UserDigest>((_, stop) => CountAsync(stop));
        handlers.AddQuery<CountAssignedUsers, IReadOnlyDictionary<NodeName, int>>(
            (_, stop) => AssignedAsync(stop)
        );
        handlers.Add<SyncDirectory>(
            (r, stop) => SyncSeenAsync(new DirectoryOrder(r.Seen, 0), stop)
        );
        handlers.Add<ConfirmLeftUsers>(
            (r, stop) => SyncSeenAsync(new DirectoryOrder(r.Seen, r.Held.Lost), stop)
        );
    }

    /// <summary>After each sync: the enterprise groups of the cluster may have changed.</summary>
    public Func<CancellationToken, Task> GroupsChangedAsync { get; set; } =
        _ => Task.CompletedTask;

    /// <param name="cluster">Whose users they are.</param>
    /// <param name="path">Full path of the directory file; null where there is none.</param>
    /// <param name="alarms">Raised while the file cannot be read.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<SyncAgent> OpenAsync(
        ClusterContext cluster,
        string? path,
        AlarmLog alarms,
        CancellationToken cancellationToken
    )
    {
        var finishedAt = await FinishedAtAsync(cluster, path, cancellationToken);
        return new SyncAgent(cluster, path, alarms, finishedAt);
    }

    /// <summary>
    /// When the file was read last, as it is kept; where there is none, nobody waits for it.
    /// </summary>
    private static async Task<DateTimeOffset?> FinishedAtAsync(
        ClusterContext cluster,
        string? path,
        CancellationToken cancellationToken
    )
    {
        var definition = cluster.Database.Definition;
        if (path is null)
            await definition.MarkUsersSynchronizedAsync(
                cluster.Time.GetUtcNow(),
                cancellationToken
            );
        return await definition.UsersSynchronizedAsync(cancellationToken);
    }

    /// <summary>Reads users from another file from now on.</summary>
    /// <param name="path">Its full path; null for none: the users of before stay.</param>
    public async Task FollowFileAsync(string? path)
    {
        using var turn = await _following.EnterAsync(CancellationToken.None);
        await StopAsync();
        (_loop, _path, _read) = (null, path, null);
        var finishedAt = await FinishedAtAsync(_cluster, path, CancellationToken.None);
        Update(DirectorySync.Begin(path, finishedAt), CancellationToken.None);
        await StartAsync();
    }

    /// <summary>Starts or stops as the service was.</summary>
    public async Task FollowServiceAsync()
    {
        using var turn = await _following.EnterAsync(CancellationToken.None);
        await StopAsync();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        if (_path is not { } path)
            return;
        if (
            _cluster.Services.Runs(
                _cluster.Topology.Publisher.Name,
                ServiceCatalogue.SyncAgent
            )
        )
        {
            Update(_sync with { Phase = DirectoryPhase.Idle }, CancellationToken.None);
            _order = DirectoryOrder.Plain;
            _loop = new SupervisedLoop(
                $"{_cluster.Id}: the user sync",
                stop => LookAsync(path, stop),
                _cluster.Time,
                _log
            )
            {
                Period = () => s_lookEvery,
                Patience = s_patience,
            };
            _loop.Start();
        }
        else
            Update(
                _sync with
                {
                    Phase = DirectoryPhase.AgentStopped,
                    Held = null,
                },
                CancellationToken.None
            );
    }

    public Task<UserDigest> CountAsync(CancellationToken cancellationToken) =>
        _cluster.Database.Definition.HomeUsersAsync(cancellationToken);

    public Task<IReadOnlyDictionary<NodeName, int>> AssignedAsync(
        CancellationToken cancellationToken
    ) => _cluster.Database.Definition.AssignedAsync(cancellationToken);

    /// <summary>Has the file read now, whether or not it changed.</summary>
    public void SyncNow() => Begin(DirectoryOrder.Plain);

    /// <summary>
    /// Has the file read again, and the users who left removed, if they are no more than the
    /// administrator was told.
    /// </summary>
    public void Confirm(HeldUsers held) => Begin(new DirectoryOrder(null, held.Lost));

    /// <summary>Has the file read that an administrator has seen.</summary>
    /// <returns>Why not; null when it is being read.</returns>
    private async Task<Problem?> SyncSeenAsync(DirectoryOrder order, CancellationToken stop)
    {
        if (_path is not { } path)
            return new DirectoryNone();
        // A file on a share that hangs keeps nobody's page.
        var now = await Task.Run(() => DirectoryFile.LookAt(path), stop).WaitAsync(stop);
        if (order.Seen is { } seen && seen.Look != now)
            return new DirectoryFileNotAsShown();
        Begin(order);
        return null;
    }

    private void Begin(DirectoryOrder order)
    {
        Volatile.Write(ref _order, order);
        _loop?.TurnNow();
    }

    public ValueTask DisposeAsync() => StopAsync();

    private async ValueTask StopAsync()
    {
        // A file on a share that hangs keeps its thread, but nobody else.
        if (_loop is not null)
            await _loop.DisposeAsync();
    }

    private async Task LookAsync(string path, CancellationToken stop)
    {
        var order = Interlocked.Exchange(ref _order, null);
        if (order is null && DirectoryFile.LookAt(path) == _read)
            return;
        _read = await SyncAsync(path, order ?? DirectoryOrder.Plain, stop);
        await AlarmAsync(stop);
    }

    private async Task AlarmAsync(CancellationToken stop)
    {
        var publisher = _cluster.Topology.Publisher.Name.Value;
        if (_sync.Last?.Failure is { } failure)
            await _alarms.RaiseAsync(AlarmCatalogue.SyncAgentFailed, publisher, failure, stop);
        else
            await _alarms.ClearAsync([AlarmCatalogue.SyncAgentFailed], publisher, stop);
    }

    /// <returns>The file as it was read; null when it is to be read again.</returns>
    private async Task<FileLook?> SyncAsync(
        string path,
        DirectoryOrder order,
        CancellationToken stop
    )
    {
        var started = _cluster.Time.GetTimestamp();
        var look = DirectoryFile.LookAt(path);
        Update(
            _sync with
            {
                Phase = DirectoryPhase.Reading,
                RowsRead = 0,
                PartRead = 0,
                Held = null,
            },
            stop
        );
        try
        {
            var (content, stamp) = await _cluster.Time.WithinAsync(
                s_readLimit,
                token =>
                    DirectoryFile.ReadAsync(
                        path,
                        _cluster.Topology,
                        (rows, part) =>
                            Update(_sync with { RowsRead = rows, PartRead = part }, token),
                        token
                    ),
                stop
            );
            look = stamp.Look;
            Update(_sync with { Phase = DirectoryPhase.Writing, PartRead = 1 }, stop);
            var update = await _cluster.Work.RunAsync(
                () =>
                    _cluster.Database.HomeUserWriter.Replace(
                        content.Users,
                        content.Misplaced,
                        order.IsFor(stamp) ? order.MayLose : 0,
                        _cluster.Time.GetUtcNow(),
                        stop
                    ),
                stop
            );
            if (update.Applied is { } applied && applied != new AppliedUsers(0, 0, 0))
                _cluster.Notices.Tell();
            if (
                update.Applied is not null
                && await _cluster.Database.Groups.KeepHomeAsync(content.Groups, stop)
            )
                _cluster.Notices.Tell();
            await GroupsChangedAsync(stop);
            End(
                content,
                update.Applied is { } a ? (a.Added, a.Changed, a.Removed) : default,
                update.Held,
                started,
                null,
                stop
            );
            return look;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            var problem = e switch
            {
                DirectoryFileException known => known.Problem,
                TimeoutException => new DirectoryFileNotReadable(),
                _ => new Unexpected(),
            };
            if (problem is Unexpected)
                LogUnexpected(e, _cluster.Id.Value);
            End(DirectoryContent.Nothing, default, null, started, problem, stop);
            // What the file holds does not change until the file does.
            return
                problem
                    is DirectoryHeader
                        or DirectoryHeaderTwice
                        or DirectoryFileEmpty
                        or DirectoryFileWorkbook
                        or DirectoryFileEncoding
                        or DirectoryFileNotCsv
                        or DirectoryFileTooLarge
                ? look
                : null;
        }
    }

    private void End(
        DirectoryContent content,
        (int Added, int Changed, int Removed) users,
        HeldUsers? held,
        long started,
        Problem? failure,
        CancellationToken stop
    )
    {
        var at = _cluster.Time.GetUtcNow();
        var result = new DirectoryResult(
            at,
            _cluster.Time.GetElapsedTime(started),
            content.Users.Count,
            content.Groups.Count,
            users.Added,
            users.Changed,
            users.Removed,
            content.BadRowCount,
            content.BadRows,
            failure
        );
        Update(
            _sync with
            {
                Phase = held is null ? DirectoryPhase.Idle : DirectoryPhase.Held,
                Last = result,
                Held = held,
                FinishedAt = failure is null && held is null ? at : _sync.FinishedAt,
            },
            stop
        );
        if (failure is not null)
            LogFailed(_cluster.Id.Value, failure.Code);
        else if (held is not null)
            LogHeld(_cluster.Id.Value, held.Lost, held.Users);
        else
            LogFinished(
                _cluster.Id.Value,
                result.Users,
                result.Added,
                result.Changed,
                result.Removed,
                result.BadRowCount,
                result.Duration.TotalMilliseconds
            );
    }

    /// <param name="sync">How it is now.</param>
    /// <param name="stop">Of the loop that says so: one that was stopped has nothing to say any
    /// more.</param>
    private void Update(DirectorySync sync, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return;
        _sync = sync;
        _cluster.Changes.Tell();
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Cluster}: user sync finished: {Users} users, {Added} added, {Changed} changed, {Removed} removed, {BadRows} bad rows, in {Milliseconds:0} ms"
    )]
    private partial void LogFinished(
        string cluster,
        int users,
        int added,
        int changed,
        int removed,
        int badRows,
        double milliseconds
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Cluster}: user sync held: {Lost} of {Users} users would be removed"
    )]
    private partial void LogHeld(string cluster, int lost, int users);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: user sync failed: {Code}")]
    private partial void LogFailed(string cluster, string code);

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of the user sync")]
    private partial void LogUnexpected(Exception exception, string cluster);
}
