using System.Text;
using System.Text.Json;
using IcpConsole.Domain.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
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
    private string _path = "";
    private bool _isRestored;
    private bool _isTyped;

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
    private PageDoor Door { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>After each change of the form.</summary>
    public Task KeepAsync(TForm form)
    {
        _isTyped = true;
        var kept = JsonSerializer.Serialize(form, DomainJson.Drafts);
        return TryAsync(() =>
            Script.InvokeVoidAsync("sessionStorage.setItem", _place, kept).AsTask()
        );
    }

    /// <summary>When it was saved, or is left.</summary>
    public Task ForgetAsync()
    {
        _isRestored = false;
        StateHasChanged();
        return TryAsync(() =>
            Script.InvokeVoidAsync("sessionStorage.removeItem", _place).AsTask()
        );
    }

    protected override void OnInitialized()
    {
        _path = PathOf(Navigation.Uri);
        _place = $"draft:{Door.Account}:{_path}:{Key}";
        Navigation.LocationChanged += Leave;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        string? kept = null;
        await TryAsync(async () =>
            kept = await Script.InvokeAsync<string?>("sessionStorage.getItem", _place)
        );
        // Whoever began to type before the browser answered goes on from what is typed.
        if (_isTyped || kept is null || Read(kept) is not { } form)
            return;
        _isRestored = true;
        await OnRestored.InvokeAsync(form);
        StateHasChanged();
    }

    public void Dispose() => Navigation.LocationChanged -= Leave;

    /// <summary>Whoever goes to another page has done with the form.</summary>
    private void Leave(object? sender, LocationChangedEventArgs e)
    {
        if (PathOf(e.Location) != _path)
            _ = ForgetAsync();
    }

    private string PathOf(string uri) => Navigation.ToBaseRelativePath(uri).Split('?', '#')[0];

    /// <summary>A browser that keeps nothing, or is gone, does not keep anybody from the form.</summary>
    private static async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (JSException) { }
        catch (JSDisconnectedException) { }
        catch (OperationCanceledException) { }
    }

    private async Task DiscardAsync()
    {
        await ForgetAsync();
        await OnDiscarded.InvokeAsync();
    }

    /// <summary>No form has one where it is kept: somebody wrote it there.</summary>
    private static bool HasNull(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.Null)
                return true;
        return false;
    }

    /// <summary>Whatever else a browser keeps there is no form.</summary>
    private static TForm? Read(string json)
    {
        try
        {
            return HasNull(json)
                ? default
                : JsonSerializer.Deserialize<TForm>(json, DomainJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
