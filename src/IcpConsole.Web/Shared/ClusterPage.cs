using IcpConsole.Domain.Clusters;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Shared;

/// <summary>A page about one cluster, which its link names.</summary>
public abstract class ClusterPage : LiveComponent
{
    private ICluster? _watched;

    /// <summary>Ends the watch over the cluster that was shown before.</summary>
    private CancellationTokenSource? _other;

    [Parameter]
    public string ClusterId { get; set; } = "";

    /// <summary>
    /// Null when this console has no such cluster, or not yet: at the start they appear one by one.
    /// </summary>
    protected ICluster? Cluster { get; private set; }

    [Inject]
    protected IClusterRegistry Registry { get; private set; } = default!;

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

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _other?.Dispose();
    }

    private void Find()
    {
        Cluster = Domain.Clusters.ClusterId.TryParse(ClusterId, out var id)
            ? Registry.Find(id)
            : null;
        if (Cluster is null || ReferenceEquals(Cluster, _watched))
            return;
        _watched = Cluster;
        _other?.Cancel();
        _other?.Dispose();
        _other = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        Watch(Cluster.Changes, _other.Token);
    }
}
