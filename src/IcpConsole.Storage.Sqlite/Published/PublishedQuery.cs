using IcpConsole.Storage.Published;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// One SELECT, read and written anew for SQLite, on a read-only connection of its own with limits on
/// time and size.
/// </summary>
internal sealed class PublishedQuery(string path, TimeProvider time) : IPublishedQuery
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
    /// Few, because a step may work on two values of <see cref="MaxValueLength"/>, and LIKE takes tens
    /// of milliseconds for one of them on a busy machine.
    /// </summary>
    private const int StepsBetweenLooks = 5;

    private const int MaxSqlLength = 64 * 1024;

    /// <summary>
    /// Of a value, and of a row; the longest that is published, a certificate, is a tenth of it.
    /// </summary>
    private const int MaxValueLength = 64 * 1024;

    private const int SyntaxError = -201;
    private const int TimedOut = -243;
    private const int Failed = -1;

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
        Prepared prepared;
        try
        {
            var statement = SqlChecker.Check(sql);
            var written = SqliteWriter.Write(statement.Query, time.GetUtcNow());
            prepared = new Prepared(statement.Columns, written);
        }
        catch (SqlRefusedException e)
        {
            return new(e.Code, e.Message);
        }

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
            var running = () => Run(prepared, caller, output, linked.Token);
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
        Prepared prepared,
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
        var (columns, written) = prepared;
        growth = QueryBudget.GrowthOf(KeptRows.IsAskedFor(db, written.Text), caller);
        var isRead = raw.sqlite3_prepare_v2(db, written.Text, out var program);
        cancellationToken.ThrowIfCancellationRequested();
        if (isRead != raw.SQLITE_OK)
            return Refusal(db);
        using (program)
        {
            Bind(program, written.Values);
            output.Columns(columns);
            return Step(db, program, output, cancellationToken);
        }
    }

    private static void Bind(sqlite3_stmt program, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++)
            _ = values[i] switch
            {
                long number => raw.sqlite3_bind_int64(program, i + 1, number),
                double number => raw.sqlite3_bind_double(program, i + 1, number),
                string text => raw.sqlite3_bind_text(program, i + 1, text),
                _ => raw.sqlite3_bind_null(program, i + 1),
            };
    }

    private static QueryRefusal? Step(
        sqlite3 db,
        sqlite3_stmt program,
        IQueryRows output,
        CancellationToken cancellationToken
    )
    {
        var values = new string?[raw.sqlite3_column_count(program)];
        int result;
        while ((result = raw.sqlite3_step(program)) == raw.SQLITE_ROW)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = raw.sqlite3_column_text(program, i).utf8_to_string();
            output.Row(values);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return result == raw.SQLITE_DONE ? null : Refusal(db);
    }

    /// <param name="Columns">Names of the result's columns.</param>
    /// <param name="Statement">What is run.</param>
    private sealed record Prepared(IReadOnlyList<string> Columns, SqliteStatement Statement);

    private static void Restrict(sqlite3 db, Func<bool> isOver)
    {
        SqliteFunctions.AddTo(db);
        raw.sqlite3_exec(db, "PRAGMA temp_store = MEMORY");
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, MaxValueLength);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_COLUMN, 256);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_EXPR_DEPTH, 1000);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_COMPOUND_SELECT, 8);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_VDBE_OP, 50_000);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_progress_handler(db, StepsBetweenLooks, _ => isOver() ? 1 : 0, null);
    }

    private static QueryRefusal Refusal(sqlite3 db) =>
        raw.sqlite3_errcode(db) switch
        {
            raw.SQLITE_INTERRUPT or raw.SQLITE_NOMEM => TookTooLong,
            raw.SQLITE_TOOBIG => new(SyntaxError, "A value or the statement is too large."),
            raw.SQLITE_ERROR => FromFunction(raw.sqlite3_errmsg(db).utf8_to_string()),
            _ => new(Failed, "The database could not answer."),
        };

    /// <summary>What <see cref="SqliteFunctions"/> end a statement with.</summary>
    private static QueryRefusal FromFunction(string code) =>
        code switch
        {
            "-284" => new(-284, "A subquery has returned not exactly one row."),
            "-1202" => new(-1202, "An attempt was made to divide by zero."),
            "-1213" => new(-1213, "A character to numeric conversion process failed."),
            "-1226" or "integer overflow" => new(
                -1226,
                "Decimal or money value exceeds maximum precision."
            ),
            _ => new(SyntaxError, "The statement is too large."),
        };
}
