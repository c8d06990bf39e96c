using System.Globalization;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Users;

/// <summary>
/// Diagnostics &gt; User Troubleshooter: who is there twice or lacks something, all of them, and
/// what can be done about it (the guide, step 1).
/// </summary>
public sealed partial class UserTroubleshooterPage
{
    private const int PageSize = 50;

    private readonly Dictionary<UserCheck, int> _totals = [];
    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private FoundFindings? _found;
    private (ClusterId Cluster, UserCheck Check, int Page)? _shown;
    private IReadOnlyList<KnownUser>? _removing;
    private string? _outcome;
    private bool _unassigning;

    [SupplyParameterFromQuery(Name = "check")]
    private string? Check { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private UserCheck Shown =>
        Enum.TryParse<UserCheck>(Check, out var check) && Enum.IsDefined(check)
            ? check
            : UserCheck.DuplicateUserId;

    private int PageNumber => Math.Clamp(QueryValues.Number(Page) ?? 1, 1, 100_000);

    private int First => (PageNumber - 1) * PageSize;

    /// <summary>Of those that are shown and ticked.</summary>
    private List<string> Homes =>
        [
            .. (_found?.Findings ?? [])
                .SelectMany(f => f.Users)
                .Where(u => u.Peer is null && _selected.Contains(u.User.UserId))
                .Select(u => u.User.UserId)
                .Distinct(StringComparer.Ordinal),
        ];

    private IReadOnlyList<KnownUser> Stale =>
        [
            .. (_found?.Findings ?? [])
                .Where(f => f.Cause == DuplicateCause.StaleRow)
                .SelectMany(f => f.Users.Where(u => u.IsOutdated)),
        ];

    protected override async Task OnParametersSetAsync()
    {
        base.OnParametersSet();
        if (Cluster is not { } cluster || _shown == (cluster.Id, Shown, PageNumber))
            return;
        if (_shown?.Cluster != cluster.Id)
            _totals.Clear();
        (_shown, _found, _outcome) = ((cluster.Id, Shown, PageNumber), null, null);
        _selected.Clear();
        await LookAsync();
    }

    /// <summary>The check that is shown first, then how many the others find.</summary>
    private async Task LookAsync()
    {
        if (Cluster is not { Id: var id })
            return;
        var (check, first) = (Shown, First);
        var found = await FindAsync(id, check, first, PageSize);
        if (found is null || Cluster?.Id != id || (Shown, First) != (check, first))
            return;
        (_found, _totals[check]) = (found, found.Total);
        if (found is { Total: 0 } && first > 0)
            Go(1);
        StateHasChanged();
        foreach (var other in Enum.GetValues<UserCheck>().Where(c => c != check))
        {
            if (await FindAsync(id, other, 0, 1) is not { Total: var total })
                return;
            if (Cluster?.Id != id)
                return;
            _totals[other] = total;
        }
    }

    private async Task<FoundFindings?> FindAsync(
        ClusterId cluster,
        UserCheck check,
        int skip,
        int take
    ) => (await Door.AskAsync(cluster, new CheckUsers(check, skip, take), Gone)).Value;

    private void Select(string userId, bool chosen)
    {
        if (chosen)
            _selected.Add(userId);
        else
            _selected.Remove(userId);
    }

    private async Task UnassignAsync()
    {
        var assigned = await Door.SendAsync(
            Cluster!.Id,
            new AssignUsers(Homes, new Assignment(AssignmentKind.ToNone))
        );
        _selected.Clear();
        await LookAsync();
        _outcome = assigned.Succeeded
            ? UserText.UnassignedNow.With(TextFormat.Number(assigned.Value))
            : assigned.Problems[0].Text();
    }

    private async Task RemoveAsync(IReadOnlyList<KnownUser> stale)
    {
        var removed = await Door.SendAsync(Cluster!.Id, new RemoveStaleUsers(stale));
        await LookAsync();
        _outcome = UserText.StaleRemoved.With(TextFormat.Number(removed.Value));
    }

    private static CheckOutcome? OutcomeOf(UserCheck check, int? total) =>
        total switch
        {
            null => null,
            0 => CheckOutcome.Passed,
            _ => check switch
            {
                UserCheck.DirectoryUriEmpty => CheckOutcome.Information,
                UserCheck.Unassigned => CheckOutcome.Warning,
                _ => CheckOutcome.Failed,
            },
        };

    private static string Text(string key) =>
        UserText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture)!;

    private void Go(int page) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameter("page", page <= 1 ? null : (int?)page)
        );
}
