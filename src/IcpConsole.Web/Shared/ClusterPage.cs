using IcpConsole.Domain.Clusters;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Shared;

/// <summary>A page about one cluster, which its link names.</summary>
public abstract class ClusterPage : LiveComponent
{
    private ICluster? _watched;

    [Parameter]
    public string ClusterId { get; set; } = "";

    /// <summary>Null when this console has no such cluster, or not yet: at the start they appear one by one.</summary>
    protected ICluster? Cluster { get; private set; }

    [Inject]
    private IClusterRegistry Registry { get; set; } = default!;

    protected override void OnInitialized()
    {
        Watch(Registry.Changes);
        Tick();
    }

    protected override void OnParametersSet() => Find();

    protected override Task ChangedAsync()
    {
        Find();
        return Task.CompletedTask;
    }

    private void Find()
    {
        Cluster = Domain.Clusters.ClusterId.TryParse(ClusterId, out var id) ? Registry.Find(id) : null;
        if (Cluster is null || ReferenceEquals(Cluster, _watched)) return;
        _watched = Cluster;
        Watch(Cluster.Changes);
    }
}
