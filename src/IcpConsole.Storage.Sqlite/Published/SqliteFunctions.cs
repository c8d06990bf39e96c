using System.Globalization;
using System.Text;
using SQLitePCL;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// What Informix does with values, for SQLite. One call is one step of SQLite's machine, however
/// long it takes, so that none of them takes long: what is looked for is short.
/// </summary>
internal static class SqliteFunctions
{
    public const string Like = "ifx_like";
    public const string OnlyOne = "ifx_only_one";
    public const string ToChar = "ifx_char";
    public const string ToInteger = "ifx_integer";
    public const string ToNumber = "ifx_number";
    public const string ToText = "ifx_text";

    /// <summary>Of what is looked for, in characters.</summary>
    private const int MaxSought = 256;

    private delegate object? Function(Arguments arguments);

    /// <summary>Ends a statement with a code of Informix.</summary>
    private sealed class FailedException(int code) : Exception($"{code}")
    {
        public int Code { get; } = code;
    }

    private static readonly Dictionary<string, Function> s_functions = new()
    {
        [Like] = a =>
            new SqlPattern(
                a.Sought(1),
                a.Text(2) is [var escape, ..] ? escape : null,
                a.Number(3) == 1
            ).Fits(a.Text(0))
                ? 1L
                : 0L,
        [OnlyOne] = a => a.Number(0) <= 1 ? 1L : throw new FailedException(-284),
        [ToChar] = a => Pad(Cut(a.Text(0), a.Length(1)), a.Length(1)),
        [ToInteger] = a => (long)Math.Truncate(Parse(a.Text(0))),
        [ToNumber] = a =>
            Parse(a.Text(0)) is var number && number == Math.Truncate(number)
                ? (long)number
                : (object)(double)number,
        [ToText] = a => Cut(a.Text(0), a.Length(1)),
        ["ifx_add"] = a => Checked(() => checked(a.Number(0) + a.Number(1))),
        ["ifx_subtract"] = a => Checked(() => checked(a.Number(0) - a.Number(1))),
        ["ifx_multiply"] = a => Checked(() => checked(a.Number(0) * a.Number(1))),
        ["ifx_abs"] = a => Checked(() => Math.Abs(a.Number(0))),
        ["ifx_mod"] = a =>
            a.Number(1) == 0 ? throw new FailedException(-1202)
            : a.Number(1) == -1 ? 0L
            : a.Number(0) % a.Number(1),
        ["ifx_upper"] = a => a.Text(0).ToUpperInvariant(),
        ["ifx_lower"] = a => a.Text(0).ToLowerInvariant(),
        ["ifx_initcap"] = a => Capitalize(a.Text(0)),
        ["ifx_trim"] = a => TrimStart(TrimEnd(a.Text(0), a.Trimmed(1)), a.Trimmed(1)),
        ["ifx_ltrim"] = a => TrimStart(a.Text(0), a.Trimmed(1)),
        ["ifx_rtrim"] = a => TrimEnd(a.Text(0), a.Trimmed(1)),
        ["ifx_replace"] = a =>
            a.Sought(1) is { Length: > 0 } sought
                ? a.Text(0)
                    .Replace(sought, a.Count > 2 ? a.Sought(2) : "", StringComparison.Ordinal)
                : a.Text(0),
        ["ifx_substr"] = a => Part(a.Text(0), StartOf(a), a.Count > 2 ? a.Number(2) : null),
        ["ifx_substring"] = a =>
            Part(a.Text(0), a.Number(1), a.Count > 2 ? a.Number(2) : null),
        ["ifx_length"] = a => (long)Encoding.UTF8.GetByteCount(a.Text(0).TrimEnd(' ')),
        ["ifx_octet_length"] = a => (long)Encoding.UTF8.GetByteCount(a.Text(0)),
        ["ifx_char_length"] = a => (long)a.Text(0).EnumerateRunes().Count(),
        ["ifx_instr"] = a =>
            a.Text(0).IndexOf(a.Sought(1), StringComparison.Ordinal) is >= 0 and var at
                ? a.Text(0)[..at].EnumerateRunes().Count() + 1L
                : 0L,
    };

    public static string ForOperator(string symbol) =>
        symbol switch
        {
            "+" => "ifx_add",
            "-" => "ifx_subtract",
            _ => "ifx_multiply",
        };

    /// <param name="function">As statements call it.</param>
    public static string NameOf(string function) =>
        function switch
        {
            "nvl" or "coalesce" => "coalesce",
            "character_length" => "ifx_char_length",
            _ => $"ifx_{function}",
        };

    public static void AddTo(sqlite3 db)
    {
        foreach (var (name, function) in s_functions)
            Add(db, name, (context, values) => Call(function, context, values));
    }

