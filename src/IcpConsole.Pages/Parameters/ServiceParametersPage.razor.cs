using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Services;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Services;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Parameters;

/// <summary>System &gt; Service Parameters (the guide, steps 8 to 10).</summary>
public sealed partial class ServiceParametersPage
{
    public const string RelativePath = "system/service-parameters";

    private FormDraft<Dictionary<string, string>>? _draft;
    private Dictionary<string, string> _values = ParameterCatalogue.All.ToDictionary(
        p => p.Name,
        p => p.Default
    );
    private IReadOnlyDictionary<string, string> _filled = new Dictionary<string, string>();
    private (ClusterId Cluster, NodeName Node, string Service)? _filledFrom;
    private IReadOnlyList<Problem> _problems = [];
    private bool _saved;
    private bool _busy;

    /// <summary>All that the form shows is kept on every node, typed now or before.</summary>
    private bool _everywhere;

    [SupplyParameterFromQuery(Name = "server")]
    private string? Server { get; set; }

    [SupplyParameterFromQuery(Name = "service")]
    private string? AskedFor { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private NodeName Node => NodeChoice.Choose(Cluster!, Server);

    /// <summary>
    /// What was typed and not saved. Nothing else is written: somebody else may have changed the
    /// rest meanwhile.
    /// </summary>
    private Dictionary<string, string> Touched => Typed.Except(_filled).ToDictionary();

    private bool IsTouched => Touched.Count > 0 || _everywhere;

    private Dictionary<string, string> Typed =>
        _values.ToDictionary(v => v.Key, v => v.Value.Trim());

    /// <summary>The agent's, where the link names no other.</summary>
    private string Service =>
        ParameterCatalogue.Services.FirstOrDefault(s => s == AskedFor)
        ?? ParameterCatalogue.InterclusterSyncAgent;

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        Fill();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        Fill();
    }

    /// <summary>
    /// Once for each node: what happens meanwhile must not overwrite what is being typed.
    /// </summary>
    private void Fill()
    {
        if (
            Cluster?.Parameters is not { } parameters
            || _filledFrom == (Cluster.Id, Node, Service)
        )
            return;
        _filled = parameters.Of(Node, Service);
        _values = new Dictionary<string, string>(_filled);
        (_filledFrom, _problems, _saved) = ((Cluster.Id, Node, Service), [], false);
        _everywhere = false;
    }

    /// <summary>What was typed goes beside the values of now.</summary>
    private void Rebase()
    {
        var touched = Touched;
        Look();
        _filled = Cluster!.Parameters!.Of(Node, Service);
        _values = new Dictionary<string, string>(_filled);
        Restore(touched);
    }

    private Task KeepAsync() =>
        _draft is not { } draft ? Task.CompletedTask
        : Touched is { Count: > 0 } touched ? draft.KeepAsync(touched)
        : draft.ForgetAsync();

    private void Restore(Dictionary<string, string> draft)
    {
        foreach (var (name, value) in draft.Where(d => _values.ContainsKey(d.Key)))
            _values[name] = value;
    }

    private void FillAgain()
    {
        _filledFrom = null;
        Fill();
    }

    /// <summary>Back to what is kept.</summary>
    private Task CancelAsync()
    {
        FillAgain();
        return KeepAsync();
    }

    private Task SetToDefaultAsync()
    {
        foreach (var parameter in ParameterCatalogue.ForService(Service))
            _values[parameter.Name] = parameter.Default;
        (_problems, _saved) = ([], false);
        return KeepAsync();
    }

    private async Task SaveAsync()
    {
        if (_busy)
            return;
        _busy = true;
        try
        {
            await KeepValuesAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task KeepValuesAsync()
    {
        _saved = false;
        var saved = await Door.SendAsync(
            Cluster!.Id,
            new SaveParameters(Node, Service, _everywhere ? Typed : Touched)
            {
                Before = _filled,
                OnAllNodes = _everywhere,
            }
        );
        _problems = saved.Problems;
        if (!saved.Succeeded)
        {
            // Whoever saves again has seen what there is now.
            if (_problems.Any(p => p is SavedMeanwhile))
                Rebase();
            return;
        }

        if (_draft is not null)
            await _draft.ForgetAsync();
        _filledFrom = null;
        Look();
        Fill();
        _saved = true;
    }

    private void Choose(string? server, string? service) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?> { ["server"] = server, ["service"] = service }
            )
        );

    /// <summary>
    /// As the real product's list has them: with "(Active)" where the service runs on the node.
    /// </summary>
    private string Title(string name)
    {
        var service = ServiceCatalogue.Find(name)!;
        var runs =
            Cluster!.Services?.Of(Node).FirstOrDefault(s => s.Service == service)?.Runs
            == true;
        return (runs ? ParameterText.Active : ParameterText.Inactive).With(
            ServiceWords.Name(service)
        );
    }

    private string? Invalid(ServiceParameter parameter) =>
        _problems.Any(p => p.Field == parameter.Name) ? "true" : null;

    private static string Id(ServiceParameter parameter) => $"parameter-{parameter.Name}";

    private static string Text(string key) =>
        ParameterText.ResourceManager.GetString(key, CultureInfo.CurrentUICulture) ?? key;

    private static string Hint(ServiceParameter parameter) =>
        (parameter.IsClusterwide ? ParameterText.Clusterwide + " " : "")
        + Suggestion(parameter);

    private static string Suggestion(ServiceParameter parameter) =>
        parameter is NumberParameter number
            ? $"{ParameterText.SuggestedInRange.With(number.Default, number.Least, number.Most)} {Text(parameter.Name + "Hint")}"
            : $"{ParameterText.Suggested.With(Text(parameter.Default))} {Text(parameter.Name + "Hint")}";
}
