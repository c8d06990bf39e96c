using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Published;
using IcpConsole.Storage.Sqlite.Clusters;
using IcpConsole.Storage.Users;
using IcpConsole.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;

namespace IcpConsole.Storage.Sqlite.Tests;

/// <summary>A cluster's real file in a folder of its own.</summary>
internal sealed class TestDatabase : IDisposable
{
    public static readonly QueryCaller Caller = new("icsa", IsKnown: true);

    private static readonly SecretProtector s_secrets = new(
        new EphemeralDataProtectionProvider()
    );

    private readonly TempFolder _folder = new();

    private readonly DataDirectory _directory;
    private readonly SqliteDatabases _databases;

    private TestDatabase()
    {
        _directory = new DataDirectory(_folder.Path);
        _databases = new SqliteDatabases(_directory, s_secrets, TimeProvider.System);
    }

    public ClusterDatabase Database { get; private set; } = null!;

    public string Path => _directory.ClusterDbPath(ClusterId.Parse("seoul"));

    public static async Task<TestDatabase> CreateAsync()
    {
        var test = new TestDatabase();
        test.Database = await test._databases.CreateAsync(test.Path, CancellationToken.None);
        var node = IPAddress.Parse("127.0.11.1");
        await test.Database.Definition.CreateAsync(
            new ClusterDefinition(
                ClusterId.Parse("seoul"),
                "Seoul",
                new ClusterTraits(
                    "x.example",
                    ImAddressScheme.UserIdAtDefaultDomain,
                    Release.V15,
                    Platform.Ova15000
                ),
                new Topology(
                    [new Node(NodeName.From(node), node, NodeRole.Publisher)],
                    [NodeName.Parse("cucm.x.example")]
                ),
                SipFederation: true,
                "users.csv"
            ),
            CancellationToken.None
        );
        return test;
    }

    public Task<ClusterDatabase> OpenAsync() =>
        _databases.OpenAsync(Path, CancellationToken.None);

    public static UserDigest DigestOf(IEnumerable<EndUser> users) =>
        new(
            users.Count(),
            users.Count(u => u.Node is not null),
            users.Aggregate(0L, (sum, u) => unchecked(sum + u.Fingerprint()))
        );

    public static List<EndUser> Users(int count) =>
        [.. Enumerable.Range(1, count).Select(i => User(i))];

    /// <summary>Makes these the home users, as a sync that may lose any number of them.</summary>
    public UserUpdate SetHome(
        IEnumerable<EndUser> users,
        int mayLose = int.MaxValue,
        IReadOnlySet<string>? misplaced = null
    ) =>
        Database.HomeUserWriter.Replace(
            [.. users],
            misplaced ?? new HashSet<string>(),
            mayLose,
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );

    /// <summary>The number that a query of the file comes to.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path};Mode=ReadOnly;Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of the tests alone.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static EndUser User(int number, string first = "Mina") =>
        new(
            $"user{number:D5}",
            first,
            "Park",
            $"user{number:D5}@x.example",
            $"user{number:D5}@x.example",
            number % 10 == 0 ? null : "127.0.11.1"
        );

    public void Dispose()
    {
        Database.Close();
        _directory.Dispose();
        _folder.Dispose();
    }
}
