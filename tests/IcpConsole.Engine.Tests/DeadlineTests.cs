using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Tests;

public sealed class DeadlineTests
{
    /// <summary>-1 ms would otherwise mean that there is no limit.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-5000)]
    public async Task A_limit_that_is_over_already_is_up_at_once(int milliseconds) =>
        await Assert.ThrowsAsync<TimeoutException>(() =>
            TimeProvider.System.WithinAsync(
                TimeSpan.FromMilliseconds(milliseconds),
                async token =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                    return 0;
                },
                CancellationToken.None
            )
        );
}
