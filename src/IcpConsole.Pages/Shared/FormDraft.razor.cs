using System.Text.Json;
using IcpConsole.Domain.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace IcpConsole.Pages.Shared;

/// <summary>
/// Keeps a form in the browser while it is typed, without its passwords, and brings it back when the
/// page is loaded anew.
/// </summary>
/// <typeparam name="TForm">Goes through JSON and back.</typeparam>
public sealed partial class FormDraft<TForm>
{
    /// <summary>Where the browser keeps it.</summary>
    private string _place = "";
    private bool _isRestored;

    /// <summary>Of several forms of a page, or of what one is about.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>Told what was typed before.</summary>
    [Parameter, EditorRequired]
    public EventCallback<TForm> OnRestored { get; set; }

    /// <summary>Told that it is to be as it was saved last.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnDiscarded { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>After each change of the form.</summary>
    public async Task KeepAsync(TForm form) =>
        await Script.InvokeVoidAsync(
            "sessionStorage.setItem",
            _place,
            JsonSerializer.Serialize(form, DomainJson.Drafts)
        );

    /// <summary>When it was saved, or is left.</summary>
    public async Task ForgetAsync()
    {
        _isRestored = false;
        await Script.InvokeVoidAsync("sessionStorage.removeItem", _place);
    }

    protected override void OnInitialized()
    {
        var path = Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0];
        _place = $"draft:{path}:{Key}";
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var kept = await Script.InvokeAsync<string?>("sessionStorage.getItem", _place);
        if (kept is null || Read(kept) is not { } form)
            return;
        _isRestored = true;
        await OnRestored.InvokeAsync(form);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Whoever goes to another page has been asked; a lost connection forgets nothing.
            await ForgetAsync();
        }
        catch (JSDisconnectedException) { }
        catch (OperationCanceledException) { }
    }

    private async Task DiscardAsync()
    {
        await ForgetAsync();
        await OnDiscarded.InvokeAsync();
    }

    /// <summary>Whatever else a browser keeps there is no form.</summary>
    private static TForm? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TForm>(json, DomainJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
