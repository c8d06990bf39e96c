using System.Collections.Immutable;
using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Services;
using IcpConsole.Engine.Users;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Users;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Clusters;

/// <summary>The clusters that this process hosts.</summary>
internal sealed partial class ClusterRegistry(HostedClusters hosted, EngineEnvironment environment) : IClusterRegistry, IAsyncDisposable
{
    private readonly ChangeHub _changes = new(environment.Time, ChangeHub.ForPages);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ILogger _log = environment.Loggers.CreateLogger<ClusterRegistry>();
    private ImmutableList<HostedCluster> _clusters = [];
    private bool _closed;

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

    public async Task<Result<ClusterId>> SaveAsync(ClusterId? id, ClusterForm form, CancellationToken cancellationToken)
    {
        if (id is not { } known)
        {
            var draft = form.Read(null);
            return draft.Succeeded ? await CreateAsync(draft.Value, cancellationToken) : draft.Problems.ToList();
        }

        return await InTurnAsync<Result<ClusterId>>(async () =>
        {
            if (_clusters.Find(c => c.Id == known) is not { } cluster) return new Problem("ClusterGone");
            var draft = form.Read(cluster.Definition);
            if (!draft.Succeeded) return draft.Problems.ToList();
            var problems = NodeProblems(draft.Value.Definition, cluster.Topology).ToList();
            if (problems.Count > 0) return problems;
            await ChangeAsync(cluster, draft.Value, cancellationToken);
            return known;
        }, cancellationToken);
    }

    public async Task RemoveAsync(ClusterId id, CancellationToken cancellationToken) => await InTurnAsync(async () =>
    {
        if (_clusters.Find(c => c.Id == id) is not { } cluster) return false;
        ImmutableInterlocked.Update(ref _clusters, list => list.Remove(cluster));
        _changes.Tell();
        await hosted.MarkAsync(cluster.Id, ready: false, CancellationToken.None);
        await cluster.DisposeAsync();
        await ForgetAsync(cluster.Id);
        return true;
    }, cancellationToken);

    /// <summary>Creates a cluster and starts it.</summary>
    internal Task<Result<ClusterId>> CreateAsync(ClusterDraft draft, CancellationToken cancellationToken) => InTurnAsync<Result<ClusterId>>(async () =>
    {
        var definition = draft.Definition;
        if (await hosted.HasAsync(definition.Id, cancellationToken)) return new Problem("ClusterIdTaken", nameof(ClusterForm.ClusterId), definition.Id.Value);
        var problems = NodeProblems(definition, null).ToList();
        if (problems.Count > 0) return problems;
        await hosted.BeginAsync(definition.Id, cancellationToken);
        try
        {
            Add(await MakeAsync(draft, cancellationToken));
            return definition.Id;
        }
        catch
        {
            await ForgetAsync(definition.Id);
            throw;
        }
    }, cancellationToken);

