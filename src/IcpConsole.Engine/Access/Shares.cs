using System.Threading.RateLimiting;

namespace IcpConsole.Engine.Access;

/// <summary>Limits of which each has to let a caller through.</summary>
internal sealed class Shares<T>(params PartitionedRateLimiter<T>[] limits) : IDisposable
{
    private readonly PartitionedRateLimiter<T> _all = PartitionedRateLimiter.CreateChained(
        limits
    );

    public RateLimitLease AttemptAcquire(T caller) => _all.AttemptAcquire(caller);

    public ValueTask<RateLimitLease> AcquireAsync(
        T caller,
        CancellationToken cancellationToken
    ) => _all.AcquireAsync(caller, 1, cancellationToken);

    public void Dispose()
    {
        // The chain does not dispose what it is made of.
        _all.Dispose();
        foreach (var limit in limits)
            limit.Dispose();
    }
}
