using IcpConsole.Domain;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Pages.Users;

/// <summary>What a directory file would change; whoever has seen it may let it take effect.</summary>
public sealed partial class DirectoryPreviewDialog
{
    private DirectoryPreview? _preview;
    private IReadOnlyList<Problem> _problems = [];
    private bool _busy;
    private DirectoryResult? _last;

    /// <summary>As it was entered; null for the cluster's own.</summary>
    [Parameter]
    public string? File { get; set; }

    /// <summary>The word for letting it take effect.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Lets it take effect: with what was seen, or null where the file cannot be
    /// read.</summary>
    [Parameter, EditorRequired]
    public Func<DirectoryPreview?, Task<IReadOnlyList<Problem>>> OnApply { get; set; } =
        default!;

    /// <summary>After Cancel, and after it took effect.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    /// <summary>Of another file so many are held first, and confirmed later.</summary>
    private bool IsConfirmed => File is null && _preview is { IsMassLoss: true };

    /// <summary>A file that is entered may come to be there later.</summary>
    private bool CanApply => _preview is not null || (File is not null && _problems.Count > 0);

    private bool ChangesNothing =>
        _preview is { Added.Count: 0, Changed.Count: 0, Removed.Count: 0, Groups.Count: 0 };

    protected override Task OnInitializedAsync() => LookAsync();

    /// <summary>Where the Sync Agent has taken the file by itself, what it changed is past.</summary>
    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        if (!_busy && _preview is not null && Cluster?.Users?.Sync.Last != _last)
            await LookAsync();
    }

    /// <summary>Remedies speak of the cluster's own file, which is looked for again.</summary>
    private string? Hint(Problem problem) =>
        File is null
        || problem
            is not (DirectoryFileNotFound or DirectoryFileNotReadable or DirectoryFileChanging)
            ? problem.Hint()
            : null;

    private async Task LookAsync()
    {
        (_preview, _problems, _last) = (null, [], Cluster?.Users?.Sync.Last);
        var answer = await Door.AskAsync(Id, new PreviewDirectory(File), Gone);
        if (answer.Succeeded)
            _preview = answer.Value;
        else
            _problems = answer.Problems;
    }

    private async Task ApplyAsync()
    {
        _busy = true;
        var problems = await OnApply(_preview);
        _busy = false;
        if (problems.Count == 0)
            await OnClose.InvokeAsync();
        else
            (_preview, _problems) = (null, problems);
    }

    private static string Shown(string value) => value.Length > 0 ? value : UserText.NoValue;

    private static string Members(int? members) =>
        members is { } number ? TextFormat.Number(number) : UserText.NoValue;

    private static IEnumerable<(string Label, string Before, string After)> Differences(
        UserChange change
    )
    {
        var (before, after) = change;
        (string, string, string)[] values =
        [
            (UserText.Name, before.FullName(), after.FullName()),
            (UserText.Mail, before.Mail, after.Mail),
            (UserText.DirectoryUri, before.DirectoryUri, after.DirectoryUri),
            (
                UserText.Node,
                before.Node ?? UserText.Unassigned,
                after.Node ?? UserText.Unassigned
            ),
        ];
        return values
            .Where(v => v.Item2 != v.Item3)
            .Select(v => (v.Item1, Shown(v.Item2), Shown(v.Item3)));
    }
}
