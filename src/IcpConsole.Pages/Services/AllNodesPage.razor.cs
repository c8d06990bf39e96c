using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Services;

/// <summary>
/// One service on every node of every cluster of this console (the guide, steps 2, 3 and 5, and
/// "XCP Router restart", which say "on all nodes").
/// </summary>
public sealed partial class AllNodesPage
{
    public const string Path = "services";

    private readonly HashSet<ServiceOfNode> _selected = [];
    private ServiceAction? _asking;
    private IReadOnlyList<Problem> _problems = [];

    /// <summary>What was begun on this page; null for nothing.</summary>
    private OperationId? _begun;

    [SupplyParameterFromQuery(Name = "service")]
    private string? Key { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Those that Control Center starts and stops.</summary>
    private static IEnumerable<NodeService> Services =>
        ServiceCatalogue.All.Where(s => s is { Key: not null, IsControllable: true });

    /// <summary>The router, which the guide restarts on all nodes, where the link names none.</summary>
    private NodeService Service =>
        Services.FirstOrDefault(s => s.Key == Key) ?? ServiceCatalogue.XcpRouter;

    /// <summary>
    /// Cisco AXL Web Service is activated where the user is shown that this may make (the guide, step
    /// 2, note).
    /// </summary>
    private IEnumerable<ServiceAction> Actions =>
        Enum.GetValues<ServiceAction>()
            .Where(a =>
                a switch
                {
                    ServiceAction.Activate => Service.IsFeature
                        && Service != ServiceCatalogue.AxlWebService,
                    ServiceAction.Deactivate => Service.IsFeature,
                    _ => true,
                }
            );

    private IReadOnlyList<(ServiceOfNode Node, ServiceStatus Status)> Rows =>
        [
            .. from cluster in Door.Now.Clusters
            from node in cluster.Services?.Nodes ?? []
            from status in node.Services
            where status.Service == Service
            select (new ServiceOfNode(cluster.Id, node.Node, Service), status),
        ];

    /// <summary>Only what is shown.</summary>
    private IReadOnlyList<ServiceOfNode> Selected =>
        [.. Rows.Select(r => r.Node).Where(_selected.Contains)];

    /// <summary>What was begun here, while it runs and afterwards.</summary>
    private Operation? Run => _begun is { } begun ? Door.Now.Find(begun) : null;

    protected override void OnInitialized()
    {
        Watch(Door.WatchAsync(Gone));
        Tick();
    }

    private void Choose(string? key)
    {
        _selected.Clear();
        _begun = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("service", key));
    }

    private void Select(ServiceOfNode node, bool chosen)
    {
        if (chosen)
            _selected.Add(node);
        else
            _selected.Remove(node);
    }

    private void SelectAll() => _selected.UnionWith(Rows.Select(r => r.Node));

    private Task AskAsync(ServiceAction action)
    {
        if (action is ServiceAction.Start or ServiceAction.Activate)
            return DoAsync(action);
        _asking = action;
        return Task.CompletedTask;
    }

    private async Task DoAsync(ServiceAction action)
    {
        var command = new ControlServices(Selected, action);
        (_asking, _problems) = (null, []);
        // A second click finds nothing to do.
        _selected.Clear();
        var begun = await Door.SendAsync(command);
        _problems = begun.Problems;
        if (begun.Succeeded)
            _begun = begun.Value;
    }
}
