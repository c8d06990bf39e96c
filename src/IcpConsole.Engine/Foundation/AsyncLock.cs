namespace IcpConsole.Engine.Foundation;

/// <summary>Lets one caller in at a time, in whatever order they come.</summary>
internal sealed class AsyncLock
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>
    /// Waits to be let in. Whoever is in must not ask again: it would wait for itself.
    /// </summary>
    /// <returns>Lets the next in when it is disposed of.</returns>
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
