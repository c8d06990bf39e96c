using IcpConsole.Domain.Access;

namespace IcpConsole.Domain.Requests;

public static class DoorExtensions
{
    /// <summary>Waits until an operation has ended.</summary>
    /// <returns>It; null where it is no longer shown, or <paramref name="cancellationToken"/> was
    /// cancelled.</returns>
    public static async Task<Operation?> EndOfAsync(
        this IDoor door,
        Principal who,
        OperationId id,
        CancellationToken cancellationToken
    )
    {
        await foreach (var console in door.WatchAsync(who, cancellationToken))
        {
            if (console.Find(id) is not { } operation)
                return null;
            if (operation.EndedAt is not null)
                return operation;
        }

        return null;
    }
}