    private static void Add(
        sqlite3 db,
        string name,
        Action<sqlite3_context, sqlite3_value[]> call
    ) =>
        raw.sqlite3_create_function(
            db,
            name,
            -1,
            raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC,
            null,
            (context, _, values) => call(context, values)
        );

    private static void Call(
        Function function,
        sqlite3_context context,
        sqlite3_value[] values
    )
    {
        // What is not known of a value is not known of what is made of it. The last argument of some
        // may be absent.
        if (raw.sqlite3_value_type(values[0]) == raw.SQLITE_NULL)
        {
            raw.sqlite3_result_null(context);
            return;
        }

        try
        {
            switch (function(new Arguments(values)))
            {
                case null:
                    raw.sqlite3_result_null(context);
                    break;
                case long number:
                    raw.sqlite3_result_int64(context, number);
                    break;
                case double number:
                    raw.sqlite3_result_double(context, number);
                    break;
                case string text:
                    raw.sqlite3_result_text(context, text);
                    break;
            }
        }
        catch (NullValueException)
        {
            raw.sqlite3_result_null(context);
        }
        catch (FailedException e)
        {
            raw.sqlite3_result_error(context, $"{e.Code}");
        }
        catch (TooLongException)
        {
            raw.sqlite3_result_error_toobig(context);
        }
    }

    private static long Checked(Func<long> calculate)
    {
        try
        {
            return calculate();
        }
        catch (OverflowException)
        {
            throw new FailedException(-1226);
        }
    }

    private static decimal Parse(string text) =>
        text.Length <= MaxSought
        && decimal.TryParse(
            text.Trim(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
        && Math.Abs(number) < long.MaxValue
            ? number
            : throw new FailedException(-1213);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : Part(text, 1, length);

    private static string Pad(string text, int length) =>
        text + new string(' ', Math.Max(0, length - text.EnumerateRunes().Count()));

    private static string TrimStart(string text, string trimmed)
    {
        var runes = trimmed.EnumerateRunes().ToHashSet();
        var begin = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!runes.Contains(rune))
                break;
            begin += rune.Utf16SequenceLength;
        }

        return text[begin..];
    }

    private static string TrimEnd(string text, string trimmed)
    {
        var runes = trimmed.EnumerateRunes().ToHashSet();
        var end = text.Length;
        while (
            Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var last, out var length)
                == System.Buffers.OperationStatus.Done
            && runes.Contains(last)
        )
            end -= length;
        return text[..end];
    }

    private static string Capitalize(string text)
    {
        var made = new StringBuilder(text.Length);
        var isInside = false;
        foreach (var c in text)
        {
            made.Append(isInside ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            isInside = char.IsLetterOrDigit(c);
        }

        return made.ToString();
    }

    /// <summary>Of SUBSTR: a negative number counts from the end, and 0 is the first.</summary>
    private static long StartOf(Arguments arguments) =>
        arguments.Number(1) switch
        {
            0 => 1,
            < 0 and var back => arguments.Text(0).EnumerateRunes().Count() + 1 + back,
            var start => start,
        };

    /// <param name="text">Of which a part is wanted.</param>
    /// <param name="start">From 1; what lies before the first character counts and is empty.</param>
    /// <param name="count">Characters; null for all that follow.</param>
    private static string Part(string text, long start, long? count)
    {
        var end = count is { } some ? Math.Min(start, int.MaxValue) + some : long.MaxValue;
        var made = new StringBuilder();
        var at = 0L;
        foreach (var character in text.EnumerateRunes())
        {
            at++;
            if (at >= end)
                break;
            if (at >= start)
                made.Append(character.ToString());
        }

        return made.ToString();
    }

    private sealed class NullValueException : Exception;

    private sealed class TooLongException : Exception;

    /// <summary>Reads what SQLite hands over.</summary>
    private readonly struct Arguments(sqlite3_value[] values)
    {
        public int Count => values.Length;

        public string Text(int index) =>
            raw.sqlite3_value_type(values[index]) == raw.SQLITE_NULL
                ? throw new NullValueException()
                : raw.sqlite3_value_text(values[index]).utf8_to_string() ?? "";

        public long Number(int index) =>
            raw.sqlite3_value_type(values[index]) == raw.SQLITE_NULL
                ? throw new NullValueException()
                : raw.sqlite3_value_int64(values[index]);

        /// <summary>What is looked for, or put in its place.</summary>
        public string Sought(int index) =>
            Text(index) is { Length: <= MaxSought } sought
                ? sought
                : throw new TooLongException();

        /// <summary>Characters that are to be trimmed; blanks where nothing is said.</summary>
        public string Trimmed(int index) => Count <= index ? " " : Sought(index);

        /// <summary>NULL for no bound.</summary>
        public int Length(int index) =>
            raw.sqlite3_value_type(values[index]) == raw.SQLITE_NULL
                ? int.MaxValue
                : (int)raw.sqlite3_value_int64(values[index]);
    }
}
