using IcpConsole.Domain;
using IcpConsole.Domain.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Pages.Shared;

/// <summary>
/// A component that renders again when what it watches changes, and, where it shows ages, once a
/// second.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IHandleEvent, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    protected LiveComponent() => Gone = _gone.Token;

    [Inject]
    protected PageDoor Door { get; private set; } = default!;

    /// <summary>Where what is known of a cluster comes from, with no other room between.</summary>
    [Inject]
    private protected IDoor Source { get; private set; } = default!;

    [Inject]
    private StorageNotice Notice { get; set; } = default!;

    [Inject]
    private ExplainFault Explain { get; set; } = default!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; private set; } = default!;

    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Cancelled when the component is gone.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Renders after each snapshot that comes.</summary>
    protected void Watch<T>(IAsyncEnumerable<T> snapshots) => Watch(snapshots, ChangedAsync);

    /// <summary>The same, after something else is done.</summary>
    protected void Watch<T>(IAsyncEnumerable<T> snapshots, Func<Task> before) =>
        _ = RunAsync(async () =>
        {
            await foreach (var _ in snapshots)
            {
                await FollowAsync(before);
                StateHasChanged();
            }
        });

    /// <summary>
    /// What a restart of the cluster cuts off, or the disk does not allow, the next change makes up
    /// for.
    /// </summary>
    private async Task FollowAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (OperationCanceledException) when (!_gone.IsCancellationRequested) { }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            Tell(e, problem);
        }
    }

    /// <summary>
    /// Begins work that the component does not wait for; what it fails with is shown.
    /// </summary>
    protected void Begin(Func<Task> work) => _ = RunAsync(work);

    /// <summary>Renders once a second, for ages.</summary>
    protected void Tick() =>
        _ = RunAsync(async () =>
        {
            using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
            while (await second.WaitForNextTickAsync(Gone))
            {
                Ticked();
                StateHasChanged();
            }
        });

    /// <summary>
    /// An action that the disk did not allow says so, and the page stays with all that was typed.
    /// </summary>
    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem callback, object? arg)
    {
        try
        {
            var work = callback.InvokeAsync(arg);
            StateHasChanged();
            await work;
            Notice.Show(null);
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            Tell(e, problem);
        }

        if (!_gone.IsCancellationRequested)
            StateHasChanged();
    }

    /// <summary>Once a second, before the component renders.</summary>
    protected virtual void Ticked() { }

    /// <summary>For what has to be read before the page can show a change.</summary>
    protected virtual Task ChangedAsync() => Task.CompletedTask;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    // Begun by the renderer, so it goes on there: no InvokeAsync, and the culture of the circuit
    // stays.
    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) { }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            Tell(e, problem);
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private void Tell(Exception fault, Problem problem)
    {
        LogFault(Loggers.CreateLogger(GetType()), fault, problem.Code);
        Notice.Show(problem);
    }

    [LoggerMessage(LogLevel.Error, "A page met a fault of storage: {Code}")]
    private static partial void LogFault(ILogger log, Exception exception, string code);
}
