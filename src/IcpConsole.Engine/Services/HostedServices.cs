using System.Collections.Concurrent;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Users;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Services;

/// <summary>
/// Starts and stops services of a hosted cluster's nodes, one at a time, and keeps what was
/// stopped.
/// </summary>
/// <param name="cluster">Whose services they are.</param>
/// <param name="users">Who may log in to them.</param>
/// <param name="hosts">Run them.</param>
/// <param name="pending">What is owed.</param>
/// <param name="reader">Asks the nodes themselves.</param>
internal sealed partial class HostedServices(
    ClusterContext cluster,
    HostedApplicationUsers users,
    IServiceHosts hosts,
    PendingRestarts pending,
    NodeReader reader
) : IAsyncDisposable
{
    private readonly AsyncLock _turn = new();
    private readonly ConcurrentDictionary<
        (NodeName Node, NodeService Service),
        bool
    > _changing = new();
    private bool _closed;
    private readonly ILogger _log = cluster.Loggers.CreateLogger<HostedServices>();

    public void Offer(Handlers handlers)
    {
        handlers.AddQuery<ReadNode, NodeReading>((r, _) => reader.ReadAsync(r.Node));
        handlers.Add<ControlService>((r, stop) => DoAsync(r.Node, r.Service, r.Action, stop));
        handlers.Add<RestartTomcat>((r, stop) => RestartTomcatAsync(r.Node, stop));
        handlers.Add<ActivateService, ActivatedService>(
            (r, stop) => ActivateAsync(r.Node, r.Service, stop)
        );
    }

    public ServicesSnapshot Snapshot() =>
        new(
            [.. cluster.Topology.Nodes.Select(n => new NodeServices(n.Name, Of(n.Name)))],
            PendingRestarts
        );

    public IReadOnlyList<ServiceStatus> Of(NodeName node) =>
        [
            .. ServiceCatalogue
                .All.Select(s => cluster.Services.Of(node, s))
                .OfType<ServiceStatus>(),
        ];

    public IReadOnlyList<PendingRestart> PendingRestarts => pending.List();

    public Task<NodeReading> ReadAsync(NodeName node) => reader.ReadAsync(node);

    public async Task<Problem?> DoAsync(
        NodeName node,
        NodeService service,
        ServiceAction action,
        CancellationToken cancellationToken
    )
    {
        if (!cluster.Topology.Has(node))
            return new ServiceNodeNotRunning(node);
        if (cluster.Services.Of(node, service) is null)
            return new ServiceNotOnNode(service, node);
        if (service.Key is null)
            return new ServiceAbsent(service);
        return service.IsControllable
            ? await AloneAsync(
                node,
                service,
                () => InTurnAsync(node, service, action),
                cancellationToken
            )
            : new ServiceReserved(service);
    }

    public Task<Problem?> RestartTomcatAsync(
        NodeName node,
        CancellationToken cancellationToken
    ) =>
        AloneAsync(
            node,
            ServiceCatalogue.Tomcat,
            async () =>
            {
                if (_closed || hosts.Find(node) is not { } host)
                    return new ServiceNodeNotRunning(node);
                return await TryAsync(node, ServiceCatalogue.Tomcat, async () =>
                {
                    Set(node, ServiceCatalogue.Tomcat, ServiceState.Starting);
                    await host.RestartTomcatAsync();
                    Set(node, ServiceCatalogue.Tomcat, ServiceState.Running);
                });
            },
            cancellationToken
        );

    public async Task<Result<ActivatedService>> ActivateAsync(
        NodeName node,
        NodeService service,
        CancellationToken cancellationToken
    )
    {
        if (
            await DoAsync(node, service, ServiceAction.Activate, cancellationToken) is
            { } problem
        )
            return problem;
        return new ActivatedService(
            service == ServiceCatalogue.AxlWebService
                ? await users.EnsureAxlUserAsync(CancellationToken.None)
                : null
        );
    }

    /// <summary>
    /// Ends when the change under way has: what it started must be known to whoever stops it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using (await _turn.EnterAsync(CancellationToken.None))
            _closed = true;
    }

    /// <summary>
    /// One change after another within the cluster; a second one of the same service is refused
    /// meanwhile.
    /// </summary>
    private async Task<Problem?> AloneAsync(
        NodeName node,
        NodeService service,
        Func<Task<Problem?>> change,
        CancellationToken cancellationToken
    )
    {
        if (!_changing.TryAdd((node, service), true))
            return new ServiceChanging(service, node);
        try
        {
            using (await _turn.EnterAsync(cancellationToken))
                return await change();
        }
        finally
        {
            _changing.TryRemove((node, service), out _);
        }
    }

    private async Task<Problem?> InTurnAsync(
        NodeName node,
        NodeService service,
        ServiceAction action
    )
    {
        if (_closed || hosts.Find(node) is not { } host)
            return new ServiceNodeNotRunning(node);
        if (Refusal(node, service, action) is { } refusal)
            return refusal;
        return await TryAsync(node, service, async () =>
        {
            if (
                action
                is ServiceAction.Stop
                    or ServiceAction.Restart
                    or ServiceAction.Deactivate
            )
                await StopAsync(
                    host,
                    service,
                    action == ServiceAction.Deactivate
                        ? ServiceState.Deactivated
                        : ServiceState.Stopped,
                    keep: action != ServiceAction.Restart
                );
            if (
                action
                is ServiceAction.Start
                    or ServiceAction.Restart
                    or ServiceAction.Activate
            )
                await StartAsync(host, service);
        });
    }

    private async Task<Problem?> TryAsync(
        NodeName node,
        NodeService service,
        Func<Task> change
    )
    {
        try
        {
            await change();
            return null;
        }
        catch (Exception e)
        {
            LogNotStarted(e, cluster.Id.Value, service, node.Value);
            Problem problem = e is PortInUseException taken
                ? new ServicePortInUse(taken.Port)
                : new Unexpected();
            // One that was not touched yet is as it was.
            var state = cluster.Services.Of(node, service)!.State;
            Set(
                node,
                service,
                state is ServiceState.Starting or ServiceState.Stopping
                    ? ServiceState.Stopped
                    : state,
                problem
            );
            return problem;
        }
    }

    /// <summary>Why nothing is to be done, said before anything is.</summary>
    private Problem? Refusal(NodeName node, NodeService service, ServiceAction action)
    {
        var state = cluster.Services.Of(node, service)!.State;
        if (action is ServiceAction.Activate or ServiceAction.Deactivate)
        {
            if (!service.IsFeature)
                return new ServiceNotFeature(service);
            if (action == ServiceAction.Activate && state != ServiceState.Deactivated)
                return new ServiceAlreadyActivated(service, node);
        }

        if (action != ServiceAction.Activate && state == ServiceState.Deactivated)
            return new ServiceNotActivated(service, node);
        if (action == ServiceAction.Start && state == ServiceState.Running)
            return new ServiceAlreadyStarted(service, node);
        if (action == ServiceAction.Stop && state == ServiceState.Stopped)
            return new ServiceAlreadyStopped(service, node);
        if (action is ServiceAction.Stop or ServiceAction.Deactivate)
            return null;
        return service.Needs.FirstOrDefault(n => !cluster.Services.Runs(node, n)) is { } needed
            ? new ServiceNeeds(service, needed, node)
            : null;
    }

    private async Task StartAsync(INodeHost host, NodeService service)
    {
        // What the administrator wants is kept first: a service that cannot be started now is
        // started when the console is.
        await cluster.Database.Services.KeepAsync(
            host.Name,
            service,
            ServiceState.Running,
            CancellationToken.None
        );
        Set(host.Name, service, ServiceState.Starting);
        Set(
            host.Name,
            service,
            ServiceState.Running,
            await host.StartAsync(service, CancellationToken.None)
        );
        await hosts.FollowAsync(host.Name, service);
        LogStarted(cluster.Id.Value, service, host.Name.Value);
    }

    private async Task StopAsync(
        INodeHost host,
        NodeService service,
        ServiceState end,
        bool keep
    )
    {
        if (keep)
            await cluster.Database.Services.KeepAsync(
                host.Name,
                service,
                end,
                CancellationToken.None
            );
        if (cluster.Services.Runs(host.Name, service))
        {
            Set(host.Name, service, ServiceState.Stopping);
            await host.StopAsync(service);
        }

        Set(host.Name, service, end);
        await hosts.FollowAsync(host.Name, service);
        LogStopped(cluster.Id.Value, service, host.Name.Value);
    }

    private void Set(
        NodeName node,
        NodeService service,
        ServiceState state,
        Problem? problem = null
    )
    {
        cluster.Services.Set(
            node,
            new ServiceStatus(service, state, cluster.Time.GetUtcNow(), problem)
        );
        cluster.Changes.Tell();
    }

    [LoggerMessage(LogLevel.Information, "{Cluster}: {Service} started on {Node}")]
    private partial void LogStarted(string cluster, NodeService service, string node);

    [LoggerMessage(LogLevel.Information, "{Cluster}: {Service} stopped on {Node}")]
    private partial void LogStopped(string cluster, NodeService service, string node);

    [LoggerMessage(
        LogLevel.Error,
        "{Cluster}: {Service} could not be started or stopped on {Node}"
    )]
    private partial void LogNotStarted(
        Exception exception,
        string cluster,
        NodeService service,
        string node
    );
}
