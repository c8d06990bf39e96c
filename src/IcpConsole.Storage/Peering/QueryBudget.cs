using System.Threading.RateLimiting;

namespace IcpConsole.Storage.Peering;

/// <summary>Whose query it is.</summary>
/// <param name="Key">The account, and where it asks from.</param>
/// <param name="IsKnown">It asks from a node of a peer, or of the cluster itself.</param>
public sealed record QueryCaller(string Key, bool IsKnown);

/// <summary>What all queries from outside may take of this process together, however many clusters it hosts.</summary>
internal sealed class QueryBudget
{
    /// <summary>
    /// Temporary disk space of all queries, in bytes. A sort may write once more what it has written before anybody can look again: twice this much is the most that there can be.
    /// </summary>
    private const long MaxTemporaryBytes = 96 * 1024 * 1024;

    /// <summary>Of one query: enough to sort every user of the largest cluster.</summary>
    private const long MaxTemporaryBytesOfOne = 32 * 1024 * 1024;

    /// <summary>
    /// What SQLite holds in memory for the whole process may grow by so many bytes while a query runs: each subquery keeps tables of its own, which are not on disk. SQLite counts for
    /// the process alone, so that several greedy queries end one another sooner.
    /// </summary>
    public const long MaxHeapGrowth = 64 * 1024 * 1024;

    private const int MaxWaiting = 256;

    private const int MaxWaitingOfOne = 32;

    /// <summary>Nodes of peers have permits of their own, and of either kind no caller gets more than half.</summary>
    private readonly PartitionedRateLimiter<QueryCaller> _permits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<QueryCaller, string>(caller => Permits(caller.Key, OfOne(caller.IsKnown), MaxWaitingOfOne)),
        PartitionedRateLimiter.Create<QueryCaller, bool>(caller => Permits(caller.IsKnown, OfAll(caller.IsKnown), MaxWaiting)));

    private long _temporaryBytes;

    public static QueryBudget OfProcess { get; } = new();

    /// <summary>Waits until one more query may run.</summary>
    public ValueTask<RateLimitLease> EnterAsync(QueryCaller caller, CancellationToken cancellationToken) => _permits.AcquireAsync(caller, 1, cancellationToken);

    /// <summary>Notes how much temporary disk space a query has come to.</summary>
    /// <returns>Whether it may go on.</returns>
    public bool TryGrow(ref long bytes, long now)
    {
        var all = Interlocked.Add(ref _temporaryBytes, now - bytes);
        bytes = now;
        return now <= MaxTemporaryBytesOfOne && all <= MaxTemporaryBytes;
    }

    /// <summary>Gives back what a query that has ended came to.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _temporaryBytes, -bytes);

    private static int OfAll(bool isKnown) => isKnown ? 2 * Environment.ProcessorCount : Math.Max(2, Environment.ProcessorCount);

    private static int OfOne(bool isKnown) => OfAll(isKnown) / 2;

    private static RateLimitPartition<TKey> Permits<TKey>(TKey key, int limit, int waiting) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = waiting });
}
