using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Nodes;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Hosting;

/// <summary>The clusters that this process hosts.</summary>
internal sealed partial class ClusterRegistry(
    HostedClusters hosted,
    IDatabases databases,
    ExplainFault explain,
    ChangeHub changes,
    EngineEnvironment environment
) : IAsyncDisposable
{
    private readonly AsyncLock _changing = new();
    private readonly ILogger _log = environment.Loggers.CreateLogger<ClusterRegistry>();
    private ImmutableList<HostedCluster> _clusters = [];
    private ImmutableList<UnopenedCluster> _unopened = [];

    /// <summary>They outlast the clusters that are opened anew.</summary>
    private readonly ConcurrentDictionary<ClusterId, ChangeHub> _hubs = new();
    private bool _closed;

    public IReadOnlyList<HostedCluster> Clusters => _clusters;

    public IReadOnlyList<UnopenedCluster> Unopened => _unopened;

    public HostedCluster? Find(ClusterId id) => _clusters.Find(c => c.Id == id);

    /// <summary>
    /// Tells of changes to a cluster, of which one that is opened anew is one; where there is none
    /// of that ID, of those that come.
    /// </summary>
    public ChangeHub ChangesOf(ClusterId id) => _hubs.GetValueOrDefault(id, changes);

    public void Offer(Handlers handlers)
    {
        handlers.Add<SaveCluster, ClusterId>(
            (r, who, stop) => SaveAsync(r.Cluster, r.Form, who, stop)
        );
        handlers.Add<OpenCluster>((r, stop) => OpenAgainAsync(r.Cluster, stop));
        handlers.Add<RemoveCluster>((r, stop) => RemoveAsync(r.Cluster, stop));
    }

    /// <summary>Opens and starts what was hosted before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // One damaged file does not take the other clusters down.
        foreach (var id in await hosted.ListAsync(cancellationToken))
            await TryOpenAsync(id, cancellationToken);
    }

    public Task<Problem?> OpenAgainAsync(ClusterId id, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
                _unopened.Exists(u => u.Id == id)
                    ? TryOpenAsync(id, cancellationToken)
                    : Task.FromResult<Problem?>(null),
            cancellationToken
        );

    public async Task<Result<ClusterId>> SaveAsync(
        ClusterId? id,
        ClusterForm form,
        Principal who,
        CancellationToken cancellationToken
    )
    {
        var saved = new Saved(who.Account, environment.Time.GetUtcNow());
        if (id is not { } known)
        {
            var draft = form.Read(null);
            return draft.Succeeded
                ? await CreateAsync(By(saved, draft.Value), cancellationToken)
                : draft.Problems.ToList();
        }

        return await InTurnAsync<Result<ClusterId>>(
            async () =>
            {
                if (_clusters.Find(c => c.Id == known) is not { } cluster)
                    return new ClusterGone();
                var draft = form.Read(cluster.Definition);
                if (!draft.Succeeded)
                    return draft.Problems.ToList();
                var problems = NodeProblems(draft.Value.Definition, cluster.Topology).ToList();
                if (problems.Count > 0)
                    return problems;
                await ChangeAsync(cluster, By(saved, draft.Value), cancellationToken);
                return known;
            },
            cancellationToken
        );
    }

    private static ClusterDraft By(Saved saved, ClusterDraft draft) =>
        draft with
        {
            Definition = draft.Definition with { Saved = saved },
        };

    public async Task RemoveAsync(ClusterId id, CancellationToken cancellationToken) =>
        await InTurnAsync(
            async () =>
            {
                var cluster = _clusters.Find(c => c.Id == id);
                if (cluster is null && !_unopened.Exists(u => u.Id == id))
                    return false;
                Show(id, null, null);
                if (cluster is not null)
                    await cluster.DisposeAsync();
                await hosted.RemoveAsync(id, CancellationToken.None);
                return true;
            },
            cancellationToken
        );

    /// <summary>Creates a cluster and starts it.</summary>
    internal Task<Result<ClusterId>> CreateAsync(
        ClusterDraft draft,
        CancellationToken cancellationToken
    ) =>
        InTurnAsync<Result<ClusterId>>(
            async () =>
            {
                var definition = draft.Definition;
                if (await hosted.HasAsync(definition.Id, cancellationToken))
                    return new ClusterIdTaken(definition.Id).At(nameof(ClusterForm.ClusterId));
                // A file of that name holds what was a cluster once: it is nobody's to overwrite.
                var path = environment.Directory.ClusterDbPath(definition.Id);
                if (File.Exists(path))
                    return new ClusterFileThere(Path.GetFileName(path)).At(
                        nameof(ClusterForm.ClusterId)
                    );
                var problems = NodeProblems(definition, null).ToList();
                if (problems.Count > 0)
                    return problems;
                await MakeAsync(draft, cancellationToken);
                await hosted.AddAsync(definition.Id, cancellationToken);
                // It is there now: one that cannot be opened is shown with the reason.
                await TryOpenAsync(definition.Id, CancellationToken.None);
                return definition.Id;
            },
            cancellationToken
        );

    /// <summary>Ends when a cluster's nodes listen, or it is faulted.</summary>
    internal Task StartedAsync(ClusterId id) =>
        _clusters.Find(c => c.Id == id)?.Started ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        using (await _changing.EnterAsync(CancellationToken.None))
        {
            _closed = true;
            var clusters = Interlocked.Exchange(ref _clusters, []);
            // Agents first: one that outlives another cluster of this console would raise the alarm
            // of a peer that cannot be reached.
            await Task.WhenAll(clusters.Select(c => c.StopAgentAsync()));
            await Task.WhenAll(clusters.Select(c => c.DisposeAsync().AsTask()));
        }
    }

    private async Task<T> InTurnAsync<T>(
        Func<Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        using (await _changing.EnterAsync(cancellationToken))
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return await change();
        }
    }

    private async Task MakeAsync(ClusterDraft draft, CancellationToken cancellationToken)
    {
        var path = hosted.Making(draft.Definition.Id);
        try
        {
            var database = await databases.CreateAsync(path, cancellationToken);
            await database.Definition.CreateAsync(draft.Definition, cancellationToken);
            await AddUsersAsync(database, environment.Hasher, draft, cancellationToken);
        }
        catch
        {
            databases.Delete(path);
            throw;
        }
    }

    /// <summary>
    /// As on a node that was just installed, Cisco AXL Web Service waits for its activation where
    /// nobody could log in to it.
    /// </summary>
    internal static async Task AddUsersAsync(
        ClusterDatabase database,
        IPasswordHasher<string> hasher,
        ClusterDraft draft,
        CancellationToken cancellationToken
    )
    {
        foreach (var user in draft.ApplicationUsers)
        {
            var kept = new KeptUser(
                new ApplicationUser(user.Username, user.Roles, Revision: 1)
                {
                    Saved = draft.Definition.Saved,
                },
                hasher.HashPassword(user.Username, user.Password)
            );
            await database.ApplicationUsers.KeepAsync(null, kept, cancellationToken);
        }

        if (draft.ApplicationUsers.Any(u => u.Roles.HasAny(ApplicationRole.ReadsAxl)))
            return;
        foreach (var node in draft.Definition.Topology.Nodes)
            await database.Services.KeepAsync(
                node.Name,
                ServiceCatalogue.AxlWebService,
                ServiceState.Deactivated,
                cancellationToken
            );
    }

    private async Task KeepAsync(
        ClusterId id,
        ClusterDraft draft,
        CancellationToken cancellationToken
    )
    {
        var database = await DatabaseAsync(id, cancellationToken);
        await database.Definition.ChangeAsync(
            draft.Definition,
            draft.Renamed,
            cancellationToken
        );
        LogChanged(id.Value);
    }

    /// <summary>
    /// Stops a cluster and starts it as what it is now; as what it was, if it could not be changed.
    /// One whose nodes are as before runs on.
    /// </summary>
    private async Task ChangeAsync(
        HostedCluster cluster,
        ClusterDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (draft.Definition.RunsOnAs(cluster.Definition))
        {
            await KeepAsync(cluster.Id, draft, cancellationToken);
            var file = draft.Definition.DirectoryFile is { } path
                ? environment.Directory.Resolve(path)
                : null;
            await cluster.BecomeAsync(draft.Definition, file);
            return;
        }

        await cluster.DisposeAsync();
        try
        {
            await KeepAsync(cluster.Id, draft, cancellationToken);
        }
        finally
        {
            // One that cannot be opened any more is not shown as running.
            await TryOpenAsync(cluster.Id, CancellationToken.None);
        }
    }

    /// <summary>Opens a cluster and starts it, or shows why it cannot be opened.</summary>
    private async Task<Problem?> TryOpenAsync(
        ClusterId id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Show(id, await OpenAsync(id, cancellationToken), null);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var path = environment.Directory.ClusterDbPath(id);
            var fault = explain(e, path) ?? new Unexpected();
            LogNotOpened(e is StorageFaultException ? null : e, id.Value, fault.Code, path);
            Show(id, null, fault);
            return fault;
        }
    }

    /// <summary>
    /// Names that another cluster's nodes have, and addresses that a node is to listen on, but
    /// cannot.
    /// </summary>
    /// <param name="definition">What the cluster is to be.</param>
    /// <param name="now">Its nodes now, which listen on their own addresses; null for a new
    /// one.</param>
    private IEnumerable<Problem> NodeProblems(ClusterDefinition definition, Topology? now)
    {
        var nodes = definition.Topology.Nodes;
        for (var i = 0; i < nodes.Count; i++)
        {
            var name = nodes[i].Name;
            // Of a name that is an address, the address says the same.
            if (
                !name.IsAddress
                && _clusters.Find(c => c.Id != definition.Id && c.Topology.Has(name))
                    is { } namesake
            )
                yield return new NodeNameOfCluster(name, namesake.Id).At(
                    ClusterForm.NodeField(i, nameof(NodeForm.Name))
                );
            var (address, field) = (
                nodes[i].Address,
                ClusterForm.NodeField(i, nameof(NodeForm.Address))
            );
            if (now?.Nodes.Any(n => n.Address.Equals(address)) == true)
                continue;
            if (
                _clusters.Find(c => c.Topology.Nodes.Any(n => n.Address.Equals(address))) is
                { } other
            )
                yield return new NodeAddressOfCluster(address, other.Id).At(field);
            else if (!NodeListener.IsFree(new IPEndPoint(address, AxlSchema.Port)))
                yield return new NodeAddressInUse(address, AxlSchema.Port).At(field);
        }
    }

    private async Task<HostedCluster> OpenAsync(
        ClusterId id,
        CancellationToken cancellationToken
    )
    {
        var database = await DatabaseAsync(id, cancellationToken);
        await database.EnsureSecretsAsync(cancellationToken);
        var own = _hubs.GetOrAdd(id, _ => new ChangeHub(environment.Time, ChangeHub.ForPages));
        return await HostedCluster.OpenAsync(database, environment, own, cancellationToken);
    }

    private Task<ClusterDatabase> DatabaseAsync(
        ClusterId id,
        CancellationToken cancellationToken
    ) => databases.OpenAsync(environment.Directory.ClusterDbPath(id), cancellationToken);

    /// <summary>
    /// Shows a cluster as what it is now, in place of what it was: open and started, not to be
    /// opened, or gone.
    /// </summary>
    private void Show(ClusterId id, HostedCluster? opened, Problem? fault)
    {
        ImmutableInterlocked.Update(ref _clusters, list =>
        {
            var others = list.RemoveAll(c => c.Id == id);
            return opened is null
                ? others
                : others
                    .Add(opened)
                    .Sort((a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value));
        });
        ImmutableInterlocked.Update(ref _unopened, list =>
        {
            var others = list.RemoveAll(u => u.Id == id);
            return fault is null ? others : others.Add(new UnopenedCluster(id, fault));
        });
        opened?.Start();
        changes.Tell();
        if (_hubs.TryGetValue(id, out var hub))
            hub.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: changed")]
    private partial void LogChanged(string cluster);

    [LoggerMessage(
        LogLevel.Error,
        "{Cluster}: its database could not be opened: {Code} ({Path})"
    )]
    private partial void LogNotOpened(
        Exception? exception,
        string cluster,
        string code,
        string path
    );
}
