using IcpConsole.Storage.Published;
using IcpConsole.Storage.Sqlite.Published;
using IcpConsole.Storage.Users;
using IcpConsole.Testing;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Tests;

/// <summary>What SQL from outside may take, however it is written.</summary>
public sealed class QueryBoundsTests
{
    private sealed class Count : IQueryRows
    {
        public int Rows { get; private set; }

        public void Columns(IEnumerable<string> names) { }

        public void Row(ReadOnlySpan<string?> values) => Rows++;
    }

    /// <summary>Doubles a value again and again: a thousand characters a step.</summary>
    private static string Long(string seed, int doublings) =>
        doublings == 0
            ? $"'{seed}'"
            : $"(select x || x from (select {Long(seed, doublings - 1)} as x from icsastate) t)";

    /// <summary>A value of 32,000 characters and more for each pair of users.</summary>
    private static string Values(int doublings) =>
        $"(select {Long(new string('a', 1000), doublings)} || a.userid as v from icsauser a, icsauser b) t";

    private static string Sixty(string column) =>
        string.Join(", ", Enumerable.Repeat(column, 60));

    public static TheoryData<string> Heavy =>
        [
            // One call that compares every character with every other.
            $"select ltrim({Long(new string('a', 1000), 5)}, {Long(new string('a', 1000), 5)}) from icsauser",
            $"select ltrim(v, v) from {Values(5)}",
            $"select instr({Long(new string('a', 1000), 5)}, {Long(new string('a', 500), 5)} || 'b') from icsauser a, icsauser b",
            $"select replace({Long(new string('a', 1000), 5)}, '{new string('a', 200)}b', 'c') from icsauser a, icsauser b",
            $"select count(*) from icsauser a, icsauser b, icsauser c where {Long(new string('a', 1000), 5)} like '%a%a%a%a%a%a%a%a%a%a%a%a%a%b'",
            $"select count(*) from icsauser a, icsauser b, icsauser c where {Long(new string('a', 1000), 5)} matches '*[a-m]*[a-m]*[a-m]*[a-m]*[a-m]*b'",
            "select max(a.userid || b.userid || c.userid) from icsauser a, icsauser b, icsauser c",
            "select a.*, b.*, c.* from icsauser a, icsauser b, icsauser c order by a.userid, b.userid desc, c.mailid",
            $"select a.userid, '{new string('y', 60_000)}' as y from icsauser a, icsauser b order by y, a.userid desc",
            "select distinct a.userid || b.userid || c.userid from icsauser a, icsauser b, icsauser c",
            // Patterns that nearly match everywhere, and characters that are found last, between two
            // looks.
            $"select {Sixty($"case when v like '%{new string('a', 200)}b%' then 1 end")} from {Values(5)}",
            $"select {Sixty($"rtrim(v, '{new string('z', 200)}a0123456789sernu.-')")} from {Values(5)}",
            "select max(x) from (select a.userid || b.userid as x from icsauser a, icsauser b union select b.userid || a.mailid from "
                + "icsauser a, icsauser b) t",
        ];

