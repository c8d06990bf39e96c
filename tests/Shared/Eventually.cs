using System.Runtime.CompilerServices;

namespace IcpConsole.Testing;

/// <summary>
/// Polling for what another thread or process brings about. The deadline ends a test that hangs; it
/// says nothing of how fast that should be.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    public static async Task<T> GetAsync<T>(
        Func<Task<T?>> get,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(get))] string? what = null,
        TimeSpan? pause = null
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        Exception? last = null;
        while (TimeProvider.System.GetElapsedTime(started) < (deadline ?? s_deadline))
        {
            try
            {
                if (await get() is { } value && value is not false)
                    return value;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                last = e;
            }

            await Task.Delay(pause ?? s_pause, TimeProvider.System);
        }

        throw new TimeoutException($"Did not come about: {what}", last);
    }

    public static Task<T> GetAsync<T>(
        Func<T?> get,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(get))] string? what = null,
        TimeSpan? pause = null
    ) => GetAsync(() => Task.FromResult(get()), deadline, what, pause);

    public static Task TrueAsync(
        Func<bool> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string? what = null
    ) => GetAsync(() => Task.FromResult(condition()), deadline, what);
}
