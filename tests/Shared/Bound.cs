namespace IcpConsole.Testing;

/// <summary>
/// A time within which something has to happen whatever else goes on, as a rule of the product.
/// </summary>
public static class Bound
{
    private const int Tries = 4;

    /// <summary>
    /// One miss may be that of a machine that others keep busy: of four tries after it three have to
    /// keep the bound.
    /// </summary>
    public static async Task HoldsAsync(TimeSpan bound, Func<Task> act)
    {
        if (await TakesAsync(bound, act) <= bound)
            return;
        var took = new List<TimeSpan>();
        while (took.Count < Tries)
            took.Add(await TakesAsync(bound, act));
        if (took.Count(t => t <= bound) < Tries - 1)
            throw new TimeoutException(
                $"It may take {bound}, and took more, then {string.Join(", ", took)}."
            );
    }

    private static async Task<TimeSpan> TakesAsync(TimeSpan bound, Func<Task> act)
    {
        var started = TimeProvider.System.GetTimestamp();
        // It ends a test that hangs.
        await act().WaitAsync(10 * bound, TimeProvider.System);
        return TimeProvider.System.GetElapsedTime(started);
    }
}
