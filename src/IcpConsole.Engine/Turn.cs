namespace IcpConsole.Engine;

/// <summary>Work that goes one after another, so that each sees what the one before left.</summary>
internal sealed class Turn
{
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="work">Not to ask for a turn of its own: it would wait for itself.</param>
    /// <param name="cancellationToken">Ends the waiting, and not the work.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }

    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        await work();
        return true;
    }, cancellationToken);
}
