using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Users;

/// <summary>
/// Application &gt; Application Users: who may log in to the cluster's AXL and Control Center (the
/// guide, step 2, note).
/// </summary>
public sealed partial class ApplicationUsersPage
{
    private IReadOnlyList<ApplicationUser>? _users;
    private IReadOnlyList<Problem> _problems = [];
    private ApplicationUserForm? _form;
    private bool _busy;
    private FormDraft<Draft>? _draft;
    private string? _edited;
    private ApplicationUser? _deleting;
    private ClusterId? _shownOf;

    protected override async Task OnParametersSetAsync()
    {
        // What was opened for one cluster is not saved into another.
        if (_shownOf != Cluster?.Id)
            (_shownOf, _form, _deleting) = (Cluster?.Id, null, null);
        await ReadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await base.ChangedAsync();
        await ReadAsync();
    }

    private static string RoleText(ApplicationRoles role) =>
        UserText.ResourceManager.GetString($"Role{role}", CultureInfo.CurrentUICulture)!;

    private static string RoleHint(ApplicationRoles role) =>
        UserText.ResourceManager.GetString($"Role{role}Hint", CultureInfo.CurrentUICulture)!;

    private static string RoleNames(string roles) =>
        string.Join(", ", Enum.Parse<ApplicationRoles>(roles).Each().Select(RoleText));

    private async Task ReadAsync() =>
        _users = Cluster is { Id: var id }
            ? (await Door.AskAsync(id, new ListApplicationUsers(), Gone)).Value
            : null;

    private void Edit(ApplicationUser? user)
    {
        (_edited, _problems) = (user?.Username, []);
        _form = new ApplicationUserForm
        {
            AxlUsername = user?.Username ?? "",
            Roles = user?.Roles ?? ApplicationRoles.AxlReadOnly,
            Revision = user?.Revision ?? 0,
        };
    }

    private Task KeepAsync() =>
        _draft is not null && _form is { } form
            ? _draft.KeepAsync(new Draft(_edited, form))
            : Task.CompletedTask;

    private void Restore(Draft draft) =>
        (_edited, _form, _problems) = (draft.Edited, draft.Form, []);

    private async Task CloseAsync()
    {
        _form = null;
        if (_draft is not null)
            await _draft.ForgetAsync();
    }

    private void Choose(ApplicationRoles role, bool chosen) =>
        _form!.Roles = chosen ? _form.Roles | role : _form.Roles & ~role;

    private async Task SaveAsync()
    {
        if (_busy || _form is not { } form)
            return;
        _busy = true;
        try
        {
            await SaveAsync(form);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task SaveAsync(ApplicationUserForm form)
    {
        var saved = await Door.SendAsync(Cluster!.Id, new SaveApplicationUser(_edited, form));
        _problems = saved.Problems;
        if (saved.Succeeded)
            await CloseAsync();
        await ReadAsync();
        // Whoever saves again has seen what there is now.
        if (
            _problems.Any(p => p is SavedMeanwhile)
            && _users?.FirstOrDefault(u => u.Username == _edited) is { } now
        )
            form.Revision = now.Revision;
    }

    private async Task DeleteAsync(ApplicationUser user)
    {
        await Door.SendAsync(Cluster!.Id, new DeleteApplicationUser(user.Username));
        if (_edited == user.Username)
            await CloseAsync();
        await ReadAsync();
    }

    /// <param name="Edited">The user that is changed; null for one that is added.</param>
    /// <param name="Form">As typed.</param>
    private sealed record Draft(string? Edited, ApplicationUserForm Form);

    private string? Invalid(string field) =>
        _problems.Any(p => p.Field == field) ? "true" : null;
}
