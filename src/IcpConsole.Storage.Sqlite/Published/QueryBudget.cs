using System.Threading.RateLimiting;
using IcpConsole.Storage.Published;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// What all queries from outside may take of this process together, however many clusters it hosts.
/// </summary>
internal sealed class QueryBudget
{
    /// <summary>
    /// What SQLite holds in memory may grow by so many bytes while a query runs: some five times
    /// what it takes to sort every user of the largest cluster. Sorts and subqueries are kept in
    /// memory, because SQLite does not say how much a sort that still runs has written to a file.
    /// </summary>
    public const long MaxHeapGrowth = 64 * 1024 * 1024;

    private const int MaxWaiting = 256;

    private const int MaxWaitingOfOne = 32;

    /// <summary>
    /// Nodes of peers have permits of their own, and of either kind no caller gets more than half.
    /// </summary>
    private readonly PartitionedRateLimiter<QueryCaller> _permits =
        PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<QueryCaller, string>(caller =>
                Permits(caller.Key, OfOne(caller.IsKnown), MaxWaitingOfOne)
            ),
            PartitionedRateLimiter.Create<QueryCaller, bool>(caller =>
                Permits(caller.IsKnown, OfAll(caller.IsKnown), MaxWaiting)
            )
        );

    public static QueryBudget OfProcess { get; } = new();

    /// <summary>
    /// What memory may grow by while a query runs. SQLite counts only for the whole process: so
    /// that nobody's greed ends the queries of others, those that keep no rows may see far more,
    /// and strangers' are the first to end.
    /// </summary>
    public static long GrowthOf(bool keepsRows, QueryCaller caller) =>
        !keepsRows ? 4 * MaxHeapGrowth
        : caller.IsKnown ? MaxHeapGrowth
        : MaxHeapGrowth / 2;

    /// <summary>Waits until one more query may run.</summary>
    public ValueTask<RateLimitLease> EnterAsync(
        QueryCaller caller,
        CancellationToken cancellationToken
    ) => _permits.AcquireAsync(caller, 1, cancellationToken);

    private static int OfAll(bool isKnown) =>
        isKnown ? 2 * Environment.ProcessorCount : Math.Max(2, Environment.ProcessorCount);

    private static int OfOne(bool isKnown) => OfAll(isKnown) / 2;

    private static RateLimitPartition<TKey> Permits<TKey>(TKey key, int limit, int waiting) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = limit,
            QueueLimit = waiting,
        });
}
