using System.Text;
using IcpConsole.Domain.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A peer whose answers are not what they should be, from one moment on.</summary>
[Collection(nameof(ThereProcess))]
public sealed class HostileAnswerTests(ThereProcess there)
{
    public static TheoryData<string> Answers => new("cut", "long", "endless");

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Users_of_before_stay_while_answers_are_cut_or_too_long_and_passes_go_on_when_they_are_good_again(
        string kind
    )
    {
        TamperingNode? node = null;
        await using var site = await HereAndThere.StartAsync(there, async s =>
            node = await TamperingNode.StartAsync(s.Pair.Remote, s.Listens)
        );
        await using var _ = node!;
        await site.StatusAsync(HereAndThere.InStep);
        var before = await site.FileHere.PeerUsersAsync();

        site.FileThere.SetHomeUsers([
            .. site
                .Pair.Remote.Users(HereAndThere.Users)
                .Select((u, i) => i % 2 == 0 ? u with { FirstName = "Changed" } : u),
        ]);
        node!.Tamper = (answer, output, token) => TamperAsync(kind, answer, output, token);
        var forced = await site.Here.Peering!.ForceSyncAsync(
            site.Status.Peer.Id,
            ForcedSync.Plain,
            CancellationToken.None
        );
        Assert.Equal(
            (PassLayer.Query, "AxlMalformed"),
            (forced!.Failure!.Layer, forced.Failure.Problem.Code)
        );
        Assert.Equal(before, await site.FileHere.PeerUsersAsync());

        node.Tamper = null;
        await site.LaterAsync(HereAndThere.InStep);
        await site.AssertEqualAsync();
        site.FileThere.SetHomeUsers(site.Pair.Remote.Users(HereAndThere.Users));
    }

    /// <summary>Sends something else in place of an answer about users.</summary>
    private static async Task TamperAsync(
        string kind,
        byte[] answer,
        Func<ReadOnlyMemory<byte>, Task> output,
        CancellationToken cancellationToken
    )
    {
        if (kind == "cut")
        {
            await output(answer.AsMemory(0, answer.Length / 2));
            return;
        }

        // Rows without an end, or one value without an end, ahead of the answer's own.
        var text = Encoding.UTF8.GetString(answer);
        var row = text.IndexOf("<row>", StringComparison.Ordinal);
        await output(answer.AsMemory(0, Encoding.UTF8.GetByteCount(text.AsSpan(0, row))));
        if (kind == "long")
            await output("<row><userid>"u8.ToArray());
        var refrain = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(kind == "long" ? "x" : "<!-- -->", 1000))
        );
        while (!cancellationToken.IsCancellationRequested)
            await output(refrain);
    }
}
