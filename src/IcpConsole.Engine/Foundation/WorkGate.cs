namespace IcpConsole.Engine.Foundation;

/// <summary>
/// Lets few of this process's bulk writes run at once, so that pages and links are served however
/// many passes there are. Nobody waits for another's network here: what is written was fetched
/// before.
/// </summary>
internal sealed class WorkGate : IDisposable
{
    /// <summary>One processor is left for everything else.</summary>
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount - 1));

    public Task RunAsync(Action work, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                work();
                return true;
            },
            cancellationToken
        );

    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();
}
