using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Services;

/// <summary>Serviceability &gt; Tools &gt; Service Activation (the guide, step 2).</summary>
public sealed partial class ServiceActivationPage
{
    private readonly HashSet<NodeService> _wanted = [];
    private (ClusterId Cluster, NodeName Node)? _filledFrom;
    private IReadOnlyList<(NodeService Service, Problem Problem)> _refusals = [];
    private AxlCredential? _made;
    private bool _asking;
    private bool _busy;
    private bool _saved;
    private bool _everywhere;

    [SupplyParameterFromQuery(Name = "server")]
    private string? Server { get; set; }

    private NodeName Node => NodeChoice.Choose(Cluster!, Server);

    private IEnumerable<ServiceStatus> Features =>
        Cluster!
            .Services!.Of(Node)
            .Where(s => s.Service is { IsFeature: true, Key: not null });

    /// <summary>Where what is ticked is to hold.</summary>
    private List<NodeName> Places =>
        _everywhere ? [.. Cluster!.Topology.Nodes.Select(n => n.Name)] : [Node];

    private List<(NodeName Node, NodeService Service, ServiceAction Action)> Changes =>
        [
            .. from node in Places
            from status in Cluster!.Services!.Of(node)
            where status.Service is { IsFeature: true, Key: not null }
            where _wanted.Contains(status.Service) != IsActive(status)
            select (
                node,
                status.Service,
                IsActive(status) ? ServiceAction.Deactivate : ServiceAction.Activate
            ),
        ];

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        Fill();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Fill();
    }

    private static bool IsActive(ServiceStatus status) =>
        status.State != ServiceState.Deactivated;

    /// <summary>
    /// Once for each node: what happens meanwhile must not overwrite what is being chosen.
    /// </summary>
    private void Fill()
    {
        if (Cluster is null || _filledFrom == (Cluster.Id, Node))
            return;
        Refresh();
    }

    private void Refresh()
    {
        _wanted.Clear();
        _wanted.UnionWith(Features.Where(IsActive).Select(s => s.Service));
        (_filledFrom, _refusals, _saved) = ((Cluster!.Id, Node), [], false);
        _everywhere = false;
    }

    private void SetToDefault()
    {
        _wanted.UnionWith(Features.Select(s => s.Service));
        _saved = false;
    }

    private void Want(NodeService service, bool wanted)
    {
        if (wanted)
            _wanted.Add(service);
        else
            _wanted.Remove(service);
        _saved = false;
    }

    private Task AskAsync()
    {
        if (!Changes.Exists(c => c.Action == ServiceAction.Deactivate))
            return SaveAsync();
        _asking = true;
        return Task.CompletedTask;
    }

    private async Task SaveAsync()
    {
        _busy = true;
        try
        {
            var refusals = new List<(NodeService, Problem)>();
            foreach (var (node, service, action) in Changes)
            {
                var problems =
                    action == ServiceAction.Activate
                        ? await ActivateAsync(node, service)
                        : (
                            await Door.SendAsync(
                                Cluster!.Id,
                                new ControlService(node, service, action)
                            )
                        ).Problems;
                refusals.AddRange(problems.Select(p => (service, p)));
            }

            Look();
            Refresh();
            (_refusals, _saved) = (refusals, refusals.Count == 0);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<IReadOnlyList<Problem>> ActivateAsync(
        NodeName node,
        NodeService service
    )
    {
        var activated = await Door.SendAsync(Cluster!.Id, new ActivateService(node, service));
        _made ??= activated.Value?.Made;
        return activated.Problems;
    }
}
