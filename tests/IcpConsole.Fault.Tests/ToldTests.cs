using IcpConsole.Domain.Diagnostics;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>What a peer tells of its own accord takes nothing from what it was asked.</summary>
public sealed class ToldTests : IAsyncLifetime
{
    /// <summary>With a peer that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private TwoConsoles? _there;

    public async ValueTask InitializeAsync() => _there = await TwoConsoles.StartAsync(0);

    public ValueTask DisposeAsync() => _there!.DisposeAsync();

    [Fact]
    public async Task A_peer_that_hangs_when_it_is_asked_how_it_sees_this_cluster_is_in_step_and_passes_its_tests()
    {
        using var released = new ManualResetEventSlim();
        var asked = 0;
        TamperingNode? node = null;
        await using var site = await HereAndThere.StartAsync(_there!, async s =>
        {
            node = await TamperingNode.StartAsync(s.Pair.Remote, s.Listens);
            node.Change = (question, answer) =>
            {
                if (question.Contains("icsaview", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref asked);
                    released.Wait();
                }

                return answer;
            };
        });
        await using var _ = node!;
        try
        {
            await site.LaterAsync(s => s is { Reachable: true, Sync.Last.Failure: null });
            var hanging = asked;
            var run = site.Here.Diagnostics!.RunAsync(
                new CheckSelection(CheckSection.InterClustering),
                CancellationToken.None
            );
            // Time passes for what hangs alone: whatever else is asked meanwhile is answered.
            await Eventually.TrueAsync(() =>
            {
                if (asked > hanging)
                {
                    hanging++;
                    site.Time.Advance(s_patience);
                }

                return run.IsCompleted;
            });
            Assert.Equal(
                CheckOutcome.Passed,
                site.Here.Diagnostics.Rows.Single(r => r.Test == "PeerAxl").Outcome
            );
            Assert.Contains(site.Here.Diagnostics.Rows, r => r.Test == "PeerCertificates");
        }
        finally
        {
            released.Set();
        }
    }
}
