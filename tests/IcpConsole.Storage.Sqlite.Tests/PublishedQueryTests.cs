using IcpConsole.Storage.Published;
using IcpConsole.Storage.Sqlite.Published;
using IcpConsole.Testing;

namespace IcpConsole.Storage.Sqlite.Tests;

public sealed class PublishedQueryTests
{
    private sealed class Rows : IQueryRows
    {
        public List<string> Names { get; } = [];

        public List<string?[]> Values { get; } = [];

        public void Columns(IEnumerable<string> names) => Names.AddRange(names);

        public void Row(ReadOnlySpan<string?> values) => Values.Add(values.ToArray());
    }

    private static async Task<(QueryRefusal? Refusal, Rows Rows)> RunAsync(string sql)
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(Enumerable.Range(1, 50).Select(i => TestDatabase.User(i)));
        var rows = new Rows();
        return (
            await test.Database.Published.RunAsync(
                sql,
                TestDatabase.Caller,
                rows,
                CancellationToken.None
            ),
            rows
        );
    }

    [Fact]
    public async Task The_real_agents_count_query_is_answered()
    {
        var (refusal, rows) = await RunAsync(
            "SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0"
        );
        Assert.Null(refusal);
        // The publishers of IM and Presence and of Unified CM, as on the real product.
        Assert.Equal("2", rows.Values.Single().Single());
    }

    [Theory]
    [InlineData(
        "select en.name node, sc.name subcluster, tnu.name usage from enterprisenode en join "
            + "enterprisesubcluster sc on en.subclusterid=sc.id join processnode pn on "
            + "en.fkprocessnode=pn.pkid join typenodeusage tnu on tnu.enum=pn.tknodeusage",
        1
    )]
    [InlineData("select * from enduser", 50)]
    [InlineData("select pkid, primarynodeid from enduser where primarynodeid is null", 5)]
    [InlineData("select tkuserprofile, count(*) from enduser group by tkuserprofile", 1)]
    [InlineData("select * from icsastate", 1)]
    [InlineData("select servername, certificate from certificate", 0)]
    [InlineData("select * from icsauser where change > 40 order by change", 10)]
    [InlineData("SELECT SKIP 10 FIRST 5 userid FROM icsauser ORDER BY change", 5)]
    [InlineData("select first 7 userid from icsauser;", 7)]
    [InlineData("select skip 45 userid from icsauser", 5)]
    public async Task Published_views_are_read(string sql, int count)
    {
        var (refusal, rows) = await RunAsync(sql);
        Assert.Null(refusal);
        Assert.Equal(count, rows.Values.Count);
    }

    [Theory]
    [InlineData("select * from Peers")]
    [InlineData("with icsastate as (select Address from Peers) select Address from icsastate")]
    [InlineData("select ProtectedPassword from Peers")]
    [InlineData("select ProtectedKey from Identities")]
    [InlineData("select PasswordHash from ApplicationUsers")]
    [InlineData("select userid from enduser union select ProtectedPassword from Peers")]
    [InlineData("select (select PasswordHash from ApplicationUsers) from icsastate")]
    [InlineData("select * from icsastate where exists (select 1 from Peers)")]
    [InlineData(
        "with icsastate as (select DirectoryFile from Cluster) select DirectoryFile from icsastate"
    )]
    [InlineData("select * from sqlite_master")]
    [InlineData("select * from pragma_table_info('Peers')")]
    [InlineData("insert into HomeUsers (UserId) values ('x')")]
    [InlineData("delete from HomeUsers")]
    [InlineData("update Cluster set Change = 0")]
    [InlineData("drop view icsastate")]
    [InlineData("create table x (a)")]
    [InlineData("attach database '/etc/passwd' as x")]
    [InlineData("pragma journal_mode = delete")]
    [InlineData("vacuum into '/dev/null'")]
    [InlineData(
        "with icsastate as (select PasswordHash x from ApplicationUsers) select x from icsastate"
    )]
    [InlineData(
        "select * from (with enduser as (select ProtectedPassword p from Peers) select p from enduser)"
    )]
    [InlineData(
        "with certificate as (select ProtectedKey k from Identities) select k from certificate"
    )]
    [InlineData(
        "with enduser(sql) as (select sql from sqlite_master) select sql from enduser"
    )]
    [InlineData("with icsauser as (select count(*) n from Peers) select n from icsauser")]
    [InlineData("select count(*) from ApplicationUsers")]
    [InlineData("with icsauser as (select load_extension('x') n) select n from icsauser")]
    [InlineData("select Pem from Identities")]
    [InlineData("select load_extension('x') from icsastate")]
    [InlineData("select randomblob(1000000000) from icsastate")]
    [InlineData("select printf('%1000000000d', 1) from icsastate")]
    [InlineData(
        "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r"
    )]
    [InlineData(
        "select a.*, b.*, c.* from icsauser a, icsauser b, icsauser c, icsauser d order by a.userid, b.userid desc"
    )]
    [InlineData("select group_concat(a.userid) from icsauser a, icsauser b, icsauser c")]
    [InlineData("select 1; select 2")]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("selec")]
    [InlineData("begin")]
    public async Task Whatever_reaches_for_more_is_refused(string sql) =>
        Assert.NotNull((await RunAsync(sql)).Refusal);

    [Fact]
    public async Task A_query_without_end_is_cut_at_its_time_limit()
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(Enumerable.Range(1, 100).Select(i => TestDatabase.User(i)));
        var time = new ManualTimeProvider();
        var running = new PublishedQuery(test.Path, time).RunAsync(
            "select count(*) from enduser a, enduser b, enduser c, enduser d, enduser e, enduser f",
            TestDatabase.Caller,
            new Rows(),
            CancellationToken.None
        );
        await Eventually.TrueAsync(() => time.IsAwaited(PublishedQuery.TimeLimit));
        time.Advance(PublishedQuery.TimeLimit);
        Assert.Equal(-243, (await running)!.Code);
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_its_query()
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(Enumerable.Range(1, 100).Select(i => TestDatabase.User(i)));
        using var gone = new CancellationTokenSource();
        var running = test.Database.Published.RunAsync(
            "select count(*) from enduser a, enduser b, enduser c, enduser d, enduser e, enduser f",
            TestDatabase.Caller,
            new Rows(),
            gone.Token
        );
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
