using System.Diagnostics;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>A file system in memory, as large as it is told to be.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static async Task<SmallDisk?> TryMountAsync(string size)
    {
        var disk = new SmallDisk();
        if (
            OperatingSystem.IsLinux()
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path)
        )
            return disk;
        disk._folder.Dispose();
        return null;
    }

    public Task GrowAsync(string size) => RemountAsync($"size={size}");

    public async Task RemountAsync(string options) =>
        Assert.True(await RunAsync("mount", "-o", $"remount,{options}", Path));

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast);
        var some = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(some);
                file.Flush(flushToDisk: true);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        using (var unmount = Process.Start("umount", ["--lazy", Path]))
            unmount.WaitForExit();
        _folder.Dispose();
    }

    private static async Task<bool> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(name, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
