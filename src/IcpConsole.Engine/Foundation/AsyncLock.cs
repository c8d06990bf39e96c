namespace IcpConsole.Engine.Foundation;

/// <summary>Lets one caller in at a time; the others wait, in no promised order.</summary>
internal sealed class AsyncLock
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>
    /// Waits to be let in. Whoever is in must not ask again: it would wait for itself.
    /// </summary>
    /// <returns>Dispose of it to let the next one in.</returns>
    public async Task<Held> EnterAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Held(_one);
    }

    internal readonly struct Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
