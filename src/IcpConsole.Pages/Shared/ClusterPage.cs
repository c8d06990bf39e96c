using IcpConsole.Domain.Clusters;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Shared;

/// <summary>A page about one cluster, which its link names.</summary>
public abstract class ClusterPage : LiveComponent
{
    private ClusterId? _watched;

    /// <summary>Ends the watch over the cluster that was shown before.</summary>
    private CancellationTokenSource? _other;

    [Parameter]
    public string ClusterId { get; set; } = "";

    /// <summary>
    /// As of the last rendering. Null when this console has no such cluster, or not yet: at the
    /// start they appear one by one.
    /// </summary>
    protected ClusterSnapshot? Cluster { get; private set; }

    protected override void OnInitialized()
    {
        // Of what changes in the console, only clusters that come and go matter here.
        Watch(Door.WatchAsync(Gone), () =>
        {
            Look();
            return Task.CompletedTask;
        });
        Tick();
    }

    protected override void OnParametersSet() => Look();

    protected override Task ChangedAsync()
    {
        Look();
        return Task.CompletedTask;
    }

    protected override void Ticked() => Look();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _other?.Dispose();
    }

    /// <summary>
    /// Takes the newest snapshot; of another cluster than before it watches from now on.
    /// </summary>
    protected void Look()
    {
        Cluster = Domain.Clusters.ClusterId.TryParse(ClusterId, out var id)
            ? Source.Look(Door.Who).Find(id)
            : null;
        if (Cluster is null || Cluster.Id == _watched)
            return;
        _watched = Cluster.Id;
        _other?.Cancel();
        _other?.Dispose();
        _other = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        Watch(Source.WatchAsync(Door.Who, Cluster.Id, _other.Token));
    }
}
