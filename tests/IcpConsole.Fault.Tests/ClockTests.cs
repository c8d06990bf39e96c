using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>The clock is set, by hand or by NTP; no time passes by that.</summary>
[Collection(nameof(ThereProcess))]
public sealed class ClockTests(ThereProcess there)
{
    /// <summary>
    /// The interval is 30 minutes unless it is changed; the rest for a busy machine, which the
    /// clock does not wait for.
    /// </summary>
    private const double Interval = 45;

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task Passes_go_on_at_their_interval_when_the_clock_is_set_by_a_day(int hours)
    {
        await using var site = await HereAndThere.InStepAsync(there);
        var (last, connections) = (
            (await site.FileHere.LastReceiptAsync())!.Id,
            site.Relay.Carried.Count
        );
        site.Time.SetClock(TimeSpan.FromHours(hours));

        var before = site.Status.Sync.Last;
        var (_, after) = await site.LaterAsync(
            s => s.Sync.Last != before && HereAndThere.InStep(s),
            5
        );
        Assert.InRange(after.TotalMinutes, 0, Interval);
        // No storm: a pass at once at most, one test every 15 s.
        Assert.InRange((await site.FileHere.LastReceiptAsync())!.Id, last + 1, last + 2);
        Assert.InRange(
            site.Relay.Carried.Count - connections,
            0,
            (after.TotalSeconds / 15) + 3
        );
        var first = site.Status.Sync.Last;
        var (_, next) = await site.LaterAsync(
            s => s.Sync.Last != first && HereAndThere.InStep(s),
            5
        );
        Assert.InRange(next.TotalMinutes, 0, Interval);
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task A_peer_that_failed_is_tried_again_soon_when_the_clock_is_set_by_a_day(
        int hours
    )
    {
        await using var site = await HereAndThere.InStepAsync(there);
        // Stopped twice over, it is left alone for a while.
        site.Relay.Strike(RelayFault.Hold);
        await site.LaterAsync(s => s.PausedUntil is not null && HereAndThere.Failed(s));
        site.Time.SetClock(TimeSpan.FromHours(hours));
        site.Relay.Mend();
        var (_, after) = await site.LaterAsync(HereAndThere.InStep);
        Assert.InRange(after.TotalMinutes, 0, 15);
    }
}
