using IcpConsole.Domain;
using Microsoft.AspNetCore.Components;

namespace IcpConsole.Web.Shared;

/// <summary>A component that renders again when what it watches changes, and, where it shows ages, once a second.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject]
    protected TimeProvider Time { get; private set; } = default!;

    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Cancelled when the component is gone.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Renders after each change that the feed tells of.</summary>
    protected void Watch(IChangeFeed feed) => Watch(feed, Gone);

    /// <summary>The same, until <paramref name="cancellationToken"/> is cancelled.</summary>
    protected void Watch(IChangeFeed feed, CancellationToken cancellationToken) => _ = RunAsync(async () =>
    {
        await foreach (var _ in feed.WatchAsync(cancellationToken))
        {
            await ChangedAsync();
            StateHasChanged();
        }
    });

    /// <summary>Begins work that the component does not wait for; what it fails with is shown.</summary>
    protected void Begin(Func<Task> work) => _ = RunAsync(work);

    /// <summary>Renders once a second, for ages.</summary>
    protected void Tick() => _ = RunAsync(async () =>
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        while (await second.WaitForNextTickAsync(Gone)) StateHasChanged();
    });

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

    // Begun by the renderer, so it goes on there: no InvokeAsync, and the culture of the circuit stays.
    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
