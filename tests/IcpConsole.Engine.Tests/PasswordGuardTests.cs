using System.Net;
using IcpConsole.Engine.Access;
using IcpConsole.Testing;
using Microsoft.Extensions.Logging;

namespace IcpConsole.Engine.Tests;

public sealed class PasswordGuardTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ListLogs _logs = new();
    private readonly PasswordGuard _guard;

    public PasswordGuardTests() =>
        _guard = new PasswordGuard(
            _time,
            new LoggerFactory([_logs]).CreateLogger<PasswordGuard>()
        );

    private static PasswordTry Try(string account = "icsa", string from = "192.0.2.1") =>
        new("seoul", "Cisco AXL", account, IPAddress.Parse(from));

    private Task<PasswordCheck> CheckAsync(bool right, PasswordTry? attempt = null) =>
        _guard.CheckAsync(
            attempt ?? Try(),
            _ => Task.FromResult(right),
            CancellationToken.None
        );

    /// <summary>How long a wrong password is held back, to the second.</summary>
    private async Task<TimeSpan> HeldAsync(PasswordTry? attempt = null)
    {
        var started = _time.GetTimestamp();
        var answered = CheckAsync(right: false, attempt);
        while (!answered.IsCompleted)
            _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(PasswordCheck.Wrong, await answered);
        return _time.GetElapsedTime(started);
    }

    [Fact]
    public async Task Wrong_passwords_are_answered_later_and_later_and_never_later_than_ten_seconds()
    {
        var held = new List<double>();
        for (var i = 0; i < 12; i++)
            held.Add((await HeldAsync()).TotalSeconds);
        Assert.Equal([0, 0, 0, 0.25, 0.5, 1, 2, 4, 8, 10, 10, 10], held);
        // After a quarter of an hour they are forgotten.
        _time.Advance(PasswordGuard.Remembered + TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, await HeldAsync());
    }

    [Fact]
    public async Task A_right_password_is_answered_at_once_whatever_came_before_it()
    {
        for (var i = 0; i < 30; i++)
            await HeldAsync();
        Assert.Equal(PasswordCheck.Right, await CheckAsync(right: true));
        Assert.Equal(
            PasswordCheck.Right,
            await CheckAsync(right: true, Try(from: "192.0.2.77"))
        );
    }

    [Fact]
    public async Task Guesses_at_many_accounts_from_one_address_and_at_one_account_from_many_are_held_back_too()
    {
        for (var i = 0; i < 11; i++)
            await HeldAsync(Try($"user{i}"));
        Assert.True(await HeldAsync(Try("another")) > TimeSpan.Zero);
        for (var i = 0; i < 11; i++)
            await HeldAsync(Try("popular", $"198.51.100.{i}"));
        Assert.True(await HeldAsync(Try("popular", "198.51.100.99")) > TimeSpan.Zero);
    }

    [Fact]
    public async Task All_spellings_of_one_account_count_as_one()
    {
        for (var i = 0; i < 11; i++)
            await HeldAsync(
                Try($"Popular{i}", $"198.51.100.{i}") with
                {
                    LookupName = "POPULAR",
                }
            );
        Assert.True(
            await HeldAsync(Try("pOPULAR", "198.51.100.99") with { LookupName = "POPULAR" })
                > TimeSpan.Zero
        );
    }

    [Fact]
    public async Task A_wrong_password_is_verified_once_also_where_a_right_one_came_from_before()
    {
        await CheckAsync(right: true);
        var verified = 0;
        var check = await _guard.CheckAsync(
            Try(),
            _ => Task.FromResult(++verified > 1),
            CancellationToken.None
        );
        Assert.Equal((PasswordCheck.Wrong, 1), (check, verified));
    }

    [Fact]
    public async Task Few_of_an_address_are_looked_at_at_once_and_one_where_the_password_was_right_before_does_not_wait_for_them()
    {
        Assert.Equal(PasswordCheck.Right, await CheckAsync(right: true));
        for (var i = 0; i < 10; i++)
            await HeldAsync(Try("other"));
        var guesses = Enumerable
            .Range(0, 40)
            .Select(_ => CheckAsync(right: false, Try("other")))
            .ToList();
        await Eventually.TrueAsync(() => guesses.Count(g => g.IsCompleted) == 28);
        foreach (var refused in guesses.Where(g => g.IsCompleted))
            Assert.Equal(PasswordCheck.TooMany, await refused);
        Assert.Equal(PasswordCheck.Right, await CheckAsync(right: true));
    }

    [Fact]
    public async Task Guessing_is_told_of_with_where_it_comes_from_until_it_is_over()
    {
        for (var i = 1; i < PasswordGuard.IsGuessing; i++)
            await HeldAsync();
        Assert.Null(_guard.GuessingOf("seoul"));
        await HeldAsync();
        Assert.Equal(
            new Guessing("Cisco AXL", IPAddress.Parse("192.0.2.1"), PasswordGuard.IsGuessing),
            _guard.GuessingOf("seoul")
        );
        Assert.Null(_guard.GuessingOf("singapore"));
        _time.Advance(PasswordGuard.Remembered + TimeSpan.FromSeconds(1));
        Assert.Null(_guard.GuessingOf("seoul"));
    }

    [Fact]
    public async Task Each_refusal_is_a_line_of_its_own_whatever_the_account_is_called()
    {
        await HeldAsync(Try("icsa\r\n12:00:00 INF all is well \u202e" + new string('x', 500)));
        var line = Assert.Single(_logs.Lines);
        Assert.DoesNotContain('\n', line.TrimEnd());
        Assert.Contains(
            "seoul: sign-in refused at Cisco AXL: icsa??12:00:00",
            line,
            StringComparison.Ordinal
        );
        Assert.InRange(line.Length, 1, 200);
    }

    [Fact]
    public async Task Names_that_strangers_choose_are_not_kept_for_ever()
    {
        for (var i = 0; i < 30_000; i++)
            await _guard.CheckAsync(
                Try($"user{i}", $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}"),
                _ => Task.FromResult(false),
                CancellationToken.None
            );
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 30_000; i++)
            await _guard.CheckAsync(
                Try($"name{i}", $"11.{i >> 16}.{(i >> 8) & 255}.{i & 255}"),
                _ => Task.FromResult(false),
                CancellationToken.None
            );
        // The log of this test keeps its lines; what other tests take meanwhile they give back.
        await Eventually.TrueAsync(() =>
            GC.GetTotalMemory(forceFullCollection: true) - before < 20_000_000
        );
    }
}
