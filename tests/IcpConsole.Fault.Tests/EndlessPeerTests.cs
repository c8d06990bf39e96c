using System.Globalization;
using System.Text.RegularExpressions;
using IcpConsole.Domain.Peering;
using IcpConsole.Protocols.Axl;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A peer that tells of more than a cluster may have.</summary>
[Collection(nameof(ThereProcess))]
public sealed partial class EndlessPeerTests(ThereProcess there)
{
    [GeneratedRegex(
        @"FIRST (?<rows>\d+) .*change &gt; (?<after>\d+)|FIRST (?<rows>\d+) .*change > (?<after>\d+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Page();

    /// <summary>Users without an end, each with a change number of its own.</summary>
    private static IEnumerable<(string Column, string Value)[]>? Endless(AxlRequest request)
    {
        if (
            request.Sql is not { } sql
            || !sql.Contains("icsauser", StringComparison.Ordinal)
            || Page().Match(sql) is not { Success: true } page
        )
            return null;
        var after = long.Parse(page.Groups["after"].Value, CultureInfo.InvariantCulture);
        return Enumerable
            .Range(1, int.Parse(page.Groups["rows"].Value, CultureInfo.InvariantCulture))
            .Select(i => User(after + i));
    }

    private static (string Column, string Value)[] User(long change) =>
        [
            ("change", $"{change}"),
            ("deleted", "f"),
            ("userid", $"endless{change}"),
            ("firstname", new string('x', 100)),
            ("lastname", new string('y', 100)),
            ("mailid", $"{change}@endless.example"),
            ("directoryuri", $"{change}@endless.example"),
            ("node", ""),
        ];

    /// <summary>What it says it has.</summary>
    private static Func<string, string, string> Claim(long change, long users) =>
        (question, answer) =>
            !question.Contains("icsastate", StringComparison.Ordinal)
                ? answer
                : Regex.Replace(
                    Regex.Replace(
                        answer,
                        "<change>[0-9]+</change>",
                        $"<change>{change}</change>"
                    ),
                    "<usercount>[0-9]+</usercount>",
                    $"<usercount>{users}</usercount>"
                );

    [Theory]
    [InlineData(70_000)]
    [InlineData(900_000)]
    public async Task A_peer_with_endless_users_leaves_those_of_before_and_no_room_that_is_not_given_back(
        int claimed
    )
    {
        TamperingNode? node = null;
        await using var site = await HereAndThere.StartAsync(there, async s =>
            node = await TamperingNode.StartAsync(s.Pair.Remote, s.Listens)
        );
        await using var _ = node!;
        await site.StatusAsync(HereAndThere.InStep);
        var (before, honest) = (
            await site.FileHere.PeerUsersAsync(),
            await site.FileHere.NumberAsync(
                "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
            )
        );

        node!.Change = Claim(10_000_000, claimed);
        node.Rows = Endless;
        var forced = await site.Here.Peering!.ForceSyncAsync(
            site.Status.Peer.Id,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(nameof(PeerTooManyUsers), forced!.Failure!.Problem.Code);
        Assert.Equal(
            (before, 0),
            (await site.FileHere.PeerUsersAsync(), await site.FileHere.StagedAsync())
        );
        // As time passes, the peer is asked again.
        (node.Change, node.Rows) = (null, null);
        await Eventually.GetAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(20));
            // What is kept for the next pass is a megabyte.
            return await site.FileHere.NumberAsync("SELECT page_count FROM pragma_page_count")
                <= (honest * 12 / 10) + 256;
        });
        await site.LaterAsync(HereAndThere.InStep, 5);
        await site.AssertEqualAsync();
    }
}
