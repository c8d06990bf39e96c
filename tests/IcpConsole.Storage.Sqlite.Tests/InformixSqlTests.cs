using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Published;
using IcpConsole.Storage.Sqlite.Published;
using IcpConsole.Testing;

namespace IcpConsole.Storage.Sqlite.Tests;

/// <summary>
/// Statements as public scripts write them, with the answer of Informix, or the refusal that names
/// what is not supported (IBM, <em>Informix Guide to SQL: Syntax</em> and <em>Reference</em>).
/// </summary>
public sealed class InformixSqlTests : IAsyncLifetime
{
    private TestDatabase _test = null!;

    public async ValueTask InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        _test.SetHome([
            User("kim.minsu", "kim.minsu@x.example", "127.0.11.1"),
            User("O'Brien", "", "127.0.11.1"),
            User("van der berg", "vdb@x.example", null),
            User("r&d", "rd@x.example", "127.0.11.1"),
        ]);
    }

    public ValueTask DisposeAsync()
    {
        _test.Dispose();
        return ValueTask.CompletedTask;
    }

    private static EndUser User(string id, string uri, string? node) =>
        new(id, "First", "Last", $"{id}@mail.example", uri, node);

    /// <summary>Rows as text, or the code of the refusal.</summary>
    private async Task<string> AnswerAsync(string sql)
    {
        var rows = new Rows();
        var refusal = await _test.Database.Published.RunAsync(
            sql,
            TestDatabase.Caller,
            rows,
            CancellationToken.None
        );
        return refusal is null ? string.Join(';', rows.Lines) : $"{refusal.Code}";
    }

    [Theory]
    // Blanks at the end do not count, whatever the text comes from.
    [InlineData("select first 1 'x' from enduser where 'a ' = 'a'", "x")]
    [InlineData("select first 1 decode('a ', 'a', 1, 0) from enduser", "1")]
    [InlineData("select first 1 case 'a ' when 'a' then 1 else 0 end from enduser", "1")]
    [InlineData("select count(*) from enduser where 'a ' in ('a')", "4")]
    [InlineData("select first 1 'x' from enduser where trim('b ') = 'b  '", "x")]
    [InlineData(
        "select count(*) from enduser where (select max(userid) from enduser) = 'van der berg '",
        "4"
    )]
    [InlineData("select 'a' from enduser union select 'a ' from enduser", "a ")]
    // What SQLite would refuse in its own way.
    [InlineData("select count(*) from enduser group by 1", "-321")]
    [InlineData("select max(userid) from enduser group by 1", "-321")]
    [InlineData(
        "select count(*) from enduser e where exists (select 1 from processnode having max(e.status) > 0)",
        "-201"
    )]
    // Characters beyond the basic plane are one each.
    [InlineData(
        "select first 1 trim(both '\U0001f601' from '\U0001f600a\U0001f600') from enduser",
        "\U0001f600a\U0001f600"
    )]
    [InlineData(
        "select first 1 trim(both '\U0001f600' from '\U0001f600a\U0001f600') from enduser",
        "a"
    )]
    [InlineData(
        "select first 1 cast('\U0001f600' as char(3)) || 'x' from enduser",
        "\U0001f600  x"
    )]
    public async Task Texts_are_compared_and_cut_as_Informix_does(string sql, string answer) =>
        Assert.Equal(answer, await AnswerAsync(sql));

    [Theory]
    // Numbers and text that meet.
    [InlineData("SELECT name FROM processnode WHERE nodeid > 1", "127.0.11.1;cucm.x.example")]
    [InlineData(
        "select name from processnode where tknodeusage = '0' and systemnode = 'f'",
        "127.0.11.1;cucm.x.example"
    )]
    [InlineData("select name from processnode where tkprocessnoderole=2", "127.0.11.1")]
    [InlineData(
        "select name from processnode where tkprocessnoderole in ('2', 7)",
        "127.0.11.1"
    )]
    [InlineData("select name from processnode where tkprocessnoderole = ' 2 '", "127.0.11.1")]
    [InlineData("select name from processnode where tknodeusage = 'x'", "-1213")]
    [InlineData("select name from processnode where name = 5", "-1213")]
    [InlineData("select name from processnode where systemnode = 0", "-1260")]
    [InlineData("select name from processnode where systemnode = 'yes'", "-1260")]
    // Quotes of either kind, and what is compared.
    [InlineData(
        "SELECT name FROM ProcessNode WHERE name != 'EnterpriseWideData'",
        "127.0.11.1;cucm.x.example"
    )]
    [InlineData("select name from processnode where name like \"127%\"", "127.0.11.1")]
    [InlineData("select name from processnode where systemnode = \"t\"", "EnterpriseWideData")]
    [InlineData("select userid from enduser where userid = \"nobody\"", "")]
    [InlineData("select userid from enduser where userid = 'O''Brien'", "O'Brien")]
    [InlineData("select userid from enduser where userid = \"O'Brien\"", "O'Brien")]
    [InlineData("select userid from enduser where userid = 'KIM.MINSU'", "")]
    [InlineData("select userid from enduser where userid like 'KIM%'", "")]
    [InlineData("select userid from enduser where userid = 'kim.minsu  '", "kim.minsu")]
    [InlineData("select userid from enduser where userid like 'kim_minsu'", "kim.minsu")]
    [InlineData(@"select userid from enduser where userid like 'kim\_minsu'", "")]
    [InlineData("select userid from enduser where userid like 'kim!_minsu' escape '!'", "")]
    [InlineData(
        "select userid from enduser where userid not like '%e%' order by 1",
        "kim.minsu;r&d"
    )]
    [InlineData("select name from processnode where name matches '127*'", "127.0.11.1")]
    [InlineData("select userid from enduser where userid matches '[a-r]*'", "kim.minsu;r&d")]
    [InlineData("select userid from enduser where userid matches '[^k]?d'", "r&d")]
    [InlineData("select count(*) from enduser where enablecups = 't'", "3")]
    [InlineData("select count(*) from enduser where enablecups = 'T'", "3")]
    [InlineData("select count(*) from enduser where enablecups in ('T', 'F')", "4")]
    [InlineData("select name from processnode where nodeid = '2.0'", "127.0.11.1")]
    [InlineData(
        "select name from processnode where nodeid < '99999999999999999999' and nodeid = 2",
        "127.0.11.1"
    )]
    [InlineData("select -(-1), - (-(2)) from icsastate", "1|2")]
    [InlineData("select count(*) from icsastate where '\uD83D\uDE00' like '_'", "1")]
    [InlineData(
        "select count(*) from icsastate where '\ubbfc\uc218' matches '[\uac00-\ud7a3]*'",
        "1"
    )]
    [InlineData("select count(*) from icsastate where 'x' matches '[\uac00-\ud7a3]*'", "0")]
    // What is not there, and what is no SELECT.
    [InlineData("select * from device", "-206")]
    [InlineData("select * from HomeUsers", "-206")]
    [InlineData("select nosuchcolumn from processnode", "-217")]
    [InlineData("select p.nosuch from processnode p", "-217")]
    [InlineData("select q.name from processnode p", "-217")]
    [InlineData("select name from processnode where nosuch = 1", "-217")]
    [InlineData("select name from processnode order by nosuch", "-217")]
    [InlineData("select rowid from processnode", "-217")]
    [InlineData("select firstname, lastname, userid from enduser", "-217")]
    [InlineData("select count(*) from enduser where islocaluser='t'", "-217")]
    [InlineData("select name from processnode p, enterprisenode e", "-324")]
    [InlineData("select p.name from processnode p, enterprisenode p", "-221")]
    [InlineData("selec name from processnode", "-201")]
    [InlineData("select name processnode", "-201")]
    [InlineData("select name from processnode where", "-201")]
    [InlineData("select name from processnode where name", "-201")]
    [InlineData("select name from processnode where name = 'x", "-201")]
    [InlineData("select name from processnode where nodeid = 1x", "-201")]
    [InlineData("select name, from processnode", "-201")]
    [InlineData("select name from processnode; select 1", "-201")]
    [InlineData("select 1", "-201")]
    [InlineData("select nodeid / 2 from processnode", "-201")]
    [InlineData(
        "select name from processnode union select name, id from enterprisenode",
        "-308"
    )]
    [InlineData("select name, count(*) from processnode", "-294")]
    [InlineData("select distinct name from processnode order by nodeid", "-309")]
    [InlineData("select sleep(10) from processnode", "-674")]
    [InlineData("select (select name from processnode) from icsastate", "-284")]
    [InlineData("select mod(nodeid, 0) from processnode", "-1202")]
    [InlineData("select userid::integer from enduser", "-1213")]
    // Functions and casts.
    [InlineData("select nvl(mailid,'-') mail from enduser where userid = 'nobody'", "")]
    [InlineData("select first 2 nvl(description,'none') as d from processnode", "none;none")]
    [InlineData("select userid::lvarchar as u from enduser where userid = 'r&d'", "r&d")]
    [InlineData(
        "select cast(userid as lvarchar(3)) as u from enduser where userid = 'kim.minsu'",
        "kim"
    )]
    [InlineData("select userid::char(5) || '.' from enduser where userid = 'r&d'", "r&d  .")]
    [InlineData(
        "select replace(userid,'.','_') as u from enduser where userid = 'kim.minsu'",
        "kim_minsu"
    )]
    [InlineData(
        "select decode(tkuserprofile,1,'home',100,'remote','?') as u from enduser where userid='r&d'",
        "home"
    )]
    [InlineData(
        "select decode(description,null,'none','some') from processnode where nodeid = 1",
        "none"
    )]
    [InlineData(
        "select case tkuserprofile when 1 then 'h' else 'r' end from enduser where userid='r&d'",
        "h"
    )]
    [InlineData(
        "select case when nodeid > 1 then 1 end from processnode order by nodeid",
        ";1;1"
    )]
    [InlineData(
        "select userid || '@' || mailid as u from enduser where userid='r&d'",
        "r&d@r&d@mail.example"
    )]
    [InlineData(
        "select userid || description from processnode, enduser where nodeid=1 and userid='r&d'",
        ""
    )]
    [InlineData("select upper(name) from processnode where nodeid = 2", "127.0.11.1")]
    [InlineData("select initcap('VAN der berg') from icsastate", "Van Der Berg")]
    [InlineData("select length('müde  ') from icsastate", "5")]
    [InlineData("select char_length('müde') from icsastate", "4")]
    [InlineData(
        "select substr(userid, 1, 3), substr(userid, -3), substring(userid from 2 for 2) from enduser where userid='kim.minsu'",
        "kim|nsu|im"
    )]
    [InlineData(
        "select trim('  a ') || '|' || trim(leading 'x' from 'xxa') from icsastate",
        "a|a"
    )]
    [InlineData(
        "select abs(0 - nodeid), nodeid + 1, nodeid * 2, mod(nodeid, 2) from processnode where nodeid = 2",
        "2|3|4|0"
    )]
    [InlineData("select -nodeid from processnode where nodeid = 1", "-1")]
    // Columns that have several values.
    [InlineData("select unique tknodeusage from processnode", "0")]
    [InlineData("select distinct tkprocessnoderole from processnode order by 1;", "1;2")]
    [InlineData(
        "select first 1 distinct tkprocessnoderole from processnode order by tkprocessnoderole desc",
        "2"
    )]
    [InlineData(
        "select name from processnode where name in ('127.0.11.1','127.0.11.2')",
        "127.0.11.1"
    )]
    [InlineData("select name from processnode where nodeid not in (1, 2)", "cucm.x.example")]
    [InlineData("select name from processnode where nodeid between 2 and 3", "127.0.11.1")]
    [InlineData(
        "select name from processnode where nodeid not between 2 and 3",
        "EnterpriseWideData;cucm.x.example"
    )]
    // Pages.
    [InlineData(
        "select skip 1 first 1 name from processnode order by name",
        "EnterpriseWideData"
    )]
    [InlineData("select first 1 skip 1 name from processnode order by name", "-201")]
    [InlineData("select limit 1 name from processnode order by 1", "127.0.11.1")]
    [InlineData("select name from processnode order by name limit 1", "127.0.11.1")]
    [InlineData("select skip 2 userid from enduser order by userid", "r&d;van der berg")]
    [InlineData("select first 0 name from processnode", "")]
    [InlineData(
        "select first 2 name from processnode union select name from enterprisenode",
        "-201"
    )]
    [InlineData(
        "SELECT SKIP 1 LIMIT 1 userid FROM informix.enduser u ORDER BY u.userid DESC",
        "r&d"
    )]
    [InlineData(
        "select u.userid from enduser as u where nvl(u.primarynodeid, 0) = 0",
        "van der berg"
    )]
    [InlineData(
        "select unique u.enablecups from enduser u where u.enablecups matches '[tf]' order by 1",
        "f;t"
    )]
    // Comments.
    [InlineData(
        "select name {publisher} from processnode /* of IM&P */ where tkprocessnoderole=2 and systemnode='f' -- comment",
        "127.0.11.1"
    )]
    [InlineData("select name { from processnode", "-201")]
    // Aggregates and groups.
    [InlineData(
        "select count(*), max(nodeid), min(name) from processnode",
        "3|1002|127.0.11.1"
    )]
    [InlineData("select count(*) as total from processnode", "3")]
    [InlineData(
        "select sum(nodeid), count(distinct systemnode), count(description) from processnode",
        "1005|2|0"
    )]
    [InlineData(
        "select tkprocessnoderole, count(*) from processnode group by tkprocessnoderole order by 2 desc, 1",
        "1|2;2|1"
    )]
    [InlineData(
        "select tkprocessnoderole r, count(*) from processnode group by 1 having count(*) > 1",
        "1|2"
    )]
    [InlineData("select 'x' from processnode where tkprocessnoderole=2", "x")]
    // Joins.
    [InlineData(
        "select pn.name, tnu.name from processnode pn inner join typenodeusage tnu on pn.tknodeusage=tnu.enum where pn.tkprocessnoderole=2",
        "127.0.11.1|Publisher"
    )]
    [InlineData(
        "select pn.name as node, tnu.name as usage from processnode as pn, typenodeusage as tnu where pn.tknodeusage=tnu.enum and pn.tkprocessnoderole=2",
        "127.0.11.1|Publisher"
    )]
    [InlineData(
        "select pn.name, tr.name from processnode pn, outer typeprocessnoderole tr where pn.tkprocessnoderole = tr.enum and pn.nodeid = 2",
        "127.0.11.1|CUCM IM and Presence"
    )]
    [InlineData(
        "select pn.name, tr.name from processnode pn, outer typeprocessnoderole tr where pn.nodeid = tr.enum and tr.enum = 2 order by 1",
        "127.0.11.1|CUCM IM and Presence;EnterpriseWideData|;cucm.x.example|"
    )]
    [InlineData(
        "select u.userid, n.name from enduser u left outer join enterprisenode n on u.primarynodeid = n.id where u.userid like 'v%'",
        "van der berg|"
    )]
    [InlineData(
        "select en.name node, sc.name subcluster, tnu.name usage from enterprisenode en join enterprisesubcluster sc on "
            + "en.subclusterid=sc.id join processnode pn on en.fkprocessnode=pn.pkid join typenodeusage tnu on tnu.enum=pn.tknodeusage",
        "127.0.11.1|DefaultCUPSubcluster|Publisher"
    )]
    [InlineData(
        "select p.name from processnode p, outer enterprisenode e where (p.pkid = e.fkprocessnode and p.name = 'x') and p.isactive = 't'",
        ""
    )]
    // Subqueries.
    [InlineData(
        "select tkprocessnoderole, (select max(e.name) from enterprisenode e where e.fkprocessnode = p.pkid) from processnode p group by tkprocessnoderole",
        "-294"
    )]
    [InlineData("select userid from enduser order by count(*)", "-294")]
    [InlineData(
        "select p.name from processnode p join enterprisenode e on count(*) = 1",
        "-201"
    )]
    [InlineData(
        "select userid from enduser where primarynodeid in (select id from enterprisenode where isprimary = 't') and userid = 'r&d'",
        "r&d"
    )]
    [InlineData(
        "select name from processnode p where exists (select id from enterprisenode e where e.fkprocessnode = p.pkid)",
        "127.0.11.1"
    )]
    [InlineData(
        "select (select count(*) from enduser u where u.primarynodeid = e.id) n from enterprisenode e",
        "3"
    )]
    [InlineData(
        "select t.u from (select userid, mailid from enduser) as t(u, m) where t.m like 'r%'",
        "r&d"
    )]
    [InlineData("select x.c from (select count(*) c from enduser) x", "4")]
    // Columns that hold what the real ones hold.
    [InlineData(
        "select pkid, name, mac, ipv6name from processnode where systemnode='t'",
        "00000000-1111-0000-0000-000000000000|EnterpriseWideData||"
    )]
    [InlineData(
        "select userid, imaddress, directoryuri, xep106imaddress, enablecups from enduser where userid = 'van der berg'",
        @"van der berg|van der berg@x.example|vdb@x.example|van\20der\20berg@x.example|f"
    )]
    [InlineData(
        "select xep106imaddress from enduser where userid = 'O''Brien'",
        @"O\27Brien@x.example"
    )]
    [InlineData("select count(*) from enduser where primarynodeid is null", "1")]
    [InlineData(
        "select paramname,paramvalue from processconfig where paramname like '%ClusterID%'",
        "ClusterID|seoul"
    )]
    // The catalogue.
    [InlineData("select tabname from systables where tabname like 'end%'", "enduser")]
    [InlineData(
        "select t.tabname, c.colname from systables as t, syscolumns as c where t.tabid = c.tabid and t.tabname = 'typenodeusage' order by c.colno",
        "typenodeusage|enum;typenodeusage|name"
    )]
    [InlineData(
        "select tabname from informix.systables where tabtype in ('T','V') and tabid>=100 and tabname = 'enduser'",
        "enduser"
    )]
    public async Task A_statement_has_the_answer_of_Informix(string sql, string answer) =>
        Assert.Equal(answer, await AnswerAsync(sql));

    public static TheoryData<string> Monsters
    {
        get
        {
            var decode = "userid";
            var mixed = "userid";
            for (var i = 0; i < 20; i++)
            {
                decode = $"decode({decode},'a','b','c','d','e','f','g','h')";
                mixed = $"case when {mixed} in ('a', 1) then 'x' else 'y' end";
            }

            var stars = "enduser";
            for (var i = 0; i < 4; i++)
                stars =
                    $"(select {string.Join(',', Enumerable.Repeat("*", 60))} from {stars}) t";
            return
            [
                $"select {decode} from enduser",
                $"select {mixed} from enduser",
                $"select * from {stars}",
                $"select status{string.Concat(Enumerable.Repeat("::int", 4000))} from enduser",
                $"select {string.Concat(Enumerable.Repeat("((((1+", 40))}1 from enduser",
                $"select userid from enduser where {string.Concat(Enumerable.Repeat("not ", 5000))}status = 1",
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public async Task A_statement_that_would_grow_without_end_is_refused(string sql) =>
        Assert.Equal("-201", await AnswerAsync(sql));

    [Theory]
    [InlineData("with t as (select 1 from icsastate) select * from t", "WITH")]
    [InlineData(
        "select name from processnode intersect select name from enterprisenode",
        "INTERSECT"
    )]
    [InlineData("select name from processnode into temp x", "INTO")]
    [InlineData("select avg(nodeid) from processnode", "AVG")]
    [InlineData("select nodeid / 2 from processnode", "division")]
    [InlineData("select name from processnode natural join enterprisenode", "NATURAL")]
    [InlineData("select name from processnode p join enterprisenode e using (name)", "USING")]
    [InlineData(
        "select name from processnode where nodeid > all (select id from enterprisenode)",
        "ALL"
    )]
    [InlineData("select extend(current, year to day) from processnode", "extend")]
    [InlineData("select userid::date from enduser", "DATE")]
    public async Task A_refusal_names_what_is_not_supported(string sql, string part)
    {
        var refusal = await _test.Database.Published.RunAsync(
            sql,
            TestDatabase.Caller,
            new Rows(),
            CancellationToken.None
        );
        Assert.Contains(part, refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "select name, count(*), max(nodeid) AS Top, 'x', nodeid + 1 from processnode group by 1, nodeid",
        "name|count|top|constant|expression"
    )]
    [InlineData("select p.* from typenodeusage p", "enum|name")]
    [InlineData("SELECT NAME FROM PROCESSNODE", "name")]
    public async Task Columns_are_called_as_Informix_calls_them(string sql, string names)
    {
        var rows = new Rows();
        Assert.Null(
            await _test.Database.Published.RunAsync(
                sql,
                TestDatabase.Caller,
                rows,
                CancellationToken.None
            )
        );
        Assert.Equal(names, string.Join('|', rows.Names));
    }

    [Fact]
    public async Task Dates_are_those_of_the_clock()
    {
        var (time, rows) = (new ManualTimeProvider(), new Rows());
        var now = time.GetUtcNow();
        Assert.Null(
            await new PublishedQuery(_test.Path, time).RunAsync(
                "select first 1 today as d, current as c from processnode",
                TestDatabase.Caller,
                rows,
                CancellationToken.None
            )
        );
        Assert.Equal([$"{now:yyyy-MM-dd}|{now:yyyy-MM-dd HH:mm:ss.fff}"], rows.Lines);
    }

    [Fact]
    public async Task Every_view_has_the_columns_that_are_published()
    {
        foreach (var table in PublishedTables.All)
        {
            var rows = new Rows();
            Assert.Null(
                await _test.Database.Published.RunAsync(
                    $"select * from {table.Name}",
                    TestDatabase.Caller,
                    rows,
                    CancellationToken.None
                )
            );
            Assert.Equal(table.Columns.Select(c => c.Name), rows.Names);
            foreach (var column in table.Columns)
                Assert.DoesNotMatch(
                    "^-",
                    await AnswerAsync($"select count({column.Name}) from {table.Name}")
                );
        }
    }

    [Fact]
    public async Task Addresses_follow_the_clusters_scheme()
    {
        var definition = await _test.Database.ReadDefinitionAsync(CancellationToken.None);
        await _test.Database.Definition.ChangeAsync(
            definition with
            {
                Traits = definition.Traits with
                {
                    AddressScheme = ImAddressScheme.DirectoryUri,
                },
            },
            new Dictionary<NodeName, NodeName>(),
            CancellationToken.None
        );
        Assert.Equal(
            "vdb@x.example|vdb@x.example",
            await AnswerAsync(
                "select imaddress, xep106imaddress from enduser where userid = 'van der berg'"
            )
        );
    }

    private sealed class Rows : IQueryRows
    {
        public List<string> Names { get; } = [];

        public List<string> Lines { get; } = [];

        public void Columns(IEnumerable<string> names) => Names.AddRange(names);

        public void Row(ReadOnlySpan<string?> values) =>
            Lines.Add(string.Join('|', values.ToArray()));
    }
}