    /// <summary>Ends when a cluster's nodes listen, or it is faulted.</summary>
    internal Task StartedAsync(ClusterId id) => _clusters.Find(c => c.Id == id)?.Started ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync(CancellationToken.None);
        try
        {
            _closed = true;
            await Task.WhenAll(Interlocked.Exchange(ref _clusters, []).Select(c => c.DisposeAsync().AsTask()));
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<HostedCluster> MakeAsync(ClusterDraft draft, CancellationToken cancellationToken)
    {
        var definition = draft.Definition;
        var database = await DatabaseAsync(definition.Id, cancellationToken);
        await database.Definition.CreateAsync(definition, cancellationToken);
        await AddUsersAsync(database, draft, cancellationToken);
        await hosted.MarkAsync(definition.Id, ready: true, cancellationToken);
        return await HostedCluster.OpenAsync(database, environment, cancellationToken);
    }

    /// <summary>As on a node that was just installed, Cisco AXL Web Service waits for its activation where nobody could log in to it.</summary>
    internal static async Task AddUsersAsync(ClusterDatabase database, ClusterDraft draft, CancellationToken cancellationToken)
    {
        foreach (var user in draft.ApplicationUsers)
            await database.ApplicationUsers.KeepAsync(null, new KeptUser(user.Username, user.Role, ApplicationLogin.Hash(user.Username, user.Password)), cancellationToken);
        if (draft.ApplicationUsers.Any(u => u.Role == ApplicationRole.AxlApiAccess)) return;
        foreach (var node in draft.Definition.Topology.Nodes)
            await database.Services.KeepAsync(node.Name, ServiceCatalogue.AxlWebService, ServiceState.Deactivated, cancellationToken);
    }

    /// <summary>Stops a cluster and starts it as what it is now; as what it was, if it could not be changed.</summary>
    private async Task ChangeAsync(HostedCluster cluster, ClusterDraft draft, CancellationToken cancellationToken)
    {
        HostedCluster? changed = null;
        try
        {
            await cluster.DisposeAsync();
            try
            {
                var database = await DatabaseAsync(cluster.Id, cancellationToken);
                await database.Definition.ChangeAsync(draft.Definition, draft.Renamed, cancellationToken);
                LogChanged(cluster.Id.Value);
            }
            finally
            {
                changed = await OpenAsync(cluster.Id, CancellationToken.None);
            }
        }
        finally
        {
            // One that cannot be opened any more is not shown as running.
            ImmutableInterlocked.Update(ref _clusters, list => changed is null ? list.Remove(cluster) : list.Replace(cluster, changed));
            changed?.Start();
            _changes.Tell();
        }
    }

    /// <summary>Names that another cluster's nodes have, and addresses that a node is to listen on, but cannot.</summary>
    /// <param name="definition">What the cluster is to be.</param>
    /// <param name="now">Its nodes now, which listen on their own addresses; null for a new one.</param>
    private IEnumerable<Problem> NodeProblems(ClusterDefinition definition, Topology? now)
    {
        var nodes = definition.Topology.Nodes;
        for (var i = 0; i < nodes.Count; i++)
        {
            var name = nodes[i].Name;
            // Of a name that is an address, the address says the same.
            if (!name.IsAddress && _clusters.Find(c => c.Id != definition.Id && c.Topology.Has(name)) is { } namesake) yield return new Problem("NodeNameOfCluster", ClusterForm.NodeField(i, nameof(NodeForm.Name)), name.Value, namesake.Id.Value);
            var (address, field) = (nodes[i].Address, ClusterForm.NodeField(i, nameof(NodeForm.Address)));
            if (now?.Nodes.Any(n => n.Address.Equals(address)) == true) continue;
            if (_clusters.Find(c => c.Topology.Nodes.Any(n => n.Address.Equals(address))) is { } other) yield return new Problem("NodeAddressOfCluster", field, address.ToString(), other.Id.Value);
            else if (!TcpPort.IsFree(new IPEndPoint(address, AxlSchema.Port))) yield return new Problem("NodeAddressInUse", field, address.ToString(), $"{AxlSchema.Port}");
        }
    }

    private async Task ForgetAsync(ClusterId id)
    {
        ClusterDatabase.Delete(environment.Directory.ClusterDbPath(id));
        await hosted.ForgetAsync(id, CancellationToken.None);
    }

    private async Task<HostedCluster> OpenAsync(ClusterId id, CancellationToken cancellationToken) =>
        await HostedCluster.OpenAsync(await DatabaseAsync(id, cancellationToken), environment, cancellationToken);

    private Task<ClusterDatabase> DatabaseAsync(ClusterId id, CancellationToken cancellationToken) =>
        ClusterDatabase.OpenAsync(environment.Directory.ClusterDbPath(id), environment.Secrets, environment.Time, cancellationToken);

    private void Add(HostedCluster cluster)
    {
        ImmutableInterlocked.Update(ref _clusters, list => list.Add(cluster).Sort((a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value)));
        cluster.Start();
        _changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: changed")]
    private partial void LogChanged(string cluster);

    [LoggerMessage(LogLevel.Error, "{Cluster}: its database could not be opened")]
    private partial void LogNotOpened(Exception exception, string cluster);
}
