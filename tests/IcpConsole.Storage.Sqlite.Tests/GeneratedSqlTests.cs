using FsCheck;
using FsCheck.Fluent;
using IcpConsole.Storage.Published;

namespace IcpConsole.Storage.Sqlite.Tests;

/// <summary>
/// Statements of the documented subset, made at random, and what becomes of them when they are
/// damaged.
/// </summary>
public sealed class GeneratedSqlTests : IAsyncLifetime
{
    private const int Users = 20;

    private static readonly int[] s_documented =
    [
        -201,
        -206,
        -217,
        -221,
        -243,
        -284,
        -294,
        -308,
        -309,
        -324,
        -674,
        -1202,
        -1213,
        -1226,
        -1260,
    ];

    private static readonly Gen<string> s_text = Gen.Elements(
        "userid",
        "imaddress",
        "mailid",
        "pkid",
        "'user00003'",
        "\"a b\"",
        "upper(userid)",
        "userid || '-' || mailid",
        "substr(userid, 3, 4)",
        "nvl(discoveryuseridentity, 'none')",
        "replace(userid, 'user', 'u')",
        "userid::char(20)",
        "decode(status, 1, 'one', 'other')"
    );

    private static readonly Gen<string> s_number = Gen.Elements(
        "status",
        "tkuserprofile",
        "tkassignmentstate",
        "1",
        "'7'",
        "length(userid)",
        "status + tkuserprofile * 2",
        "mod(tkuserprofile, 3)",
        "case when enablecups = 't' then 1 else 0 end",
        "instr(mailid, '@')"
    );

    /// <summary>Of columns that are never NULL, so that one of it and its opposite is true.</summary>
    private static Gen<string> Condition(int depth)
    {
        var simple = Gen.OneOf(
            s_text
                .Two()
                .SelectMany(t =>
                    Gen.Elements("=", "<>", "<", ">=").Select(o => $"{t.Item1} {o} {t.Item2}")
                ),
            s_number
                .Two()
                .SelectMany(n =>
                    Gen.Elements("=", "!=", ">", "<=").Select(o => $"{n.Item1} {o} {n.Item2}")
                ),
            s_text.SelectMany(t =>
                Gen.Elements(
                        "like '%1_'",
                        "not like 'USER%'",
                        "matches '*[0-4]'",
                        "like 'a\\%'"
                    )
                    .Select(p => $"{t} {p}")
            ),
            s_number.Select(n => $"{n} in (0, 1, '2')"),
            s_number.Select(n => $"{n} between 0 and 5"),
            Gen.Elements(
                "enablecups = 'T'",
                "primarynodeid is null",
                "pkid in (select pkid from enduser where status = 1)",
                "exists (select id from enterprisenode)"
            )
        );
        return depth == 0
            ? simple
            : Gen.OneOf(
                simple,
                Condition(depth - 1).Select(c => $"not ({c})"),
                Condition(depth - 1)
                    .Two()
                    .SelectMany(c =>
                        Gen.Elements("and", "or").Select(w => $"({c.Item1} {w} {c.Item2})")
                    )
            );
    }

    private static readonly Gen<string> s_statements =
        from distinct in Gen.Elements(
            "",
            "distinct ",
            "unique ",
            "first 3 ",
            "skip 2 first 4 "
        )
        from items in Gen.OneOf(s_text, s_number, Gen.Constant("*")).NonEmptyListOf()
        from condition in Condition(2)
        from order in Gen.Elements("", " order by 1", " order by userid desc", " limit 5", ";")
        select $"select {distinct}{string.Join(", ", items.Take(6))} from enduser where {condition}{order}";

    private TestDatabase _test = null!;

    public async ValueTask InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        _test.SetHome(TestDatabase.Users(Users));
    }

    public ValueTask DisposeAsync()
    {
        _test.Dispose();
        return ValueTask.CompletedTask;
    }

    private const int Samples = 150;

    [Fact]
    public async Task A_condition_and_its_opposite_share_out_the_rows()
    {
        foreach (var condition in Condition(3).Sample(Samples))
        {
            var (yes, no) = (
                await CountAsync($"select count(*) from enduser where {condition}"),
                await CountAsync($"select count(*) from enduser where not ({condition})")
            );
            Assert.True(yes + no == Users, condition);
        }
    }

    [Fact]
    public async Task A_statement_is_answered_or_refused_in_the_words_of_Informix()
    {
        foreach (var sql in s_statements.Sample(Samples))
            await CheckAsync(sql);
    }

    [Fact]
    public async Task A_damaged_statement_is_answered_or_refused_in_the_words_of_Informix()
    {
        string[] parts = ["", "'", "\"", "(", ")", "{", "--", ";", "select", "\0", "é"];
        var damaged =
            from sql in s_statements
            from at in Gen.Choose(0, sql.Length - 1)
            from length in Gen.Choose(0, 4)
            from put in Gen.Elements(parts)
            select sql[..at] + put + sql[Math.Min(sql.Length, at + length)..];
        foreach (var sql in damaged.Sample(2 * Samples))
            await CheckAsync(sql);
    }

    private async Task CheckAsync(string sql)
    {
        var (refusal, _) = await RunAsync(sql);
        if (refusal is null)
            return;
        Assert.True(s_documented.Contains(refusal.Code), $"{refusal}: {sql}");
        Assert.DoesNotContain("sqlite", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ifx_", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<long> CountAsync(string sql)
    {
        var (refusal, first) = await RunAsync(sql);
        Assert.True(refusal is null, $"{refusal}: {sql}");
        return long.Parse(first!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<(QueryRefusal? Refusal, string? First)> RunAsync(string sql)
    {
        var rows = new FirstValue();
        var refusal = await _test.Database.Published.RunAsync(
            sql,
            TestDatabase.Caller,
            rows,
            CancellationToken.None
        );
        return (refusal, rows.Value);
    }

    private sealed class FirstValue : IQueryRows
    {
        public string? Value { get; private set; }

        public void Columns(IEnumerable<string> names) { }

        public void Row(ReadOnlySpan<string?> values) => Value ??= values[0];
    }
}
