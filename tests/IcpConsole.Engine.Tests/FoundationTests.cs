using System.Net;
using System.Net.Sockets;
using IcpConsole.Domain.Peering;
using IcpConsole.Engine.Foundation;
using IcpConsole.Engine.Nodes;
using IcpConsole.Engine.Peering.Sync;
using IcpConsole.Engine.Peering.Wire;
using IcpConsole.Protocols.Sip;
using IcpConsole.Testing;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Tests;

/// <summary>
/// Loops survive what a turn comes to, deadlines end what they bound, and a lock lets in one at a
/// time.
/// </summary>
public sealed class FoundationTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(7);

    private readonly ManualTimeProvider _time = new();
    private readonly ListLogs _logs = new();

    [Fact]
    public async Task A_loop_whose_turn_fails_logs_it_and_goes_on_after_the_fault_pause()
    {
        var turns = 0;
        Task TurnAsync(CancellationToken cancellationToken) =>
            ++turns == 1 ? throw new NotSupportedException("unforeseen") : Task.CompletedTask;
        await using var loop = Loop(TurnAsync, () => Timeout.InfiniteTimeSpan);
        await Eventually.TrueAsync(() => _time.IsAwaited(s_pause));
        Assert.Contains(
            "the loop failed",
            Assert.Single(_logs.Lines),
            StringComparison.Ordinal
        );
        Assert.Equal(1, turns);
        _time.Advance(s_pause);
        await Eventually.TrueAsync(() => turns == 2);
    }

    [Fact]
    public async Task A_loop_survives_a_period_that_cannot_be_told()
    {
        await using var loop = Loop(
            _ => Task.CompletedTask,
            () => throw new FormatException()
        );
        await Eventually.TrueAsync(() => _time.IsAwaited(s_pause));
        Assert.Single(_logs.Lines);
    }

    [Fact]
    public async Task A_turn_that_is_ordered_meanwhile_follows_the_one_under_way()
    {
        var (turns, under) = (0, new TaskCompletionSource());
        async Task TurnAsync(CancellationToken cancellationToken)
        {
            turns++;
            if (turns == 1)
                await under.Task;
        }

        await using var loop = Loop(TurnAsync, () => Timeout.InfiniteTimeSpan);
        await Eventually.TrueAsync(() => turns == 1);
        loop.TurnNow();
        under.SetResult();
        await Eventually.TrueAsync(() => turns == 2);
    }

    [Fact]
    public async Task A_turn_that_hangs_is_abandoned_when_the_patience_of_a_stop_ends()
    {
        var (begun, hangs) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task TurnAsync(CancellationToken cancellationToken)
        {
            begun.SetResult();
            return hangs.Task;
        }

        var loop = new SupervisedLoop("the loop", TurnAsync, _time, _logs.CreateLogger(""))
        {
            Patience = TimeSpan.FromMilliseconds(50),
        };
        loop.Start();
        await begun.Task;
        await loop.DisposeAsync()
            .AsTask()
            .WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        Assert.False(hangs.Task.IsCompleted);
        hangs.SetResult();
    }

    [Fact]
    public async Task What_takes_longer_than_its_deadline_ends_in_a_TimeoutException_and_what_its_caller_gives_up_in_an_OperationCanceledException()
    {
        using var caller = new CancellationTokenSource();
        var late = _time.WithinAsync(
            s_pause,
            token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token),
            caller.Token
        );
        _time.Advance(s_pause);
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        var givenUp = _time.WithinAsync(
            s_pause,
            token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token),
            caller.Token
        );
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
    }

    [Fact]
    public async Task A_lock_lets_in_one_at_a_time()
    {
        var gate = new AsyncLock();
        var first = await gate.EnterAsync(CancellationToken.None);
        var second = gate.EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_socket_that_fails_time_and_again_does_not_make_the_SIP_proxy_spin()
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Dgram,
            ProtocolType.Udp
        );
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Dispose();
        await using var datagrams = new SipDatagrams(
            "here",
            socket,
            new SipServer(),
            _time,
            _logs.CreateLogger("")
        );
        for (var i = 1; i <= 3; i++)
        {
            await Eventually.TrueAsync(() => _time.IsAwaited(TimeSpan.FromSeconds(1)));
            Assert.Equal(i, _logs.Lines.Count());
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Strains_that_two_see_at_once_count_as_two()
    {
        var strain = new PeerFailure(PassLayer.Login, new AxlLoginFailed());
        for (var i = 0; i < 20_000; i++)
        {
            var breaker = new Breaker(_time);
            using var start = new Barrier(2);
            void Note()
            {
                start.SignalAndWait();
                breaker.Note(strain);
            }

            await Task.WhenAll(Task.Run(Note), Task.Run(Note));
            Assert.NotNull(breaker.Pause);
        }
    }

    [Fact]
    public async Task What_is_unforeseen_in_a_connectivity_test_is_logged_and_the_peers_agent_goes_on()
    {
        await using var clusters = await TwoClusters.StartAsync(new UnforeseenTime());
        await TwoClusters.AddPeerAsync(clusters.Seoul, clusters.Singapore, "wrong");
        await Eventually.TrueAsync(() =>
            clusters.Logs.Lines.Count(l =>
                l.Contains("seoul: the agent of", StringComparison.Ordinal)
                && l.Contains(nameof(NotSupportedException), StringComparison.Ordinal)
            ) > 1
        );
    }

    /// <summary>
    /// Fails where the outcome of a connectivity test is put together, and tells the time
    /// everywhere else.
    /// </summary>
    private sealed class UnforeseenTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            Environment.StackTrace.Contains("PeerConnection.Failed", StringComparison.Ordinal)
                ? throw new NotSupportedException("Unforeseen.")
                : System.GetUtcNow();
    }

    private SupervisedLoop Loop(Func<CancellationToken, Task> turn, Func<TimeSpan> period)
    {
        var loop = new SupervisedLoop("the loop", turn, _time, _logs.CreateLogger(""))
        {
            Period = period,
            FaultPause = s_pause,
        };
        loop.Start();
        return loop;
    }
}
