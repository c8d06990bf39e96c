using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace IcpConsole.Pages.Frame;

/// <summary>
/// Shows why a page could not be shown in its place. A page often fails more than once: what it
/// awaits and what it watches read the same database. The framework's boundary takes a second error
/// for one of its own content, and ends the circuit.
/// </summary>
public sealed class PageBoundary : ErrorBoundaryBase
{
    /// <summary>After so many it is what is shown in the page's place that fails.</summary>
    private const int MaxErrors = 10;

    private Exception? _failure;
    private int _errors;

    /// <summary>Another page may do better.</summary>
    public void Leave()
    {
        (_failure, _errors) = (null, 0);
        Recover();
        StateHasChanged();
    }

    // The page that is shown in its place writes the log, with its reference.
    protected override Task OnErrorAsync(Exception exception) => Task.CompletedTask;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is { } exception)
        {
            _failure ??= exception;
            if (++_errors <= MaxErrors)
                Recover();
        }

        builder.AddContent(0, _failure is null ? ChildContent : ErrorContent!(_failure));
    }
}
