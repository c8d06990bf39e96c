using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Peering;

/// <summary>Presence &gt; Inter-Clustering: find and list peers.</summary>
public sealed partial class InterClusteringPage
{
    private readonly HashSet<PeerId> _selected = [];
    private string _field = "address";
    private string _relation = PeerListView.BeginsWith;
    private string _text = "";
    private string? _shownOf;
    private IReadOnlyList<PeerStatus>? _deleting;
    private IReadOnlyList<PeerStatus>? _forcing;

    /// <summary>Whether peers in order are shown row by row, although they are many.</summary>
    private bool _unfolded;

    /// <summary>The column that is searched.</summary>
    [SupplyParameterFromQuery(Name = "field")]
    private string? Field { get; set; }

    [SupplyParameterFromQuery(Name = "relation")]
    private string? Relation { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    private string? Text { get; set; }

    /// <summary>A column, with a minus for descending.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "rows")]
    private string? PageSize { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private PeerListView View =>
        PeerListView.Read(Field, Relation, Text, Sort, PageSize, Page);

    /// <summary>Otherwise nothing is offered that would be refused.</summary>
    private bool MayHavePeers => Cluster!.WhyNoPeer() is null;

    private IReadOnlyList<PeerStatus> Found { get; set; } = [];

    private bool Folds { get; set; }

    private IReadOnlyList<PeerStatus> Rows { get; set; } = [];

    /// <summary>What is folded, in a line.</summary>
    private string InOrder =>
        PeeringText.InOrder.With(
            Found.Count - Rows.Count,
            TextFormat.Number(Found.Where(s => s.IsInOrder).Sum(s => s.Users?.Here ?? 0))
        );

    /// <summary>Only what is shown: nobody deletes what they do not see.</summary>
    private IReadOnlyList<PeerStatus> Selected =>
        [.. Rows.Where(s => _selected.Contains(s.Peer.Id))];

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        (_field, _relation, _text) = (View.Field, View.Relation, View.Text);
        if (_shownOf == ClusterId)
            return;
        // Entries are numbered by each cluster.
        _selected.Clear();
        (_shownOf, _unfolded, _deleting, _forcing) = (ClusterId, false, null, null);
    }

    /// <summary>Once for each rendering, which looks at them many times.</summary>
    private void Arrange()
    {
        Found = View.Find(Cluster?.Peering?.Peers ?? []);
        Folds = !_unfolded && View.Folds(Found);
        Rows = Folds ? [.. Found.Where(s => !s.IsInOrder)] : View.Rows(Found);
    }

    private static string RelationText(string relation) =>
        relation switch
        {
            PeerListView.Contains => PeeringText.Contains,
            PeerListView.EndsWith => PeeringText.EndsWith,
            PeerListView.IsExactly => PeeringText.IsExactly,
            PeerListView.IsEmpty => PeeringText.IsEmpty,
            _ => PeeringText.BeginsWith,
        };

    private static string FieldText(string field) =>
        field switch
        {
            "remote" => PeeringText.RemoteCluster,
            "status" => PeeringText.StatusColumn,
            "protocol" => PeeringText.Protocol,
            _ => PeeringText.PeerAddress,
        };

    private void Find() =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["field"] = _field,
                    ["relation"] = _relation,
                    ["text"] = _text.Length == 0 ? null : _text,
                    ["page"] = null,
                }
            )
        );

    private void SortBy(string sort) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("sort", sort));

    private void Go(object? size, int? page) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["rows"] = $"{size}",
                    ["page"] = page,
                }
            )
        );

    private void ClearFilter() =>
        Navigation.NavigateTo(PageLinks.InterClustering(Cluster!.Id));

    private void Select(PeerId id, bool chosen)
    {
        if (chosen)
            _selected.Add(id);
        else
            _selected.Remove(id);
    }

    /// <summary>Also those that were folded; they are shown, then.</summary>
    private void SelectAll()
    {
        _unfolded = true;
        Arrange();
        _selected.UnionWith(Rows.Select(s => s.Peer.Id));
    }
}
