using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Clusters;

/// <summary>System &gt; Clusters: one hosted cluster, or the form for a new one.</summary>
public sealed partial class HostedClusterPage
{
    private FormDraft<ClusterForm>? _draft;
    private ClusterForm _form = new();
    private ClusterId? _filledFrom;
    private IReadOnlyList<Problem> _problems = [];
    private bool _busy;
    private bool _saved;
    private bool _touched;
    private IReadOnlyList<string> _renewed = [];
    private bool _removing;

    /// <summary>The directory file that is shown before it is saved.</summary>
    private string? _previewing;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>On the page without a cluster in its link the router sets none.</summary>
    private bool IsNew => string.IsNullOrEmpty(ClusterId);

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
    /// Once for each cluster: what its status brings later must not overwrite what is being typed.
    /// </summary>
    private void Fill()
    {
        if (IsNew && _filledFrom is not null)
            (_form, _filledFrom, _problems, _saved, _touched) = (
                new ClusterForm(),
                null,
                [],
                false,
                false
            );
        if (Cluster is not { } cluster || _filledFrom == cluster.Id)
            return;
        Fill(cluster);
        _problems = [];
    }

    private void Fill(ClusterSnapshot cluster) =>
        (_filledFrom, _busy, _touched, _form) = (
            cluster.Id,
            false,
            false,
            ClusterForm.From(cluster.Definition)
        );

    private async Task TouchAsync()
    {
        (_touched, _saved) = (true, false);
        if (_draft is not null)
            await _draft.KeepAsync(_form);
    }

    private void Restore(ClusterForm draft)
    {
        (_form, _touched) = (draft, true);
        TakeNodes();
    }

    /// <summary>Of a cluster that is there, nodes are changed on another page.</summary>
    private void TakeNodes()
    {
        if (Cluster is not { } cluster)
            return;
        _form.ClusterId = cluster.Id.Value;
        _form.Nodes.Clear();
        _form.Nodes.AddRange(ClusterForm.From(cluster.Definition).Nodes);
    }

    private void FillAgain()
    {
        (_form, _filledFrom, _touched, _problems) = (new ClusterForm(), null, false, []);
        Fill();
    }

    private async Task SaveAsync()
    {
        if (_busy)
            return;
        (_saved, _problems) = (false, []);
        var read = _form.Read(Cluster?.Definition);
        if (!read.Succeeded)
            Show(read.Problems);
        else if (
            Cluster is { } cluster
            && Renewed(cluster.Definition, read.Value.Definition) is { Count: > 0 } renewed
        )
            _renewed = renewed;
        else
            await PreviewAsync();
    }

    /// <summary>Another directory file changes users: whom, is shown before it is saved.</summary>
    private async Task PreviewAsync()
    {
        var file = _form.DirectoryFile.Trim();
        if (
            Cluster is { Users: not null, Definition.DirectoryFile: var now }
            && file.Length > 0
            && file != now
        )
            _previewing = file;
        else
            await KeepAsync();
    }

    private async Task<IReadOnlyList<Problem>> KeepPreviewedAsync(DirectoryPreview? preview)
    {
        // What is wrong is said beside its field.
        await KeepAsync();
        return [];
    }

    /// <summary>
    /// Which certificates nodes get anew, and what that means, in words: a tomcat certificate names
    /// the nodes, a router's the domain.
    /// </summary>
    private static List<string> Renewed(ClusterDefinition now, ClusterDefinition then) =>
        [
            .. now
                .Topology.CertificateNames.ToHashSet()
                .SetEquals(then.Topology.CertificateNames)
                ? Array.Empty<string>()
                : [ClusterText.NamesChangeText],
            .. now.Traits.Domain == then.Traits.Domain
                ? Array.Empty<string>()
                : [ClusterText.DomainChangeText],
        ];

    private async Task KeepAsync()
    {
        _busy = true;
        try
        {
            var saved = await Door.SendAsync(new SaveCluster(Cluster?.Id, _form));
            if (!saved.Succeeded)
            {
                Show(saved.Problems);
                return;
            }

            (_saved, _touched) = (true, false);
            if (_draft is not null)
                await _draft.ForgetAsync();
            if (IsNew)
                Navigation.NavigateTo(PageLinks.Cluster(saved.Value), replace: true);
            else if (Door.Now.Find(saved.Value) is { } changed)
                Fill(changed);
        }
        finally
        {
            // Of a new cluster that was saved, the form stays as it is until its own page is there:
            // a second click would save it again.
            _busy = _saved && IsNew;
        }
    }

    private void Show(IReadOnlyList<Problem> problems)
    {
        _problems = problems;
        if (!problems.Any(p => p is SavedMeanwhile))
            return;
        // Whoever saves again has seen what there is now.
        Look();
        _form.Revision = Cluster?.Definition.Revision ?? _form.Revision;
        TakeNodes();
    }

    private async Task RemoveAsync(ClusterSnapshot cluster)
    {
        await Door.SendAsync(new RemoveCluster(cluster.Id));
        _touched = false;
        Navigation.NavigateTo("clusters");
    }
}
