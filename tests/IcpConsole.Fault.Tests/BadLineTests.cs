using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// What befalls connections, between a cluster and a peer in a process of its own.
/// </summary>
[Collection(nameof(ThereProcess))]
public sealed class BadLineTests(ThereProcess there)
{
    /// <summary>Within the second page of users: the first is staged by then.</summary>
    private const int InTheMiddle = 1_400_000;

    [Theory]
    [InlineData(RelayFault.Reset, "ConnectionBroke", 0, 120)]
    [InlineData(RelayFault.Hold, "AxlTimedOut", 120, 300)]
    [InlineData(RelayFault.Trickle, "AxlTimedOut", 120, 300)]
    internal async Task A_pass_over_a_line_that_fails_in_the_middle_fails_with_a_reason_and_goes_on_at_its_watermark(
        RelayFault fault,
        string code,
        int least,
        int most
    )
    {
        await using var site = await HereAndThere.StartAsync(there, s =>
        {
            s.Relay.Strike(fault, InTheMiddle);
            s.Relay.Open();
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => site.Relay.Answered >= InTheMiddle);
        var staged = await Eventually.GetAsync(async () =>
            await site.FileHere.StagedAsync() is > 0 and var rows ? (long?)rows : null
        );
        var (failed, after) = await site.LaterAsync(HereAndThere.Failed);
        Assert.Equal(
            (PassLayer.Query, code, Mark.Cross),
            (
                failed.Sync.Last!.Failure!.Layer,
                failed.Sync.Last.Failure.Problem.Code,
                failed.Overall
            )
        );
        // Two minutes for an answer, and an attempt of 30 s to see whether the peer is there at
        // all; more where the machine is busy, since the clock does not wait for it.
        Assert.InRange(after.TotalSeconds, least, most);
        Assert.Equal(staged, await site.FileHere.StagedAsync());

        site.Relay.Mend();
        var before = site.Relay.Answered;
        await site.LaterAsync(HereAndThere.InStep);
        // The rest, and not what was staged.
        Assert.InRange(
            site.Relay.Answered - before,
            1,
            InTheMiddle * (HereAndThere.Users - staged!.Value) / 4000
        );
        await site.AssertEqualAsync();
    }

    [Theory]
    [InlineData(RelayFault.Reset)]
    [InlineData(RelayFault.Hold)]
    [InlineData(RelayFault.Trickle)]
    internal async Task A_peer_behind_a_line_that_fails_from_the_first_byte_is_not_reachable_and_comes_back(
        RelayFault fault
    )
    {
        await using var site = await HereAndThere.InStepAsync(there);
        site.Relay.Strike(fault);
        // A connection that was kept fails at the query, a new one at its handshake.
        var (failed, _) = await site.LaterAsync(s =>
            s is { Reachable: false, Failure: not null } && HereAndThere.Failed(s)
        );
        Assert.InRange(failed.Failure!.Layer, PassLayer.Tls, PassLayer.Query);
        Assert.Equal((Mark.Cross, Mark.Unknown), (failed.Overall, failed.UsersMark));

        site.Relay.Mend();
        await site.LaterAsync(HereAndThere.InStep);
        await site.AssertEqualAsync();
    }

    [Fact]
    public async Task A_process_that_stands_still_is_not_reachable_and_comes_back_when_it_goes_on()
    {
        await using var site = await HereAndThere.InStepAsync(there);
        await site.There.PauseAsync();
        var (failed, after) = await site.LaterAsync(s =>
            s is { Reachable: false, Failure: not null } && HereAndThere.Failed(s)
        );
        Assert.Contains(
            failed.Failure!.Problem.Code,
            (string[])["TlsTimedOut", "AxlTimedOut"]
        );
        Assert.Equal((Mark.Cross, Mark.Unknown), (failed.Overall, failed.UsersMark));
        // A test is 15 s away at most, and an attempt takes 30 s; the pass that makes sure takes as
        // long again.
        Assert.InRange(after.TotalSeconds, 30, 300);

        await site.There.ContinueAsync();
        await site.LaterAsync(HereAndThere.InStep);
        await site.AssertEqualAsync();
    }
}
