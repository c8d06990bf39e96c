namespace IcpConsole.Engine.Foundation;

/// <summary>A time within which something has to be done.</summary>
internal static class Deadline
{
    /// <param name="time">Source of the limit.</param>
    /// <param name="limit">How long it may take; below zero it is up already.</param>
    /// <param name="work">What is to be done; ends when its token says so.</param>
    /// <param name="cancellationToken">The caller's, who may give up sooner.</param>
    /// <exception cref="TimeoutException">The time was up.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<T> WithinAsync<T>(
        this TimeProvider time,
        TimeSpan limit,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        using var timer = new CancellationTokenSource(
            limit > TimeSpan.Zero ? limit : TimeSpan.Zero,
            time
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timer.Token,
            cancellationToken
        );
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException e)
            when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not done within {limit}.", e);
        }
    }

    /// <inheritdoc cref="WithinAsync{T}"/>
    public static Task WithinAsync(
        this TimeProvider time,
        TimeSpan limit,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken
    ) =>
        time.WithinAsync(
            limit,
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken
        );
}
