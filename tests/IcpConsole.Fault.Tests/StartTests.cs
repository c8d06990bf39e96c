using System.Security.Cryptography;
using IcpConsole.Testing;

namespace IcpConsole.Fault.Tests;

/// <summary>
/// The table of starts: what is said, and what stays as it was (docs/security.md, "Starts and the
/// disk").
/// </summary>
public sealed class StartTests(TwoClustersOnDisk clusters)
    : IClassFixture<TwoClustersOnDisk>,
        IDisposable
{
    private const string Seoul = "clusters/seoul.db";

    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

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
                using (var cut = File.OpenWrite(file))
                    cut.SetLength(cut.Length / 2);
                break;
            case "overwritten":
                using (var overwritten = File.OpenWrite(file))
                {
                    overwritten.Position = 8192;
                    await overwritten.WriteAsync(
                        RandomNumberGenerator.GetBytes((int)overwritten.Length - 8192)
                    );
                }

                break;
            case "another":
                await File.WriteAllBytesAsync(file, []);
                await new ClusterFile(file).ExecuteAsync("CREATE TABLE Other (Id INTEGER)");
                break;
            case "directory":
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            case "link":
                File.Delete(file);
                File.CreateSymbolicLink(file, "nowhere");
                break;
            case "choice":
                await new ClusterFile(file).ExecuteAsync(
                    "UPDATE Cluster SET Platform = 'Toaster'"
                );
                break;
            case "no-row":
                await new ClusterFile(file).ExecuteAsync("DELETE FROM Cluster");
                break;
            case "values":
                await new ClusterFile(file).ExecuteAsync(
                    "UPDATE Nodes SET Address = 'no address'"
                );
                break;
            default:
                await new ClusterFile(file).ExecuteAsync(
                    "INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Later', '99.0.0')"
                );
                break;
        }
    }

    [Fact]
    public async Task Clusters_whose_databases_do_not_open_are_named_and_left_as_they_are_and_the_others_run()
    {
        Dictionary<string, string> codes = new(StringComparer.Ordinal)
        {
            ["missing"] = "DatabaseMissing",
            ["empty"] = "DatabaseDamaged",
            ["garbage"] = "DatabaseDamaged",
            ["short"] = "DatabaseDamaged",
            ["overwritten"] = "DatabaseDamaged",
            ["another"] = "DatabaseDamaged",
            ["directory"] = "DatabaseDamaged",
            ["values"] = "DatabaseDamaged",
            ["choice"] = "DatabaseDamaged",
            ["no-row"] = "DatabaseDamaged",
            ["newer"] = "DatabaseNewer",
        };
        clusters.CopyTo(Data);
        await clusters.AddAsync(Data, codes.Keys);
        foreach (var how in codes.Keys)
            await DamageAsync(FileOf(how), how);
        // The lab would make one of this name.
        codes.Add("seoul", "DatabaseDamaged");
        await DamageAsync(FileOf("seoul"), "garbage");
        var before = codes.Keys.Select(ChecksumOf).ToList();
        var files = TwoClustersOnDisk.Checksums(Path.Combine(Data, "directory"));
        // Also where the lab is asked for, as README has it.
        await using (var console = clusters.Start(Data, clusters.Lab))
        {
            await console.SignInLinkAsync();
            await clusters.ListensAsync(1);
            await Eventually.TrueAsync(() =>
                codes.All(c =>
                    console.Output.Contains(
                        $"{c.Key}: its database could not be opened: {c.Value}",
                        StringComparison.Ordinal
                    )
                )
            );
            await Eventually.TrueAsync(() =>
                console.Output.Contains("--lab is passed over", StringComparison.Ordinal)
            );
        }

        Assert.Equal(before, codes.Keys.Select(ChecksumOf));
        Assert.Equal(files, TwoClustersOnDisk.Checksums(Path.Combine(Data, "directory")));

        string FileOf(string cluster) => Path.Combine(Data, $"clusters/{cluster}.db");

        string? ChecksumOf(string cluster) =>
            File.Exists(FileOf(cluster)) ? TwoClustersOnDisk.Checksum(FileOf(cluster)) : null;
    }

    [Theory]
    [InlineData("missing", 8, "console.db is missing")]
    [InlineData("empty", 8, "console.db is empty")]
    [InlineData("garbage", 8, "console.db is damaged")]
    [InlineData("short", 8, "console.db is damaged")]
    [InlineData("overwritten", 8, "console.db is damaged")]
    [InlineData("another", 8, "console.db is damaged")]
    [InlineData("newer", 9, "newer release")]
    public async Task A_console_whose_own_database_does_not_open_says_so_and_changes_nothing(
        string how,
        int exitCode,
        string words
    )
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
        var before = TwoClustersOnDisk.Checksums(Data);
        await using var console = clusters.Start(Data, clusters.Lab);
        Assert.Equal(exitCode, await console.ExitAsync());
        Assert.Contains(
            words,
            console.Output.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal
        );
        Assert.Equal(before, TwoClustersOnDisk.Checksums(Data));
    }

    [Theory]
    [InlineData(null, 9, "a build from before the first release made it")]
    [InlineData("99.0.0", 9, "IcpConsole 99.0.0 has changed it")]
    [InlineData("soon", 8, "the file version in it is damaged")]
    public async Task A_directory_of_another_release_is_refused_and_nothing_is_changed(
        string? version,
        int exitCode,
        string words
    )
    {
        clusters.CopyTo(Data);
        var file = Path.Combine(Data, "version");
        if (version is null)
            File.Delete(file);
        else
            await File.WriteAllTextAsync(file, version);
        await AssertRefusedAsync(exitCode, words);
    }

    [Fact]
    public async Task A_directory_in_place_of_the_version_is_named()
    {
        clusters.CopyTo(Data);
        await DamageAsync(Path.Combine(Data, "version"), "directory");
        await AssertRefusedAsync(8, "the file version in it is a directory");
    }

    [Fact]
    public async Task A_list_of_clusters_that_holds_what_is_no_Cluster_ID_is_damaged()
    {
        clusters.CopyTo(Data);
        await new ClusterFile(Path.Combine(Data, "console.db")).ExecuteAsync(
            "INSERT INTO Clusters (ClusterId, Ready) VALUES ('../../x y', 1)"
        );
        await using var console = clusters.Start(Data);
        Assert.Equal(8, await console.ExitAsync());
        Assert.Contains(
            "console.db is damaged",
            console.Output.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_in_place_of_the_directory_is_named()
    {
        await File.WriteAllTextAsync(Data, "mine");
        await using var console = clusters.Start(Data);
        Assert.Equal(6, await console.ExitAsync());
        Assert.Contains(
            "it is a file, not a directory",
            console.Output.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_the_keys_the_clusters_whose_secrets_they_protect_are_named()
    {
        clusters.CopyTo(Data);
        foreach (var key in Directory.GetFiles(Path.Combine(Data, "keys")))
            File.Delete(key);
        var before = TwoClustersOnDisk.Checksum(Path.Combine(Data, Seoul));
        await using (var console = clusters.Start(Data))
        {
            await console.SignInLinkAsync();
            foreach (var cluster in (string[])["seoul", "oslo"])
                await Eventually.TrueAsync(() =>
                    console.Output.Contains(
                        $"{cluster}: its database could not be opened: KeysMissing",
                        StringComparison.Ordinal
                    )
                );
        }

        Assert.Equal(before, TwoClustersOnDisk.Checksum(Path.Combine(Data, Seoul)));
    }

    [Fact]
    public async Task A_healthy_directory_is_used_as_it_is_and_the_lab_is_not_made_in_it()
    {
        clusters.CopyTo(Data);
        var csv = TwoClustersOnDisk.Checksum(Path.Combine(Data, "directory/seoul.csv"));
        await using var console = clusters.Start(Data, clusters.Lab);
        await console.SignInLinkAsync();
        await clusters.ListensAsync(0);
        await clusters.ListensAsync(1);
        await Eventually.TrueAsync(() =>
            console.Output.Contains("--lab is passed over", StringComparison.Ordinal)
        );
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Data, "clusters"), "*.db").Length);
        Assert.Equal(
            csv,
            TwoClustersOnDisk.Checksum(Path.Combine(Data, "directory/seoul.csv"))
        );
        await using var second = clusters.Start(Data);
        Assert.Equal(4, await second.ExitAsync());
        Assert.Contains(
            "another IcpConsole is using it",
            second.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_lab_of_a_first_start_that_was_killed_is_finished_and_what_it_had_written_stays()
    {
        for (var kill = 0; kill < 4; kill++)
        {
            await using var first = clusters.Start(Data, clusters.Lab);
            // Somewhere between the first file and the last.
            await Eventually.TrueAsync(() =>
                File.Exists(
                    Path.Combine(
                        Data,
                        kill switch
                        {
                            0 => "lab-unfinished",
                            1 => "console.db",
                            2 => "directory/seoul.csv",
                            _ => "clusters/seoul.db",
                        }
                    )
                )
            );
            first.Kill();
            await first.ExitAsync();
        }

        var csv = Path.Combine(Data, "directory/seoul.csv");
        var before = File.Exists(csv) ? TwoClustersOnDisk.Checksum(csv) : null;
        await using var console = clusters.Start(Data, clusters.Lab);
        await console.SignInLinkAsync();
        foreach (var third in (int[])[2, 3, 4])
            await clusters.ListensAsync(third);
        await Eventually.TrueAsync(() => !File.Exists(Path.Combine(Data, "lab-unfinished")));
        if (before is not null)
            Assert.Equal(before, TwoClustersOnDisk.Checksum(csv));
        Assert.Equal(
            ["frankfurt.db", "seoul.db", "singapore.db"],
            Directory
                .GetFiles(Path.Combine(Data, "clusters"), "*.db")
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
    }
}
