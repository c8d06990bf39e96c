using IcpConsole.Storage.Clusters;
using IcpConsole.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Tests;

public sealed class DataDirectoryTests
{
    [Fact]
    public void One_process_at_a_time_uses_a_data_directory()
    {
        using var folder = new TempFolder();
        using (new DataDirectory(folder.Path)) Assert.Equal(DataDirectoryFault.InUse, Assert.Throws<DataDirectoryException>(() => new DataDirectory(folder.Path)).Fault);
        using var again = new DataDirectory(folder.Path);
    }

    [Fact]
    public void Only_its_owner_may_look_into_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        using var directory = new DataDirectory(folder.File("data"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Path));
    }

    [Fact]
    public async Task A_migration_lock_that_a_killed_process_left_does_not_stop_the_next()
    {
        using var folder = new TempFolder();
        await using var db = new ConsoleDb(new DbContextOptionsBuilder<ConsoleDb>().UseSqlite($"Data Source={folder.File("console.db")};Pooling=False").Options);
        await db.Database.ExecuteSqlRawAsync("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, 'long ago')""");
        await DatabaseFile.CreateAsync(db, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Passwords_and_keys_are_not_in_the_file_in_the_clear()
    {
        using var test = await TestDatabase.CreateAsync();
        var password = $"secret-{Guid.NewGuid():N}";
        await test.Database.Peers.AddAsync(
            new(Domain.Clusters.NodeName.Parse("127.0.12.1"), "icsa", password, Domain.Peering.PeerProtocol.Tcp), null, CancellationToken.None);
        var key = System.Text.Encoding.ASCII.GetBytes($"key-{Guid.NewGuid():N}");
        Assert.True(await test.Database.Certificates.KeepIdentityAsync(Domain.Clusters.NodeName.Parse("127.0.11.1"), "tomcat", "pem", key, inPlaceOf: null, CancellationToken.None));
        // Whoever made another meanwhile comes too late.
        Assert.False(await test.Database.Certificates.KeepIdentityAsync(Domain.Clusters.NodeName.Parse("127.0.11.1"), "tomcat", "late", [1], inPlaceOf: null, CancellationToken.None));
        Assert.Equal(password, (await test.Database.Peers.CredentialAsync(new(1), CancellationToken.None)).Password);
        test.Database.Close();

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(test.Path)!))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(password)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(key));
        }
    }
}
