using System.Diagnostics;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

public sealed class FullDiskTests
{
    private const int Users = 15_000;

    [Fact]
    public async Task A_full_disk_fails_passes_with_a_reason_and_pages_answer_and_space_is_all_that_is_needed()
    {
        using var disk = await SmallDisk.TryMountAsync("6m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        await using var consoles = await TwoConsoles.StartAsync(Users);
        var pair = consoles.Pairs[0];
        pair.Relay.Open();
        await using var run = consoles.Begin(Path.Combine(disk!.Path, "data"));
        await Eventually.TrueAsync(
            () =>
                run.Process.Output.Contains(
                    "failed at Apply: DiskFull",
                    StringComparison.Ordinal
                ),
            TwoConsoles.Patience
        );
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using (var page = await http.GetAsync(new Uri(consoles.Url, "sign-in")))
            Assert.True(page.IsSuccessStatusCode);

        await disk.GrowAsync("64m");
        await run.PassAsync(pair, r => r is { Failure: null, Mode: "Full" });
        Assert.Equal(
            await consoles.Remote(pair).HomeUsersAsync(),
            await run.Local(pair).PeerUsersAsync()
        );
        Assert.Equal(
            await consoles.Remote(pair).HomeDigestAsync(),
            await run.Local(pair).PeerDigestAsync()
        );
    }
}
