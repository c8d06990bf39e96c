using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>Starts on a disk that is full, or filling up, or may only be read.</summary>
public sealed class StartDiskTests(TwoClustersOnDisk clusters)
    : IClassFixture<TwoClustersOnDisk>,
        IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_directory_that_cannot_be_written_says_so()
    {
        using var disk = await SmallDisk.TryMountAsync("20m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        clusters.CopyTo(Path.Combine(disk!.Path, "data"));
        await disk.RemountAsync("ro");
        foreach (var path in (string[])["data", "new"])
        {
            await using var console = clusters.Start(Path.Combine(disk.Path, path));
            Assert.Equal(6, await console.ExitAsync());
            Assert.Contains(
                "it cannot be written",
                console.Output.TrimEnd().Split('\n')[^1],
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_full_disk_says_so_and_a_directory_that_is_there_loses_nothing()
    {
        using var disk = await SmallDisk.TryMountAsync("20m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        var there = Path.Combine(disk!.Path, "data");
        clusters.CopyTo(there);
        disk.Fill();
        var before = TwoClustersOnDisk.Checksums(there);
        await using (
            var console = clusters.Start(Path.Combine(disk.Path, "new"), clusters.Lab)
        )
        {
            Assert.Equal(7, await console.ExitAsync());
            Assert.Contains(
                "there is no room left",
                console.Output.TrimEnd().Split('\n')[^1],
                StringComparison.Ordinal
            );
        }

        disk.Empty();
        await using (
            var console = clusters.Start(Path.Combine(disk.Path, "new"), clusters.Lab)
        )
        {
            // What the first start left is taken up.
            await console.SignInLinkAsync();
            foreach (var third in (int[])[2, 3, 4])
                await clusters.ListensAsync(third);
        }

        Directory.Delete(Path.Combine(disk.Path, "new"), recursive: true);
        disk.Fill();
        await using (var console = clusters.Start(there, clusters.Lab))
        {
            // It runs with what it can open, or says why it cannot.
            await Task.WhenAny(console.SignInLinkAsync(), console.ExitAsync());
            if (console.HasExited)
                Assert.Equal(7, await console.ExitAsync());
        }

        foreach (
            var (file, checksum) in before.Where(f =>
                f.Key.EndsWith(".csv", StringComparison.Ordinal)
                || f.Key.EndsWith(".db", StringComparison.Ordinal)
            )
        )
            Assert.Equal(checksum, TwoClustersOnDisk.Checksum(file));
        await disk.GrowAsync("60m");
        await using var again = clusters.Start(there);
        await again.SignInLinkAsync();
        await clusters.ListensAsync(0);
        await clusters.ListensAsync(1);
    }

    [Fact]
    public async Task Clusters_that_a_full_disk_keeps_closed_are_named_and_open_by_themselves_when_there_is_room()
    {
        using var disk = await SmallDisk.TryMountAsync("20m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        clusters.CopyTo(Data);
        // On a disk of their own, so that the console itself starts.
        var apart = Path.Combine(disk!.Path, "clusters");
        Directory.CreateDirectory(apart);
        foreach (var file in Directory.GetFiles(Path.Combine(Data, "clusters")))
            File.Copy(file, Path.Combine(apart, Path.GetFileName(file)));
        Directory.Delete(Path.Combine(Data, "clusters"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(Data, "clusters"), apart);
        disk.Fill();
        var before = TwoClustersOnDisk.Checksum(Path.Combine(Data, "clusters/seoul.db"));
        await using var console = clusters.Start(Data, clusters.Lab);
        await console.SignInLinkAsync();
        foreach (var cluster in (string[])["seoul", "oslo"])
            await Eventually.TrueAsync(() =>
                console.Output.Contains(
                    $"{cluster}: its database could not be opened: DiskFull",
                    StringComparison.Ordinal
                )
            );
        Assert.Equal(
            before,
            TwoClustersOnDisk.Checksum(Path.Combine(Data, "clusters/seoul.db"))
        );
        disk.Empty();
        await clusters.ListensAsync(0);
        await clusters.ListensAsync(1);
    }

    [Fact]
    public async Task A_disk_that_fills_up_raises_the_alarm_before_writes_fail_and_clears_it_when_there_is_room()
    {
        using var disk = await SmallDisk.TryMountAsync("40m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        var there = Path.Combine(disk!.Path, "data");
        clusters.CopyTo(there);
        await using var console = clusters.Start(there);
        await console.SignInLinkAsync();
        await clusters.ListensAsync(0);
        using (var ballast = File.Create(Path.Combine(disk.Path, "ballast")))
        {
            var drive = new DriveInfo(disk.Path);
            await ballast.WriteAsync(
                new byte[drive.AvailableFreeSpace - (drive.TotalSize / 20)]
            );
            await Eventually.TrueAsync(() =>
                console.Output.Contains(
                    "seoul: alarm LowActivePartitionAvailableDiskSpace raised",
                    StringComparison.Ordinal
                )
            );
        }

        File.Delete(Path.Combine(disk.Path, "ballast"));
        await Eventually.TrueAsync(() =>
            console.Output.Contains(
                "seoul: alarm LowActivePartitionAvailableDiskSpace cleared",
                StringComparison.Ordinal
            )
        );
    }
}
