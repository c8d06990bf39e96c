using IcpConsole.Domain.Clusters;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Shared;

/// <summary>A part of a page that follows a cluster.</summary>
public abstract class ClusterView : LiveComponent
{
    [Parameter, EditorRequired]
    public ClusterId Id { get; set; }

    /// <summary>Null once it is gone.</summary>
    protected ClusterSnapshot? Cluster { get; private set; }

    protected override void OnInitialized()
    {
        Cluster = Door.Now.Find(Id);
        Watch(Door.WatchAsync(Id, Gone));
    }

    protected override Task ChangedAsync()
    {
        Cluster = Door.Now.Find(Id);
        return Task.CompletedTask;
    }
}
