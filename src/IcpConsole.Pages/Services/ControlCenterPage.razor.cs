using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Services;

/// <summary>
/// Serviceability &gt; Tools &gt; Control Center (the guide, steps 2, 3 and 5, and "XCP Router
/// restart").
/// </summary>
public sealed partial class ControlCenterPage
{
    public const string FeaturePath = "serviceability/feature-services";
    public const string NetworkPath = "serviceability/network-services";

    private readonly HashSet<NodeService> _selected = [];
    private IReadOnlyList<Problem> _problems = [];

    /// <summary>What was begun on this page; null for nothing.</summary>
    private OperationId? _begun;
    private (NodeName Node, bool IsFeature)? _shown;
    private ServiceAction? _asking;
    private bool _everywhere;

    [SupplyParameterFromQuery(Name = "server")]
    private string? Server { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsFeature =>
        Navigation
            .ToBaseRelativePath(Navigation.Uri)
            .Contains(FeaturePath, StringComparison.Ordinal);

    private string Title => IsFeature ? FrameText.FeatureServices : FrameText.NetworkServices;

    private NodeName Node => NodeChoice.Choose(Cluster!, Server);

    /// <summary>
    /// In the order of the catalogue, which is also one in which dependencies start first.
    /// </summary>
    private IEnumerable<NodeService> Chosen => ServiceCatalogue.All.Where(_selected.Contains);

    /// <summary>
    /// Where a service of a node is restarted: of Cisco Tomcat that is the node's own page.
    /// </summary>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (Cluster is null || _shown == (Node, IsFeature))
            return;
        _shown = (Node, IsFeature);
        _selected.Clear();
        (_problems, _begun, _everywhere) = ([], null, false);
    }

    /// <summary>Where something is to be done.</summary>
    private List<NodeName> Places =>
        _everywhere ? [.. Cluster!.Topology.Nodes.Select(n => n.Name)] : [Node];

    /// <summary>
    /// What is to be done, a service of a node each. What a node does not have is left out.
    /// </summary>
    private List<ServiceOfNode> Jobs(IEnumerable<NodeService> services) =>
        [
            .. from service in services
            from node in Places
            where Cluster!.Services!.Of(node).Any(s => s.Service == service)
            select new ServiceOfNode(Cluster!.Id, node, service),
        ];

    /// <summary>What was begun here, while it runs and afterwards.</summary>
    private Operation? Run => _begun is { } begun ? Door.Now.Find(begun) : null;

    private bool CanDo(ServiceAction action) =>
        Run is not { EndedAt: null }
        && Cluster!.State == ClusterState.Running
        && Cluster
            .Services!.Nodes.Where(n => Places.Contains(n.Node))
            .SelectMany(n => n.Services)
            .Where(s => _selected.Contains(s.Service))
            .Any(s =>
                action == ServiceAction.Restart || s.Runs == (action == ServiceAction.Stop)
            );

    private void Select((NodeService Service, bool Chosen) choice)
    {
        if (choice.Chosen)
            _selected.Add(choice.Service);
        else
            _selected.Remove(choice.Service);
    }

    private Task AskAsync(ServiceAction action)
    {
        if (action == ServiceAction.Start)
            return DoAsync(action);
        _asking = action;
        return Task.CompletedTask;
    }

    private async Task DoAsync(ServiceAction action)
    {
        var jobs = Jobs(action == ServiceAction.Stop ? Chosen.Reverse() : Chosen);
        (_asking, _problems) = (null, []);
        // A second click finds nothing to do.
        _selected.Clear();
        var begun = await Door.SendAsync(new ControlServices(jobs, action));
        _problems = begun.Problems;
        if (begun.Succeeded)
            _begun = begun.Value;
    }
}
