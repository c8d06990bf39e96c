using System.Collections.Immutable;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Peering;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>The clusters that this process hosts.</summary>
internal sealed partial class ClusterRegistry(
    HostedClusters hosted, DataDirectory directory, SecretProtector secrets, INameResolver names, TimeProvider time, ILoggerFactory loggers) : IClusterRegistry, IAsyncDisposable
{
    private readonly ChangeHub _changes = new(time);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ILogger _log = loggers.CreateLogger<ClusterRegistry>();
    private ImmutableList<HostedCluster> _clusters = [];

    public IReadOnlyList<ICluster> Clusters => _clusters;

    public IChangeFeed Changes => _changes;

    public ICluster? Find(ClusterId id) => _clusters.Find(c => c.Id == id);

    /// <summary>Opens and starts what was hosted before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await hosted.ListAsync(cancellationToken))
        {
            try
            {
                Add(await OpenAsync(id, cancellationToken));
            }
            // One damaged file does not take the other clusters down.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotOpened(e, id.Value);
            }
        }
    }

    public Task<Result<ClusterId>> CreateAsync(ClusterDefinition definition, CancellationToken cancellationToken) => CreateAsync(definition, [], cancellationToken);

    public async Task RemoveAsync(ClusterId id, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_clusters.Find(c => c.Id == id) is not { } cluster) return;
            ImmutableInterlocked.Update(ref _clusters, list => list.Remove(cluster));
            _changes.Tell();
            await hosted.MarkAsync(cluster.Id, ready: false, CancellationToken.None);
            await cluster.DisposeAsync();
            await ForgetAsync(cluster.Id);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Creates a cluster with users of its own, for the lab.</summary>
    internal async Task<Result<ClusterId>> CreateAsync(ClusterDefinition definition, IReadOnlyList<EndUser> users, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (Find(definition.Id) is not null) return new Problem("ClusterIdTaken", nameof(definition.Id), definition.Id.Value);
            await hosted.BeginAsync(definition.Id, cancellationToken);
            try
            {
                Add(await MakeAsync(definition, users, cancellationToken));
                return definition.Id;
            }
            catch
            {
                await ForgetAsync(definition.Id);
                throw;
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends when a cluster's nodes listen, or it is faulted.</summary>
    internal Task StartedAsync(ClusterId id) => _clusters.Find(c => c.Id == id)?.Started ?? Task.CompletedTask;

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Interlocked.Exchange(ref _clusters, []).Select(c => c.DisposeAsync().AsTask()));

    private async Task<HostedCluster> MakeAsync(ClusterDefinition definition, IReadOnlyList<EndUser> users, CancellationToken cancellationToken)
    {
        var database = await ClusterDatabase.OpenAsync(directory.ClusterDbPath(definition.Id), secrets, time, cancellationToken);
        await database.Definition.CreateAsync(definition, AxlLogin.Hash(definition.ApplicationUser.Username, definition.ApplicationUser.Password), cancellationToken);
        database.Users.ReplaceHome(users, cancellationToken);
        await hosted.MarkAsync(definition.Id, ready: true, cancellationToken);
        return await HostedCluster.OpenAsync(database, names, time, loggers, cancellationToken);
    }

    private async Task ForgetAsync(ClusterId id)
    {
        ClusterDatabase.Delete(directory.ClusterDbPath(id));
        await hosted.ForgetAsync(id, CancellationToken.None);
    }

    private async Task<HostedCluster> OpenAsync(ClusterId id, CancellationToken cancellationToken) => await HostedCluster.OpenAsync(
        await ClusterDatabase.OpenAsync(directory.ClusterDbPath(id), secrets, time, cancellationToken), names, time, loggers, cancellationToken);

    private void Add(HostedCluster cluster)
    {
        ImmutableInterlocked.Update(ref _clusters, list => list.Add(cluster).Sort((a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value)));
        cluster.Start();
        _changes.Tell();
    }

    [LoggerMessage(LogLevel.Error, "{Cluster}: its database could not be opened")]
    private partial void LogNotOpened(Exception exception, string cluster);
}
