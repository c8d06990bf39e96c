using System.Net.Sockets;
using System.Security.Cryptography;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Fault.Tests;

/// <summary>A data directory with two clusters, from which every start has a copy.</summary>
public sealed class TwoClustersOnDisk : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal TestNetwork Network { get; } = TestNetwork.Take();

    public async ValueTask InitializeAsync()
    {
        await using var data = await PreparedData.OpenAsync(_folder.File("data"));
        Directory.CreateDirectory(data.Resolve("directory"));
        await File.WriteAllTextAsync(data.Resolve("directory/seoul.csv"), "userid,first_name,last_name,mail,directory_uri,node\nmina,Mina,Park,m@x.example,m@x.example,\n");
        var seoul = await data.AddClusterAsync("seoul", Network.Address(0, 1), directoryFile: "directory/seoul.csv");
        var oslo = await data.AddClusterAsync("oslo", Network.Address(1, 1), users: 20);
        await data.AddPeerAsync(seoul, oslo);
    }

    internal void CopyTo(string path)
    {
        var from = _folder.File("data");
        Directory.CreateDirectory(path);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(folder.Replace(from, path, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, file.Replace(from, path, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        Network.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The table of starts: what is said, and what stays as it was (docs/security.md, "Starts and the disk").</summary>
public sealed class StartTests(TwoClustersOnDisk clusters) : IClassFixture<TwoClustersOnDisk>, IDisposable
{
    private const string Seoul = "clusters/seoul.db";

    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    private ConsoleProcess Start(string? path = null, params IEnumerable<string> more) => ConsoleProcess.Start(
        ConsoleProcess.Password, ["--data", path ?? Data, "--urls", $"http://{clusters.Network.Address(6, 1)}:8080", "--key-type", "ecdsa", .. more]);

    private string[] Lab => ["--lab", "--lab-users", "5", "--lab-network", $"{clusters.Network.Address(2, 0)}"[..^2]];

    private static string Checksum(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    private static Dictionary<string, string> Checksums(string path) =>
        Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock" && new FileInfo(f).LinkTarget is null).ToDictionary(f => f, Checksum);

    private Task ListensAsync(int third) => Eventually.GetAsync(async () =>
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(clusters.Network.Address(third, 1), 8443);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    private static async Task DamageAsync(string file, string how)
    {
        switch (how)
        {
            case "missing":
                File.Delete(file);
                break;
            case "empty":
                await File.WriteAllBytesAsync(file, []);
                break;
            case "garbage":
                await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(20_000));
                break;
            case "short":
                using (var cut = File.OpenWrite(file)) cut.SetLength(cut.Length / 2);
                break;
            case "overwritten":
                using (var overwritten = File.OpenWrite(file))
                {
                    overwritten.Position = 8192;
                    await overwritten.WriteAsync(RandomNumberGenerator.GetBytes((int)overwritten.Length - 8192));
                }

                break;
            case "another":
                File.Delete(file);
                await ExecuteAsync(file, "CREATE TABLE Other (Id INTEGER)");
                break;
            case "directory":
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            case "link":
                File.Delete(file);
                File.CreateSymbolicLink(file, "nowhere");
                break;
            case "values":
                await ExecuteAsync(file, "UPDATE Nodes SET Address = 'no address'");
                break;
            default:
                await ExecuteAsync(file, "INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Later', '99.0.0')");
                break;
        }
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    [Theory]
    [InlineData("missing", "DatabaseMissing")]
    [InlineData("empty", "DatabaseDamaged")]
    [InlineData("garbage", "DatabaseDamaged")]
    [InlineData("short", "DatabaseDamaged")]
    [InlineData("overwritten", "DatabaseDamaged")]
    [InlineData("another", "DatabaseDamaged")]
    [InlineData("directory", "DatabaseDamaged")]
    [InlineData("values", "DatabaseDamaged")]
    [InlineData("newer", "DatabaseNewer")]
    public async Task A_cluster_whose_database_does_not_open_is_named_and_left_as_it_is_and_the_others_run(string how, string code)
    {
        clusters.CopyTo(Data);
        await DamageAsync(Path.Combine(Data, Seoul), how);
        var before = File.Exists(Path.Combine(Data, Seoul)) ? Checksum(Path.Combine(Data, Seoul)) : null;
        var csv = Checksum(Path.Combine(Data, "directory/seoul.csv"));
        // Also where the lab is asked for, as README has it.
        await using (var console = Start(null, Lab))
        {
            await console.SignInLinkAsync();
            await ListensAsync(1);
            await Eventually.TrueAsync(() => console.Output.Contains($"seoul: its database could not be opened: {code}", StringComparison.Ordinal));
            await Eventually.TrueAsync(() => console.Output.Contains("--lab is passed over", StringComparison.Ordinal));
        }

        Assert.Equal(before, File.Exists(Path.Combine(Data, Seoul)) ? Checksum(Path.Combine(Data, Seoul)) : null);
        Assert.Equal(csv, Checksum(Path.Combine(Data, "directory/seoul.csv")));
        Assert.Equal(["seoul.csv"], Directory.GetFiles(Path.Combine(Data, "directory")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("missing", 8, "console.db is missing")]
    [InlineData("empty", 8, "console.db is empty")]
    [InlineData("garbage", 8, "console.db is damaged")]
    [InlineData("short", 8, "console.db is damaged")]
    [InlineData("overwritten", 8, "console.db is damaged")]
    [InlineData("another", 8, "console.db is damaged")]
    [InlineData("newer", 9, "newer release")]
    public async Task A_console_whose_own_database_does_not_open_says_so_and_changes_nothing(string how, int exitCode, string words)
    {
        clusters.CopyTo(Data);
        await DamageAsync(Path.Combine(Data, "console.db"), how);
        await AssertRefusedAsync(exitCode, words);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("short")]
    [InlineData("directory")]
    [InlineData("link")]
    public async Task A_key_that_cannot_be_read_is_named_and_nothing_is_changed(string how)
    {
        clusters.CopyTo(Data);
        await DamageAsync(Directory.GetFiles(Path.Combine(Data, "keys"))[0], how);
        await AssertRefusedAsync(8, "is damaged. Put it back from a backup");
    }

    private async Task AssertRefusedAsync(int exitCode, string words)
    {
        var before = Checksums(Data);
        await using var console = Start(null, Lab);
        Assert.Equal(exitCode, await console.ExitAsync());
        Assert.Contains(words, console.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(before, Checksums(Data));
    }

    [Theory]
    [InlineData(null, 9, "a build from before the first release made it")]
    [InlineData("99.0.0", 9, "IcpConsole 99.0.0 has changed it")]
    [InlineData("soon", 8, "the file version in it is damaged")]
    public async Task A_directory_of_another_release_is_refused_and_nothing_is_changed(string? version, int exitCode, string words)
    {
        clusters.CopyTo(Data);
        var file = Path.Combine(Data, "version");
        if (version is null) File.Delete(file);
        else await File.WriteAllTextAsync(file, version);
        await AssertRefusedAsync(exitCode, words);
    }

    [Fact]
    public async Task A_list_of_clusters_that_holds_what_is_no_Cluster_ID_is_damaged()
    {
        clusters.CopyTo(Data);
        await ExecuteAsync(Path.Combine(Data, "console.db"), "INSERT INTO Clusters (ClusterId, Ready) VALUES ('../../x y', 1)");
        await using var console = Start();
        Assert.Equal(8, await console.ExitAsync());
        Assert.Contains("console.db is damaged", console.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_place_of_the_directory_is_named()
    {
        await File.WriteAllTextAsync(Data, "mine");
        await using var console = Start();
        Assert.Equal(6, await console.ExitAsync());
        Assert.Contains("it is a file, not a directory", console.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_keys_the_clusters_whose_secrets_they_protect_are_named()
    {
        clusters.CopyTo(Data);
        foreach (var key in Directory.GetFiles(Path.Combine(Data, "keys"))) File.Delete(key);
        var before = Checksum(Path.Combine(Data, Seoul));
        await using (var console = Start())
        {
            await console.SignInLinkAsync();
            foreach (var cluster in (string[])["seoul", "oslo"]) await Eventually.TrueAsync(() => console.Output.Contains($"{cluster}: its database could not be opened: KeysMissing", StringComparison.Ordinal));
        }

        Assert.Equal(before, Checksum(Path.Combine(Data, Seoul)));
    }

    [Fact]
    public async Task A_healthy_directory_is_used_as_it_is_and_the_lab_is_not_made_in_it()
    {
        clusters.CopyTo(Data);
        var csv = Checksum(Path.Combine(Data, "directory/seoul.csv"));
        await using var console = Start(null, Lab);
        await console.SignInLinkAsync();
        await ListensAsync(0);
        await ListensAsync(1);
        await Eventually.TrueAsync(() => console.Output.Contains("--lab is passed over", StringComparison.Ordinal));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Data, "clusters"), "*.db").Length);
        Assert.Equal(csv, Checksum(Path.Combine(Data, "directory/seoul.csv")));
        await using var second = Start();
        Assert.Equal(4, await second.ExitAsync());
        Assert.Contains("another IcpConsole is using it", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lab_of_a_first_start_that_was_killed_is_finished_and_what_it_had_written_stays()
    {
        for (var kill = 0; kill < 4; kill++)
        {
            await using var first = Start(null, Lab);
            // Somewhere between the first file and the last.
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(Data, kill switch { 0 => "lab-unfinished", 1 => "console.db", 2 => "directory/seoul.csv", _ => "clusters/seoul.db" })));
            first.Kill();
            await first.ExitAsync();
        }

        var csv = Path.Combine(Data, "directory/seoul.csv");
        var before = File.Exists(csv) ? Checksum(csv) : null;
        await using var console = Start(null, Lab);
        await console.SignInLinkAsync();
        foreach (var third in (int[])[2, 3, 4]) await ListensAsync(third);
        await Eventually.TrueAsync(() => !File.Exists(Path.Combine(Data, "lab-unfinished")));
        if (before is not null) Assert.Equal(before, Checksum(csv));
        Assert.Equal(["frankfurt.db", "seoul.db", "singapore.db"], Directory.GetFiles(Path.Combine(Data, "clusters"), "*.db").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_says_so()
    {
        using var disk = await SmallDisk.TryMountAsync("20m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        clusters.CopyTo(Path.Combine(disk!.Path, "data"));
        await disk.RemountAsync("ro");
        foreach (var path in (string[])["data", "new"])
        {
            await using var console = Start(Path.Combine(disk.Path, path));
            Assert.Equal(6, await console.ExitAsync());
            Assert.Contains("it cannot be written", console.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
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
        var before = Checksums(there);
        await using (var console = Start(Path.Combine(disk.Path, "new"), Lab))
        {
            Assert.Equal(7, await console.ExitAsync());
            Assert.Contains("there is no room left", console.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        }

        disk.Empty();
        await using (var console = Start(Path.Combine(disk.Path, "new"), Lab))
        {
            // What the first start left is taken up.
            await console.SignInLinkAsync();
            foreach (var third in (int[])[2, 3, 4]) await ListensAsync(third);
        }

        Directory.Delete(Path.Combine(disk.Path, "new"), recursive: true);
        disk.Fill();
        await using (var console = Start(there, Lab))
        {
            // It runs with what it can open, or says why it cannot.
            await Task.WhenAny(console.SignInLinkAsync(), console.ExitAsync());
            if (console.HasExited) Assert.Equal(7, await console.ExitAsync());
        }

        foreach (var (file, checksum) in before.Where(f => f.Key.EndsWith(".csv", StringComparison.Ordinal) || f.Key.EndsWith(".db", StringComparison.Ordinal))) Assert.Equal(checksum, Checksum(file));
        await disk.GrowAsync("60m");
        await using var again = Start(there);
        await again.SignInLinkAsync();
        await ListensAsync(0);
        await ListensAsync(1);
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
        foreach (var file in Directory.GetFiles(Path.Combine(Data, "clusters"))) File.Copy(file, Path.Combine(apart, Path.GetFileName(file)));
        Directory.Delete(Path.Combine(Data, "clusters"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(Data, "clusters"), apart);
        disk.Fill();
        var before = Checksum(Path.Combine(Data, Seoul));
        await using var console = Start(null, Lab);
        await console.SignInLinkAsync();
        foreach (var cluster in (string[])["seoul", "oslo"]) await Eventually.TrueAsync(() => console.Output.Contains($"{cluster}: its database could not be opened: DiskFull", StringComparison.Ordinal));
        Assert.Equal(before, Checksum(Path.Combine(Data, Seoul)));
        disk.Empty();
        await ListensAsync(0);
        await ListensAsync(1);
    }

    [Fact]
    public async Task A_disk_that_fills_up_raises_the_alarm_before_writes_fail_and_clears_it_when_there_is_room()
    {
        using var disk = await SmallDisk.TryMountAsync("40m");
        Assert.SkipWhen(disk is null, "A small file system can be mounted by root alone.");
        var there = Path.Combine(disk!.Path, "data");
        clusters.CopyTo(there);
        await using var console = Start(there);
        await console.SignInLinkAsync();
        await ListensAsync(0);
        using (var ballast = File.Create(Path.Combine(disk.Path, "ballast")))
        {
            var drive = new DriveInfo(disk.Path);
            await ballast.WriteAsync(new byte[drive.AvailableFreeSpace - (drive.TotalSize / 20)]);
            await Eventually.TrueAsync(() => console.Output.Contains("seoul: alarm LowActivePartitionAvailableDiskSpace raised", StringComparison.Ordinal));
        }

        File.Delete(Path.Combine(disk.Path, "ballast"));
        await Eventually.TrueAsync(() => console.Output.Contains("seoul: alarm LowActivePartitionAvailableDiskSpace cleared", StringComparison.Ordinal));
    }
}
