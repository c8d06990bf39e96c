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
        Cluster = Source.Look(Door.Who).Find(Id);
        Watch(Source.WatchAsync(Door.Who, Id, Gone));
    }

    protected override Task ChangedAsync()
    {
        Cluster = Source.Look(Door.Who).Find(Id);
        return Task.CompletedTask;
    }
}
