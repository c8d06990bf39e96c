using System.Net;
using System.Threading.RateLimiting;

namespace IcpConsole.Engine.Access;

/// <summary>Lets so many of an address go on at once, and so many more wait.</summary>
internal sealed class Turns(int atOnce, int waiting) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter =
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
            RateLimitPartition.GetConcurrencyLimiter(
                address,
                _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = atOnce,
                    QueueLimit = waiting,
                }
            )
        );

    /// <returns>Null where too many wait already.</returns>
    public async Task<IDisposable?> EnterAsync(
        IPAddress address,
        CancellationToken cancellationToken
    )
    {
        var lease = await _limiter.AcquireAsync(address, 1, cancellationToken);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();
}
