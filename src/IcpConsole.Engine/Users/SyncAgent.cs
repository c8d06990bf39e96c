using System.Threading.Channels;
using IcpConsole.Domain;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Users;

/// <summary>
/// Cisco Sync Agent, on the publisher alone (the guide, step 3): reads the directory file when the console starts, when the file changes and when told to, and
/// makes the home users what it says.
/// </summary>
internal sealed partial class SyncAgent : IHomeUsers, IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);

    private readonly ClusterContext _cluster;
    private readonly ILogger _log;
    private readonly Channel<int> _orders = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stop = new();
    private volatile DirectorySync _sync;
    private Task _loop = Task.CompletedTask;

    private SyncAgent(ClusterContext cluster, DateTimeOffset? finishedAt)
    {
        _cluster = cluster;
        _log = cluster.Loggers.CreateLogger<SyncAgent>();
        _sync = new DirectorySync(cluster.DirectoryPath is null ? DirectoryPhase.None : DirectoryPhase.Idle, cluster.DirectoryPath, 0, 0, null, null, finishedAt);
    }

    public DirectorySync Sync => _sync;

    public static async Task<SyncAgent> OpenAsync(ClusterContext cluster, CancellationToken cancellationToken)
    {
        var definition = cluster.Database.Definition;
        if (cluster.DirectoryPath is null) await definition.MarkUsersSynchronizedAsync(cluster.Time.GetUtcNow(), cancellationToken);
        return new SyncAgent(cluster, await definition.UsersSynchronizedAsync(cancellationToken));
    }

    public void Start()
    {
        if (_cluster.DirectoryPath is { } path) _loop = Task.Run(() => RunAsync(path), CancellationToken.None);
    }

    public Task<UserDigest> CountAsync(CancellationToken cancellationToken) => _cluster.Database.Definition.HomeUsersAsync(cancellationToken);

    public void SyncNow() => _orders.Writer.TryWrite(0);

    public void Confirm(HeldUsers held) => _orders.Writer.TryWrite(held.Lost);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(string path)
    {
        (DateTime, long)? read = null;
        int? order = 0;
        try
        {
            while (true)
            {
                var stamp = StampOf(path);
                if (order is not null || stamp != read)
                {
                    var sound = await SyncAsync(path, order ?? 0);
                    // A file that was being written is read again, once it rests; so is one that could not be read.
                    read = sound && StampOf(path) == stamp ? stamp : null;
                }

                order = await WaitAsync();
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Whatever was under way was cut off by the stop.
        }
    }

    private async Task<int?> WaitAsync()
    {
        using var limit = new CancellationTokenSource(s_lookEvery, _cluster.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            return await _orders.Reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>False when the file could not be read.</returns>
    private async Task<bool> SyncAsync(string path, int mayLose)
    {
        var started = _cluster.Time.GetTimestamp();
        Update(_sync with { Phase = DirectoryPhase.Reading, RowsRead = 0, PartRead = 0, Held = null });
        try
        {
            var reader = new DirectoryReader(path, _cluster.Topology, (rows, part) => Update(_sync with { RowsRead = rows, PartRead = part }));
            var content = await reader.ReadAsync(_stop.Token);
            Update(_sync with { Phase = DirectoryPhase.Writing, PartRead = 1 });
            var at = _cluster.Time.GetUtcNow();
            var update = _cluster.Database.Users.ReplaceHome(content.Users, mayLose, at, _stop.Token);
            End(content, update.Applied is { } a ? (a.Added, a.Changed, a.Removed) : default, update.Held, started, null);
            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            var problem = e is DirectoryFileException known ? known.Problem : new Problem("Unexpected");
            if (e is not DirectoryFileException) LogUnexpected(e, _cluster.Id.Value);
            End(new DirectoryContent([], 0, []), default, null, started, problem);
            return false;
        }
    }

    private void End(DirectoryContent content, (int Added, int Changed, int Removed) users, HeldUsers? held, long started, Problem? failure)
    {
        var at = _cluster.Time.GetUtcNow();
        var result = new DirectoryResult(
            at, _cluster.Time.GetElapsedTime(started), content.Users.Count, users.Added, users.Changed, users.Removed, content.BadRowCount, content.BadRows, failure);
        Update(_sync with
        {
            Phase = held is null ? DirectoryPhase.Idle : DirectoryPhase.Held, Last = result, Held = held, FinishedAt = failure is null && held is null ? at : _sync.FinishedAt,
        });
        if (failure is not null) LogFailed(_cluster.Id.Value, failure.Code);
        else if (held is not null) LogHeld(_cluster.Id.Value, held.Lost, held.Users);
        else LogFinished(_cluster.Id.Value, result.Users, result.Added, result.Changed, result.Removed, result.BadRowCount, result.Duration.TotalMilliseconds);
    }

    private static (DateTime, long)? StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private void Update(DirectorySync sync)
    {
        _sync = sync;
        _cluster.Changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: user sync finished: {Users} users, {Added} added, {Changed} changed, {Removed} removed, {BadRows} bad rows, in {Milliseconds:0} ms")]
    private partial void LogFinished(string cluster, int users, int added, int changed, int removed, int badRows, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: user sync held: {Lost} of {Users} users would be removed")]
    private partial void LogHeld(string cluster, int lost, int users);

    [LoggerMessage(LogLevel.Warning, "{Cluster}: user sync failed: {Code}")]
    private partial void LogFailed(string cluster, string code);

    [LoggerMessage(LogLevel.Error, "{Cluster}: unexpected failure of the user sync")]
    private partial void LogUnexpected(Exception exception, string cluster);
}
