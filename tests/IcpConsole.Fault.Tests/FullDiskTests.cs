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
        await Eventually.TrueAsync(() => run.Process.Output.Contains("failed at Apply: DatabaseFailed", StringComparison.Ordinal), TwoConsoles.Patience);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using (var page = await http.GetAsync(new Uri(consoles.Url, "sign-in"))) Assert.True(page.IsSuccessStatusCode);

        await disk.GrowAsync("64m");
        await run.PassAsync(pair, r => r is { Failure: null, Mode: "Full" });
        Assert.Equal(await consoles.Remote(pair).HomeUsersAsync(), await run.Local(pair).PeerUsersAsync());
        Assert.Equal(await consoles.Remote(pair).HomeDigestAsync(), await run.Local(pair).PeerDigestAsync());
    }

    /// <summary>A file system in memory, as large as it is told to be.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly TempFolder _folder = new();

        public string Path => _folder.Path;

        public static async Task<SmallDisk?> TryMountAsync(string size)
        {
            var disk = new SmallDisk();
            if (OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path)) return disk;
            disk._folder.Dispose();
            return null;
        }

        public async Task GrowAsync(string size) => Assert.True(await RunAsync("mount", "-o", $"remount,size={size}", Path));

        public void Dispose()
        {
            using (var unmount = Process.Start("umount", ["--lazy", Path])) unmount.WaitForExit();
            _folder.Dispose();
        }

        private static async Task<bool> RunAsync(string name, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
    }
}
