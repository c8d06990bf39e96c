using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Peering;

/// <summary>Presence &gt; Inter-Clustering: find and list peers.</summary>
public sealed partial class InterClusteringPage
{
    public const string RelativePath = "presence/inter-clustering";

    private readonly HashSet<PeerId> _selected = [];
    private string _relation = PeerFilter.BeginsWith;
    private string _text = "";
    private IReadOnlyList<PeerStatus>? _deleting;

    [SupplyParameterFromQuery(Name = "relation")]
    private string? Relation { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    private string? Text { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private IReadOnlyList<PeerStatus> Shown => [.. (Cluster?.Peering?.Peers ?? []).Where(new PeerFilter(Relation ?? PeerFilter.BeginsWith, Text ?? "").Matches)];

    /// <summary>Only what is shown: nobody deletes what they do not see.</summary>
    private IReadOnlyList<PeerStatus> Selected => [.. Shown.Where(s => _selected.Contains(s.Peer.Id))];

    private bool AllSelected => Shown.All(s => _selected.Contains(s.Peer.Id));

    public static string Href(ClusterId cluster) => $"clusters/{Uri.EscapeDataString(cluster.Value)}/{RelativePath}";

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        (_relation, _text) = (Relation is { } known && PeerFilter.Relations.Contains(known) ? known : PeerFilter.BeginsWith, Text ?? "");
    }

    private static string RelationText(string relation) => relation switch
    {
        PeerFilter.Contains => PeeringText.Contains,
        PeerFilter.EndsWith => PeeringText.EndsWith,
        PeerFilter.IsExactly => PeeringText.IsExactly,
        PeerFilter.IsEmpty => PeeringText.IsEmpty,
        _ => PeeringText.BeginsWith,
    };

    private void Find() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["relation"] = _relation, ["text"] = _text.Length == 0 ? null : _text,
    }));

    private void ClearFilter() => Navigation.NavigateTo(Href(Cluster!.Id));

    private void Select(PeerId id, bool chosen)
    {
        if (chosen) _selected.Add(id);
        else _selected.Remove(id);
    }

    private void SelectAll(ChangeEventArgs e)
    {
        foreach (var status in Shown) Select(status.Peer.Id, e.Value is true);
    }
}
