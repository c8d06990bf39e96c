using IcpConsole.Domain.Alarms;
using IcpConsole.Domain.Clusters;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Alarms;

/// <summary>Serviceability &gt; Alarms: find and acknowledge.</summary>
public sealed partial class AlarmsPage
{
    private readonly HashSet<long> _selected = [];

    /// <summary>Null until they are read.</summary>
    private IReadOnlyList<Alarm>? _found;
    private ClusterId? _foundIn;
    private string _text = "";
    private bool _active;
    private bool _open;

    [SupplyParameterFromQuery(Name = "text")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "active")]
    private string? Active { get; set; }

    [SupplyParameterFromQuery(Name = "open")]
    private string? Open { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private AlarmSearch Search =>
        new(Text ?? "", QueryValues.IsTrue(Active), QueryValues.IsTrue(Open));

    protected override async Task OnParametersSetAsync()
    {
        (_text, _active, _open) = (Search.Text, Search.ActiveOnly, Search.UnacknowledgedOnly);
        await FindAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        await FindAsync();
    }

    private async Task FindAsync()
    {
        if (Cluster is not { Alarms: not null, Id: var id })
            return;
        // Each cluster numbers its own alarms, so nothing that was selected may stay.
        if (_foundIn != Cluster.Id)
        {
            (_foundIn, _found) = (Cluster.Id, null);
            _selected.Clear();
        }

        var search = Search;
        var found = await Door.AskAsync(id, new FindAlarms(search), Gone);
        if (Cluster?.Id != id || Search != search || found.Value is not { } alarms)
            return;
        _found = alarms;
        // Nobody acknowledges what they do not see.
        _selected.IntersectWith(_found.Select(a => a.Id));
    }

    private void SelectAll() => _selected.UnionWith(_found!.Select(a => a.Id));

    private void Select(long alarm, bool chosen)
    {
        if (chosen)
            _selected.Add(alarm);
        else
            _selected.Remove(alarm);
    }

    private async Task AcknowledgeAsync()
    {
        await Door.SendAsync(Cluster!.Id, new AcknowledgeAlarms([.. _selected]));
        _selected.Clear();
        await FindAsync();
    }

    private void Go(string? text, bool active, bool open) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>
                {
                    ["text"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
                    ["active"] = active ? true : null,
                    ["open"] = open ? true : null,
                }
            )
        );
}
