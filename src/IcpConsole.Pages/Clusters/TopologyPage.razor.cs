using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Services;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Clusters;

/// <summary>
/// System &gt; Presence Topology: the nodes of a cluster, as they are and as they say they are (the
/// guide, steps 3 to 5).
/// </summary>
public sealed partial class TopologyPage
{
    /// <summary>Between two looks at the nodes.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly Dictionary<NodeName, NodeReading> _readings = [];
    private IReadOnlyDictionary<NodeName, int>? _assigned;
    private Edited? _editing;
    private Node? _removing;
    private IReadOnlyList<Problem> _problems = [];
    private bool _saved;

    [SupplyParameterFromQuery(Name = "node")]
    private string? Named { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private Node Node =>
        Cluster!.Topology.Nodes.FirstOrDefault(n => n.Name.Value == Named)
        ?? Cluster.Topology.Publisher;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Begin(LookAsync);
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        if (Cluster is { Users: not null, Id: var id })
            _assigned = (await Door.AskAsync(id, new CountAssignedUsers(), Gone)).Value;
    }

    /// <summary>All nodes at once, so that one that does not answer holds up nobody.</summary>
    private async Task LookAsync()
    {
        using var pause = new PeriodicTimer(s_look, Time);
        do
        {
            if (Cluster is { Services: not null } cluster)
                await Task.WhenAll(
                    cluster.Topology.Nodes.Select(n => LookAsync(cluster.Id, n.Name))
                );
        } while (await pause.WaitForNextTickAsync(Gone));
    }

    private async Task LookAsync(ClusterId cluster, NodeName node)
    {
        var reading = await Door.AskAsync(cluster, new ReadNode(node), Gone);
        if (reading.Value is { } read)
            _readings[node] = read;
        StateHasChanged();
    }

    private void Saved(NodeName node)
    {
        (_editing, _problems, _saved) = (null, [], true);
        Navigation.NavigateTo(PageLinks.Topology(Cluster!.Id, node));
    }

    private async Task RemoveAsync(Node node)
    {
        var form = ClusterForm.From(Cluster!.Definition);
        _problems =
            form.Nodes.RemoveAll(n => n.Was == node.Name) == 0
                ? [new NodeGone(node.Name.Value)]
                : (await Door.SendAsync(new SaveCluster(Cluster.Id, form))).Problems;
        _saved = _problems.Count == 0;
        if (_saved)
            Navigation.NavigateTo(PageLinks.Topology(Cluster.Id));
    }

    /// <summary>What the dialog is about: a node, or none where one is added.</summary>
    private sealed record Edited(Node? Node);
}
