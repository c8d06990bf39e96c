using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A forced sync that takes too long for whoever asked for it.</summary>
[Collection(nameof(ThereProcess))]
public sealed class CancelledSyncTests(ThereProcess there)
{
    [Fact]
    public async Task A_cancelled_sync_leaves_the_users_and_the_state_of_before()
    {
        await using var site = await HereAndThere.AtRestAsync(there);
        var before = (site.Status.Sync.Last, site.Status.Sync.Failures, site.Status.Overall);
        var users = await site.FileHere.PeerUsersAsync();
        await site.There.PauseAsync();
        using var cancel = new CancellationTokenSource();
        var forced = site.ForceAsync(cancel.Token);
        await Eventually.TrueAsync(() => site.Status.Sync.RunningSince is not null);
        await AssertCancelledInTheQueueAsync(site);
        Assert.NotNull(site.Status.Sync.RunningSince);

        await cancel.CancelAsync();
        Assert.IsType<SyncCancelled>((await forced)!.Failure!.Problem);
        Assert.Equal(
            before,
            (site.Status.Sync.Last, site.Status.Sync.Failures, site.Status.Overall)
        );
        Assert.Null(site.Status.Sync.RunningSince);
        Assert.Equal(users, await site.FileHere.PeerUsersAsync());

        await site.There.ContinueAsync();
        await site.LaterAsync(HereAndThere.InStep, 5);
    }

    /// <summary>It does not wait for the sync in front of it, which goes on.</summary>
    private static async Task AssertCancelledInTheQueueAsync(HereAndThere site)
    {
        using var cancel = new CancellationTokenSource();
        var queued = site.ForceAsync(cancel.Token);
        await cancel.CancelAsync();
        Assert.IsType<SyncCancelled>((await queued)!.Failure!.Problem);
    }
}
