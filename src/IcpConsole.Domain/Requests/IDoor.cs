using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Requests;

/// <summary>
/// The only way to the clusters: snapshots come out, requests go in, and each says who asks.
/// </summary>
public interface IDoor
{
    /// <summary>What there is at this moment.</summary>
    ConsoleSnapshot Look(Principal who);

    /// <summary>
    /// Yields at the start, and after each change to the list of clusters or to an operation; of
    /// several that come close together the last. Ends quietly when <paramref
    /// name="cancellationToken"/> is cancelled.
    /// </summary>
    IAsyncEnumerable<ConsoleSnapshot> WatchAsync(
        Principal who,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// The same of a cluster that is there, at most ten times a second; null once it is gone.
    /// </summary>
    IAsyncEnumerable<ClusterSnapshot?> WatchAsync(
        Principal who,
        ClusterId cluster,
        CancellationToken cancellationToken
    );

    /// <summary>Sends a request to a cluster.</summary>
    /// <returns>The answer, or every reason why there is none.</returns>
    Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        ClusterId cluster,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull;

    /// <summary>Sends a request that is about the console itself.</summary>
    /// <inheritdoc cref="SendAsync{TAnswer}(Principal, ClusterId, Request{TAnswer}, CancellationToken)" path="/returns"/>
    Task<Result<TAnswer>> SendAsync<TAnswer>(
        Principal who,
        Request<TAnswer> request,
        CancellationToken cancellationToken
    )
        where TAnswer : notnull;
}
