using System.Globalization;
using System.Text.RegularExpressions;
using IcpConsole.Storage.Peering;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Peering;

/// <summary>
/// One SELECT, on a read-only connection of its own, under an authorizer that knows the published
/// views and nothing else, with limits on time and size.
/// </summary>
internal sealed partial class PublishedQuery(string path, TimeProvider time) : IPublishedQuery
{
    /// <summary>
    /// From the moment a query is handed in until it has ended, the wait for its turn included.
    /// </summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Steps of SQLite's machine: some ten times what it takes to read and sort every user of the
    /// largest cluster.
    /// </summary>
    private const int MaxSteps = 30_000_000;

    /// <summary>
    /// Few, because a step may work on two values of <see cref="MaxValueLength"/>, and LIKE and the
    /// trims take tens of milliseconds for one of them on a busy machine.
    /// </summary>
    private const int StepsBetweenLooks = 5;

    private const int MaxSqlLength = 64 * 1024;

    /// <summary>
    /// Of a value, and of a row; the longest that is published, a certificate, is a tenth of it.
    /// </summary>
    private const int MaxValueLength = 64 * 1024;

    private const int SyntaxError = -201;
    private const int NotPublished = -206;
    private const int TimedOut = -243;
    private const int Failed = -1;

    private static readonly HashSet<string> s_functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "abs",
        "avg",
        "coalesce",
        "count",
        "group_concat",
        "ifnull",
        "instr",
        "length",
        "like",
        "lower",
        "ltrim",
        "max",
        "min",
        "nullif",
        "round",
        "rtrim",
        "substr",
        "substring",
        "sum",
        "total",
        "trim",
        "upper",
    };

    private readonly QueryBudget _budget = QueryBudget.OfProcess;

    public async Task<QueryRefusal?> RunAsync(
        string sql,
        QueryCaller caller,
        IQueryRows output,
        CancellationToken cancellationToken
    )
    {
        if (sql.Length > MaxSqlLength)
            return new(
                SyntaxError,
                $"The statement is longer than {MaxSqlLength} characters."
            );
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            cancellationToken
        );
        try
        {
            using var permit = await _budget.EnterAsync(caller, linked.Token);
            if (!permit.IsAcquired)
                return new(TimedOut, "Too many statements wait.");
            // A thread of its own: whatever a statement does for ten seconds, it does not hold one
            // that requests are answered on.
            var running = () => Run(sql, caller, output, linked.Token);
            return await Task.Factory.StartNew(
                running,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TookTooLong;
        }
    }

    private static QueryRefusal TookTooLong =>
        new(
            TimedOut,
            $"The statement took longer than {TimeLimit.TotalSeconds:0} s, or too many steps, or too much memory."
        );

    private QueryRefusal? Run(
        string sql,
        QueryCaller caller,
        IQueryRows output,
        CancellationToken cancellationToken
    )
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        var db = connection.Handle!;
        var growth = QueryBudget.GrowthOf(keepsRows: false, caller);
        var looks = 0;
        var least = raw.sqlite3_memory_used();
        Restrict(db, () =>
        {
            if (cancellationToken.IsCancellationRequested)
                return true;
            if (++looks > MaxSteps / StepsBetweenLooks)
                return true;
            var used = raw.sqlite3_memory_used();
            // Memory that other queries have given back must not count towards what this one may
            // take.
            least = Math.Min(least, used);
            return used - least > growth;
        });
        var statement = FromInformix(sql);
        // Not before it is restricted: some pragmas act when they are prepared, explained or not
        // (SQLite, "PRAGMA Statements").
        growth = QueryBudget.GrowthOf(KeptRows.IsAskedFor(db, statement), caller);
        return Run(db, statement, output, cancellationToken);
    }

    private static QueryRefusal? Run(
        sqlite3 db,
        string sql,
        IQueryRows output,
        CancellationToken cancellationToken
    )
    {
        var prepared = raw.sqlite3_prepare_v2(db, sql, out var statement, out var tail);
        cancellationToken.ThrowIfCancellationRequested();
        if (prepared != raw.SQLITE_OK)
            return Refusal(db);
        using (statement)
        {
            if (statement.IsInvalid)
                return new(SyntaxError, "A syntax error has occurred.");
            if (raw.sqlite3_stmt_isexplain(statement) != 0)
                return new(SyntaxError, "A syntax error has occurred.");
            if (!string.IsNullOrWhiteSpace(tail))
                return new(SyntaxError, "One statement at a time.");
            return Step(db, statement, output, cancellationToken);
        }
    }

    private static QueryRefusal? Step(
        sqlite3 db,
        sqlite3_stmt statement,
        IQueryRows output,
        CancellationToken cancellationToken
    )
    {
        var values = new string?[raw.sqlite3_column_count(statement)];
        output.Columns(
            Enumerable
                .Range(0, values.Length)
                .Select(i => raw.sqlite3_column_name(statement, i).utf8_to_string())
        );
        int result;
        while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = raw.sqlite3_column_text(statement, i).utf8_to_string();
            output.Row(values);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return result == raw.SQLITE_DONE ? null : Refusal(db);
    }

    private static void Restrict(sqlite3 db, Func<bool> isOver)
    {
        BoundedFunctions.AddTo(db);
        raw.sqlite3_exec(db, "PRAGMA temp_store = MEMORY");
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, MaxValueLength);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_SQL_LENGTH, MaxSqlLength);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_COLUMN, 64);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_EXPR_DEPTH, 64);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_COMPOUND_SELECT, 8);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_VDBE_OP, 50_000);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256);
        raw.sqlite3_progress_handler(db, StepsBetweenLooks, _ => isOver() ? 1 : 0, null);
        raw.sqlite3_set_authorizer(db, Authorize, null);
    }

    // A table's column is read in the name of the view that uses it, which SQLite hands over as the
    // last argument. A WITH clause can give itself a view's name, so that alone proves nothing: the
    // column must also be one that a published view shows.
    private static int Authorize(
        object userData,
        int action,
        string subject,
        string detail,
        string database,
        string view
    ) =>
        action switch
        {
            raw.SQLITE_SELECT => raw.SQLITE_OK,
            raw.SQLITE_READ when PublishedViews.Names.Contains(subject) => raw.SQLITE_OK,
            // Rows of a view that are only counted are counted in its table, without a word of the
            // view.
            raw.SQLITE_READ when detail.Length == 0 && PublishedViews.Shows(subject, detail) =>
                raw.SQLITE_OK,
            raw.SQLITE_READ
                when view is not null
                    && PublishedViews.Names.Contains(view)
                    && PublishedViews.Shows(subject, detail) => raw.SQLITE_OK,
            raw.SQLITE_FUNCTION when s_functions.Contains(detail) => raw.SQLITE_OK,
            _ => raw.SQLITE_DENY,
        };

    private static QueryRefusal Refusal(sqlite3 db) =>
        raw.sqlite3_errcode(db) switch
        {
            raw.SQLITE_AUTH => new(
                NotPublished,
                "The statement reaches for what is not published."
            ),
            raw.SQLITE_INTERRUPT => TookTooLong,
            raw.SQLITE_TOOBIG => new(SyntaxError, "A value or the statement is too large."),
            raw.SQLITE_ERROR => new(
                SyntaxError,
                $"A syntax error has occurred. ({raw.sqlite3_errmsg(db).utf8_to_string()})"
            ),
            _ => new(Failed, "The database could not answer."),
        };

    /// <summary>
    /// Informix pages with <c>SELECT SKIP n FIRST m</c>, SQLite with LIMIT and OFFSET at the end.
    /// </summary>
    private static string FromInformix(string sql)
    {
        var paging = Paging().Match(sql);
        if (
            !paging.Success
            || (!paging.Groups["skip"].Success && !paging.Groups["first"].Success)
        )
            return sql;
        var first = paging.Groups["first"] is { Success: true } f ? f.Value : "-1";
        var skip = paging.Groups["skip"] is { Success: true } s ? s.Value : "0";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"select {sql[paging.Length..].TrimEnd().TrimEnd(';')} limit {first} offset {skip}"
        );
    }

    [GeneratedRegex(
        @"^\s*select\s+(?:skip\s+(?<skip>\d{1,9})\s+)?(?:first\s+(?<first>\d{1,9})\s+)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Paging();
}