    [Theory]
    [MemberData(nameof(Heavy))]
    public async Task Whatever_a_statement_does_it_ends_within_its_time_and_a_little(
        string sql
    )
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(2000));
        await Bound.HoldsAsync(TimeSpan.FromSeconds(12), async () =>
        {
            var refusal = await test.Database.Published.RunAsync(
                sql,
                TestDatabase.Caller,
                new Count(),
                CancellationToken.None
            );
            // It was understood, and run.
            Assert.DoesNotContain(
                "syntax error",
                refusal?.Message ?? "",
                StringComparison.Ordinal
            );
            Assert.NotEqual(-206, refusal?.Code);
        });
    }

    [Theory]
    [MemberData(nameof(Heavy))]
    public async Task A_caller_that_hangs_up_ends_it_within_a_second_or_two(string sql)
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(2000));
        const int BeforeHangingUp = 100;
        await Bound.HoldsAsync(TimeSpan.FromSeconds(3), async () =>
        {
            using var gone = new CancellationTokenSource(BeforeHangingUp);
            var running = test.Database.Published.RunAsync(
                sql,
                TestDatabase.Caller,
                new Count(),
                gone.Token
            );
            await Task.WhenAny(running);
        });
    }

    [Fact]
    public async Task Statements_of_one_caller_and_of_strangers_leave_permits_to_others()
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(2000));
        using var gone = new CancellationTokenSource();
        const string Endless =
            "select count(*) from icsauser a, icsauser b, icsauser c where a.userid || b.userid || c.userid = ''";
        QueryCaller[] greedy =
        [
            new("one", IsKnown: true),
            new("a", IsKnown: false),
            new("b", IsKnown: false),
            new("c", IsKnown: false),
        ];
        var running = greedy
            .SelectMany(caller =>
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        test.Database.Published.RunAsync(
                            Endless,
                            caller,
                            new Count(),
                            gone.Token
                        )
                    )
            )
            .ToList();
        var started = TimeProvider.System.GetTimestamp();
        Assert.Null(
            await test.Database.Published.RunAsync(
                "select userid from icsauser where userid = ''",
                new QueryCaller("two", IsKnown: true),
                new Count(),
                CancellationToken.None
            )
        );
        Assert.InRange(
            TimeProvider.System.GetElapsedTime(started),
            TimeSpan.Zero,
            TimeSpan.FromSeconds(5)
        );
        Assert.All(running, r => Assert.False(r.IsCompleted));
        await gone.CancelAsync();
        await Task.WhenAny(Task.WhenAll(running));
    }

    [Theory]
    [InlineData(
        "select a.*, b.* from icsauser a, icsauser b order by a.mailid, b.mailid desc, b.userid"
    )]
    [InlineData(
        "select a.userid, $wide as wide from icsauser a, icsauser b order by wide, a.userid desc"
    )]
    [InlineData("select distinct a.userid || b.userid || $wide from icsauser a, icsauser b")]
    [InlineData(
        "select $wide || a.userid || b.userid, count(*) from icsauser a, icsauser b group by 1"
    )]
    [InlineData(
        "select count(distinct a.userid || b.userid || $wide) from icsauser a, icsauser b"
    )]
    [InlineData(
        "select a.userid || b.userid || $wide from icsauser a, icsauser b union select mailid from icsauser"
    )]
    public async Task All_statements_together_sort_in_little_memory_and_on_no_disk(string sort)
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(5000));
        var sql = sort.Replace(
            "$wide",
            $"'{new string('y', 60_000)}'",
            StringComparison.Ordinal
        );
        var before = raw.sqlite3_memory_used();
        raw.sqlite3_memory_highwater(1);
        var running = Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    test.Database.Published.RunAsync(
                        sql,
                        new QueryCaller($"{i}", IsKnown: true),
                        new Count(),
                        CancellationToken.None
                    )
                )
        );
        var onDisk = 0L;
        while (!running.IsCompleted)
        {
            onDisk = Math.Max(onDisk, TemporaryBytes());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.All(await running, refusal => Assert.Equal(-243, refusal?.Code));
        Assert.Equal(0, onDisk);
        Assert.InRange(raw.sqlite3_memory_highwater(0) - before, 1, 200_000_000);
    }

    [Theory]
    [InlineData(
        false,
        "select userid, mailid, node from icsauser where change > 0 order by change"
    )]
    [InlineData(true, "select userid, mailid from icsauser order by mailid desc, userid")]
    public async Task Queries_of_peers_go_on_beside_sorts_that_take_all_the_memory_they_can(
        bool sorts,
        string sql
    )
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(5000));
        using var ended = new CancellationTokenSource();
        var greedy =
            $"select a.userid, '{new string('y', 60_000)}' as wide "
            + "from icsauser a, icsauser b order by wide, a.userid desc";
        async Task FloodAsync(int number)
        {
            // Where a peer sorts, too, strangers alone are held back for it.
            var caller = new QueryCaller($"greedy{number}", IsKnown: !sorts);
            while (!ended.IsCancellationRequested)
                await test.Database.Published.RunAsync(
                    greedy,
                    caller,
                    new Count(),
                    CancellationToken.None
                );
        }

        var flood = Enumerable.Range(0, 3).Select(n => Task.Run(() => FloodAsync(n))).ToList();
        for (var i = 0; i < 40; i++)
        {
            var refusal = await test.Database.Published.RunAsync(
                sql,
                new QueryCaller("peer", IsKnown: true),
                new Count(),
                CancellationToken.None
            );
            Assert.Null(refusal);
        }

        await ended.CancelAsync();
        await Task.WhenAll(flood);
    }

    public static TheoryData<string> Greedy
    {
        get
        {
            var value = Long(new string('a', 300), 6);
            var wide = $"(select first 30 {value} || userid as w from icsauser) u";
            var counts = Enumerable.Repeat($"(select count(distinct w) from {wide})", 60);
            var lists = Enumerable.Repeat(
                $"case when 'x' in (select w from {wide}) then 1 end",
                60
            );
            var distinct = Enumerable.Range(0, 60).Select(i => $"count(distinct w || '{i}')");
            return
            [
                $"select {string.Join(", ", counts)} from icsastate",
                $"select {string.Join(", ", lists)} from icsastate",
                $"select {string.Join(", ", distinct)} from {wide}",
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Greedy))]
    public async Task A_statement_of_many_small_tables_never_has_much_memory(string sql)
    {
        using var test = await TestDatabase.CreateAsync();
        test.SetHome(TestDatabase.Users(100));
        var before = raw.sqlite3_memory_used();
        raw.sqlite3_memory_highwater(1);
        var refusal = await test.Database.Published.RunAsync(
            sql,
            TestDatabase.Caller,
            new Count(),
            CancellationToken.None
        );
        Assert.True(refusal is null or { Code: -243 }, refusal?.Message);
        Assert.InRange(
            raw.sqlite3_memory_highwater(0) - before,
            1,
            2 * QueryBudget.MaxHeapGrowth
        );
    }

    [Theory]
    [InlineData("pragma hard_heap_limit = 987654321")]
    [InlineData("pragma soft_heap_limit = 987654321")]
    [InlineData("query plan pragma hard_heap_limit = 987654321")]
    public async Task A_pragma_does_nothing_however_it_is_looked_at(string sql)
    {
        using var test = await TestDatabase.CreateAsync();
        var before = (HeapLimit(hard: true), HeapLimit(hard: false));
        var refusal = await test.Database.Published.RunAsync(
            sql,
            TestDatabase.Caller,
            new Count(),
            CancellationToken.None
        );
        Assert.NotNull(refusal);
        Assert.Equal(before, (HeapLimit(hard: true), HeapLimit(hard: false)));
    }

    /// <summary>Of the whole process; a negative number only asks.</summary>
    private static long HeapLimit(bool hard) =>
        hard ? raw.sqlite3_hard_heap_limit64(-1) : raw.sqlite3_soft_heap_limit64(-1);

    [Fact]
    public async Task A_plan_is_not_a_SELECT()
    {
        using var test = await TestDatabase.CreateAsync();
        Assert.Equal(
            -201,
            (
                await test.Database.Published.RunAsync(
                    "explain select 1",
                    TestDatabase.Caller,
                    new Count(),
                    CancellationToken.None
                )
            )?.Code
        );
    }

    /// <summary>
    /// What this process holds of SQLite's temporary files, which have no name any more.
    /// </summary>
    private static long TemporaryBytes()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var bytes = 0L;
        foreach (var descriptor in Directory.EnumerateFiles("/proc/self/fd"))
        {
            try
            {
                if (
                    File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName
                        is { } target
                    && target.Contains("etilqs", StringComparison.Ordinal)
                )
                    bytes += new FileInfo(descriptor).Length;
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return bytes;
    }

    [Fact]
    public async Task Room_that_users_leave_is_given_back()
    {
        using var test = await TestDatabase.CreateAsync();
        var peer = await test.Database.Peers.AddAsync(
            new(
                Domain.Clusters.NodeName.Parse("127.0.12.1"),
                "icsa",
                "x",
                Domain.Peering.PeerProtocol.Tcp
            ),
            null,
            CancellationToken.None
        );
        var writer = test.Database.RemoteUserWriter;
        writer.BeginStaging(peer, "epoch", 0);
        writer.Stage(peer, []);
        test.Database.Close();
        var honest = new FileInfo(test.Path).Length;
        for (var page = 0; page < 10; page++)
            writer.Stage(
                peer,
                [
                    .. Enumerable
                        .Range(1, 4000)
                        .Select(i => new ChangedUser(
                            TestDatabase.User((page * 4000) + i),
                            (page * 4000) + i,
                            false
                        )),
                ]
            );
        test.Database.Close();
        Assert.True(new FileInfo(test.Path).Length > 10 * honest);
        writer.BeginStaging(peer, "epoch", 0);
        Assert.True(test.Database.FreeSpace.IsDue());
        while (test.Database.FreeSpace.GiveBack()) { }

        Assert.False(test.Database.FreeSpace.IsDue());
        test.Database.Close();
        // What is kept for the next pass is a megabyte.
        Assert.InRange(new FileInfo(test.Path).Length, 0, (honest * 12 / 10) + (1024 * 1024));
    }

    [Fact]
    public async Task Where_the_whole_set_is_staged_a_tombstone_leaves_nothing()
    {
        using var test = await TestDatabase.CreateAsync();
        var peer = await test.Database.Peers.AddAsync(
            new(
                Domain.Clusters.NodeName.Parse("127.0.12.1"),
                "icsa",
                "x",
                Domain.Peering.PeerProtocol.Tcp
            ),
            null,
            CancellationToken.None
        );
        var writer = test.Database.RemoteUserWriter;
        writer.BeginStaging(peer, "epoch", 0);
        writer.Stage(
            peer,
            [
                new(TestDatabase.User(1), 1, false),
                new(TestDatabase.User(2), 2, true),
                new(TestDatabase.User(1), 3, true),
                new(TestDatabase.User(3), 4, false),
            ]
        );
        Assert.Equal(1, writer.CountStaged(peer));
        writer.BeginStaging(peer, "epoch", 4);
        writer.Stage(peer, [new(TestDatabase.User(3), 5, true)]);
        Assert.Equal(1, writer.CountStaged(peer));
    }
}
