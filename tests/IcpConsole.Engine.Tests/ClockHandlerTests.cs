using IcpConsole.Engine.Peering.Wire;

namespace IcpConsole.Engine.Tests;

/// <summary>How far another clock is ahead.</summary>
public sealed class ClockHandlerTests
{
    [Theory]
    // What the answer says, when it was asked and when it arrived: seconds. An answer of second 10
    // was made in [10, 11).
    [InlineData(10, 10.2, 10.3, 0)]
    [InlineData(10, 10.9, 11.0, 0)]
    [InlineData(10, 9.1, 10.0, 0)]
    [InlineData(10, 4.0, 12.0, 0)]
    [InlineData(10, 7.0, 7.2, 3.4)]
    [InlineData(10, 20.0, 20.0, -9.5)]
    public void A_difference_that_the_measurement_explains_is_none(
        double said,
        double asked,
        double answered,
        double ahead
    ) =>
        Assert.Equal(
            ahead,
            ClockHandler.Ahead(At(said), At(asked), At(answered)).TotalSeconds,
            precision: 3
        );

    private static DateTimeOffset At(double seconds) =>
        DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
