using IcpConsole.Domain;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using IcpConsole.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IcpConsole.Storage.Tests;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_cluster_of_the_release_before_opens_as_what_it_was()
    {
        using var folder = new TempFolder();
        var path = folder.File("seoul.db");
        await using (var db = new ClusterDb(new DbContextOptionsBuilder<ClusterDb>().UseSqlite($"Data Source={path};Pooling=False").Options))
        {
            await db.GetService<IMigrator>().MigrateAsync("20261122132822_PublishedViews");
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO Cluster (Id, ClusterId, Domain, AddressScheme, Release, Platform, Epoch, Change, UserCount, AssignedCount, UserSum, TopologyVersion)
                    VALUES (1, 'seoul', 'lab.example', 'UserIdAtDefaultDomain', 'V15', 'Ova15000', 'e', 5, 5, 5, 5, 3);
                INSERT INTO Nodes (Name, Address, Role, Pkid) VALUES ('127.0.11.1', '127.0.11.1', 0, 'a'), ('127.0.11.2', '127.0.11.2', 1, 'b');
                INSERT INTO HomeUsers (UserId, FirstName, LastName, Mail, DirectoryUri, Node, Fingerprint, Change, Deleted) VALUES ('mina', 'Mina', 'Park', '', '', '127.0.11.2', 5, 5, 0);
                INSERT INTO ApplicationUsers (Username, PasswordHash) VALUES ('icsa', 'h');
                """);
        }

        var database = await ClusterDatabase.OpenAsync(path, new SecretProtector(new EphemeralDataProtectionProvider()), TimeProvider.System, CancellationToken.None);
        var cluster = await database.Definition.ReadAsync(CancellationToken.None);
        Assert.Equal(("seoul", "seoul", false, null, 1), (cluster.Id.Value, cluster.Name, cluster.SipFederation, cluster.DirectoryFile, cluster.Revision));
        Assert.Equal([new ApplicationUser("icsa", ApplicationRoles.AxlApiAccess)], await database.ApplicationUsers.ListAsync(CancellationToken.None));
        Assert.Equal([1, 1], cluster.Topology.Nodes.Select(n => n.Group));
        Assert.Equal(5, (await database.Definition.HomeUsersAsync(CancellationToken.None)).Count);
        // Nobody could be assigned but by the directory file.
        Assert.False(Assert.Single((await database.HomeUsers.FindAsync(new UserSearch(), 0, 10, CancellationToken.None)).Users).AssignedHere);
        Assert.Null(await database.Definition.UsersSynchronizedAsync(CancellationToken.None));
        database.Close();
        await using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum";
        // Room in it can be given back from now on.
        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_list_of_migrations_says_is_called_damaged()
    {
        using var test = await TestDatabase.CreateAsync();
        test.Database.Close();
        await using (var file = new SqliteConnection($"Data Source={test.Path};Pooling=False"))
        {
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText = """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" > (SELECT min("MigrationId") FROM "__EFMigrationsHistory")""";
            await command.ExecuteNonQueryAsync();
        }

        var fault = await Assert.ThrowsAsync<StorageFaultException>(test.OpenAsync);
        Assert.Equal(StorageProblems.Damaged, fault.Problem.Code);
    }
}
