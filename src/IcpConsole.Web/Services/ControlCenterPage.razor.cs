using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Services;

/// <summary>Serviceability &gt; Tools &gt; Control Center (the guide, steps 2 and 5, and "XCP Router restart").</summary>
public sealed partial class ControlCenterPage
{
    public const string FeaturePath = "serviceability/feature-services";
    public const string NetworkPath = "serviceability/network-services";

    private NodeService? _stopping;
    private Problem? _problem;
    private bool _busy;

    [SupplyParameterFromQuery(Name = "server")]
    private string? Server { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsFeature => Navigation.ToBaseRelativePath(Navigation.Uri).Contains(FeaturePath, StringComparison.Ordinal);

    private string Title => IsFeature ? FrameText.FeatureServices : FrameText.NetworkServices;

    private bool Busy => _busy || Cluster!.State != ClusterState.Running;

    private NodeName Node => NodeName.TryParse(Server, out var node) && Cluster!.Topology.Has(node) ? node : Cluster!.Topology.Publisher.Name;

    private IEnumerable<ServiceStatus> Shown => Cluster!.Services!.Of(Node).Where(s => IsOfFeatures(s.Service) == IsFeature);

    public static string Href(ClusterId cluster, NodeService service, NodeName node) =>
        $"clusters/{Uri.EscapeDataString(cluster.Value)}/{(IsOfFeatures(service) ? FeaturePath : NetworkPath)}?server={Uri.EscapeDataString(node.Value)}";

    private static bool IsOfFeatures(NodeService service) => service == NodeService.AxlWebService;

    private Task DoAsync(ServiceStatus service, Func<NodeName, NodeService, CancellationToken, Task<Problem?>> act) => DoAsync(service.Service, act);

    private async Task DoAsync(NodeService service, Func<NodeName, NodeService, CancellationToken, Task<Problem?>> act)
    {
        (_busy, _problem, _stopping) = (true, null, null);
        StateHasChanged();
        try
        {
            _problem = await act(Node, service, CancellationToken.None);
        }
        finally
        {
            _busy = false;
        }
    }

    private void Choose(string? server)
    {
        _problem = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("server", server));
    }
}
