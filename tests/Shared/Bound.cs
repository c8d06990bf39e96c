namespace IcpConsole.Testing;

/// <summary>
/// A time within which something has to happen whatever else goes on, as a rule of the product.
/// </summary>
public static class Bound
{
    private const int Tries = 5;

    /// <summary>
    /// Holds if one of five tries keeps it: on a machine that others keep busy a try may take
    /// longer, and where the rule is broken none keeps it.
    /// </summary>
    public static async Task HoldsAsync(TimeSpan bound, Func<Task> act)
    {
        var took = TimeSpan.Zero;
        for (var i = 0; i < Tries; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await act();
            took = TimeProvider.System.GetElapsedTime(started);
            if (took <= bound)
                return;
        }

        throw new TimeoutException(
            $"It took {took} the last of {Tries} times, and may take {bound}."
        );
    }
}
