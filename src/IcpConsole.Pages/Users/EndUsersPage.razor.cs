using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Users;

/// <summary>
/// Application &gt; End Users: find users of the cluster, and assign them to its nodes (the guide,
/// step 3).
/// </summary>
public sealed partial class EndUsersPage
{
    public const string Unassigned = "-";
    private const string AllPeers = "peers";

    private const int PageSize = 50;

    /// <summary>What users can be assigned to beside a node.</summary>
    private static readonly string[] s_kinds =
    [
        nameof(AssignmentKind.Evenly),
        nameof(AssignmentKind.ToNone),
        nameof(AssignmentKind.AsInDirectory),
    ];

    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private FoundUsers? _found;
    private FoundRemoteUsers? _remote;
    private string _home = "";
    private UserDigest? _foundAt;
    private ClusterId? _foundIn;
    private string _text = "";
    private string _where = "";
    private string _target = nameof(AssignmentKind.Evenly);
    private string? _outcome;
    private Problem? _problem;
    private bool _asking;

    [SupplyParameterFromQuery(Name = "text")]
    private string? Sought { get; set; }

    /// <summary>A node's name, or <see cref="Unassigned"/>.</summary>
    [SupplyParameterFromQuery(Name = "node")]
    private string? Where { get; set; }

    /// <summary>Empty for this cluster, a peer's number, or <see cref="AllPeers"/>.</summary>
    [SupplyParameterFromQuery(Name = "home")]
    private string? HomeOf { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private IEnumerable<string> Nodes =>
        Cluster!.Topology.Nodes.OrderBy(n => n.Role).Select(n => n.Name.Value);

    private UserSearch Search =>
        new(
            Sought ?? "",
            NodeName.TryParse(Where, out var node) ? node : null,
            Where == Unassigned
        );

    private string Home =>
        HomeOf == AllPeers
        || int.TryParse(HomeOf, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? HomeOf
            : "";

    private (int Total, int Count)? ShownNow =>
        Home.Length > 0
            ? _remote is { } remote
                ? (remote.Total, remote.Users.Count)
                : null
            : _found is { } found
                ? (found.Total, found.Users.Count)
                : null;

    private int PageNumber =>
        Math.Clamp(
            QueryValues.Number(Page) ?? 1,
            1,
            EndUser.MaxPerCluster * PeeringRules.MaxMesh / PageSize + 1
        );

    private int First => (PageNumber - 1) * PageSize;

    protected override async Task OnParametersSetAsync()
    {
        (_text, _where, _home) = (Search.Text, Where ?? "", Home);
        await FindAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        // Of all that changes in a cluster only users matter here, and they are many to look
        // through.
        if (Cluster is { Users: not null, Id: var id } && await CountAsync(id) != _foundAt)
            await FindAsync();
    }

    private async Task FindAsync()
    {
        if (Cluster is not { Id: var id })
            return;
        if (_foundIn != Cluster.Id)
        {
            (_foundIn, _found, _remote, _outcome, _problem) = (
                Cluster.Id,
                null,
                null,
                null,
                null
            );
            _selected.Clear();
        }

        var (search, home, first) = (Search, Home, First);
        if (home.Length > 0)
        {
            PeerId? peer =
                home == AllPeers
                    ? null
                    : new PeerId(int.Parse(home, CultureInfo.InvariantCulture));
            var remote = (
                await Door.AskAsync(
                    id,
                    new FindRemoteUsers(search.Text, peer, first, PageSize),
                    Gone
                )
            ).Value;
            if (Cluster?.Id != id || (Search, Home, First) != (search, home, first))
                return;
            _remote = remote;
            if (remote is { Total: > 0, Users.Count: 0 })
                Go((remote.Total - 1) / PageSize + 1);
            return;
        }

        var at = await CountAsync(id);
        var found = (
            await Door.AskAsync(id, new FindUsers(search, first, PageSize), Gone)
        ).Value;
        // What was asked for meanwhile comes with an answer of its own.
        if (Cluster?.Id != id || (Search, Home, First) != (search, home, first))
            return;
        (_found, _foundAt) = (found, at);
        if (found is { Total: > 0, Users.Count: 0 })
            Go((found.Total - 1) / PageSize + 1);
    }

    private async Task<UserDigest?> CountAsync(ClusterId cluster)
    {
        var users = await Door.AskAsync(cluster, new CountUsers(), Gone);
        return users.Succeeded ? users.Value : null;
    }

    private void Select(string userId, bool chosen)
    {
        _outcome = null;
        if (chosen)
            _selected.Add(userId);
        else
            _selected.Remove(userId);
    }

    private void SelectPage()
    {
        foreach (var home in _found!.Users)
            Select(home.User.UserId, true);
    }

    private async Task SelectFoundAsync()
    {
        _outcome = null;
        var ids = await Door.AskAsync(Cluster!.Id, new FindUserIds(Search), Gone);
        _selected.UnionWith(ids.Value ?? []);
    }

    private async Task AssignAsync()
    {
        var assignment = s_kinds.Contains(_target)
            ? new Assignment(Enum.Parse<AssignmentKind>(_target))
            : new Assignment(AssignmentKind.ToNode, NodeName.Parse(_target));
        var assigned = await Door.SendAsync(
            Cluster!.Id,
            new AssignUsers([.. _selected], assignment)
        );
        (_problem, _outcome) = (
            assigned.Problems.Count > 0 ? assigned.Problems[0] : null,
            assigned.Succeeded
                ? UserText.AssignedNow.With(
                    TextFormat.Number(assigned.Value),
                    TextFormat.Number(_selected.Count)
                )
                : null
        );
        if (!assigned.Succeeded)
            return;
        _selected.Clear();
        await FindAsync();
    }

    private static string Text(string target) =>
        UserText.ResourceManager.GetString($"Assign{target}", CultureInfo.CurrentUICulture)
        ?? target;

    private void Find() =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>
                {
                    ["text"] = string.IsNullOrWhiteSpace(_text) ? null : _text.Trim(),
                    ["node"] = _where.Length == 0 || _home.Length > 0 ? null : _where,
                    ["home"] = _home.Length == 0 ? null : _home,
                    ["page"] = null,
                }
            )
        );

    private void Go(int page) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameter("page", page <= 1 ? null : (int?)page)
        );
}
