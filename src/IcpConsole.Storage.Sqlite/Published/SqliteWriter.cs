using System.Globalization;
using System.Text;
using IcpConsole.Storage.Published;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>A statement for SQLite, and the values of its parameters <c>?1</c>, <c>?2</c>, ….</summary>
internal sealed record SqliteStatement(string Text, IReadOnlyList<object?> Values);

/// <summary>
/// Writes a checked statement for SQLite. No word of it came from outside: names are those of
/// <see cref="PublishedTables"/> or made by the check, and values are parameters.
/// </summary>
internal sealed class SqliteWriter
{
    /// <summary>In characters; what is written may be longer than what was sent.</summary>
    private const int MaxLength = 512 * 1024;

    private readonly StringBuilder _text = new();
    private readonly List<object?> _values = [];
    private readonly DateTimeOffset _now;

    private SqliteWriter(DateTimeOffset now) => _now = now;

    /// <param name="query">What was checked.</param>
    /// <param name="now">What <c>today</c> and <c>current</c> mean, UTC.</param>
    /// <exception cref="SqlRefusedException">It is too long.</exception>
    public static SqliteStatement Write(Query query, DateTimeOffset now)
    {
        var writer = new SqliteWriter(now);
        writer.Write(query, query.Page);
        return new SqliteStatement(writer._text.ToString(), writer._values);
    }

    private void Write(Query query, Page page)
    {
        for (var i = 0; i < query.Selects.Count; i++)
        {
            if (i > 0)
                Add(query.KeepsDuplicates[i - 1] ? " UNION ALL " : " UNION ");
            Write(query.Selects[i]);
        }

        if (query.Order.Count > 0)
        {
            Add(" ORDER BY ");
            List(query.Order, WriteKey);
        }

        if (page == Page.All)
            return;
        Add(" LIMIT ");
        AddValue(page.First ?? -1L);
        Add(" OFFSET ");
        AddValue(page.Skip);
    }

    private void WriteKey(Sorting key)
    {
        if (key.Value is { } value)
            Write(value);
        else
            Add(key.Position.ToString(CultureInfo.InvariantCulture));
        if (key.IsDescending)
            Add(" DESC");
    }

    private void Write(Select select)
    {
        Add(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        var column = 0;
        List(select.Items, item =>
        {
            Write(item.Value);
            Add($" AS c{++column}");
        });
        Add(" FROM ");
        List(select.From, WriteRight);
        WriteClause(" WHERE ", select.Where);
        if (select.GroupBy.Count > 0)
        {
            Add(" GROUP BY ");
            List(select.GroupBy, Write);
        }

        WriteClause(" HAVING ", select.Having);
    }

    private void WriteClause(string word, Expression? condition)
    {
        if (condition is null)
            return;
        Add(word);
        Write(condition);
    }

    private void WriteRight(Source source)
    {
        if (source is not JoinSource)
        {
            Write(source);
            return;
        }

        Add("(");
        Write(source);
        Add(")");
    }

    private void Write(Source source)
    {
        switch (source)
        {
            case TableSource table:
                Add($"\"{table.Name}\" AS {table.Alias}");
                break;
            case DerivedSource derived:
                WriteQuery(derived.Query);
                Add($" AS {derived.Alias}");
                break;
            case JoinSource join:
                Write(join.Left);
                Add(WordFor(join.Kind));
                WriteRight(join.Right);
                if (join.Kind == JoinKind.Cross)
                    break;
                Add(" ON ");
                if (join.On is { } on)
                    Write(on);
                else
                    Add("1");
                break;
            default:
                throw new InvalidOperationException($"{source}");
        }
    }

    private static string WordFor(JoinKind kind) =>
        kind switch
        {
            JoinKind.Inner => " JOIN ",
            JoinKind.Left => " LEFT JOIN ",
            JoinKind.Right => " RIGHT JOIN ",
            JoinKind.Full => " FULL JOIN ",
            _ => " CROSS JOIN ",
        };

    private void WriteQuery(Query query)
    {
        Add("(");
        Write(query, query.Page);
        Add(")");
    }

    /// <summary>Where texts are compared, case counts, and blanks at the end do not.</summary>
    private void Write(Expression expression)
    {
        if (expression.Type != SqlType.Text)
        {
            WriteValue(expression);
            return;
        }

        Add("(");
        WriteValue(expression);
        Add(" COLLATE RTRIM)");
    }

    private void WriteValue(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                WriteLiteral(literal);
                break;
            case Column column:
                Add($"{column.Source}.\"{column.Text}\"");
                break;
            case Call call:
                WriteCall(call);
                break;
            case Aggregate aggregate:
                WriteAggregate(aggregate);
                break;
            case Operation { Operator: "||" } chain:
                WriteBetween("(", chain.Left, " || ", chain.Right, ")");
                break;
            case Operation operation:
                var function = SqliteFunctions.ForOperator(operation.Operator);
                WriteBetween($"{function}(", operation.Left, ", ", operation.Right, ")");
                break;
            case Choice choice:
                WriteChoice(choice);
                break;
            case Cast cast:
                WriteCast(cast);
                break;
            case Scalar scalar:
                WriteScalar(scalar.Query);
                break;
            case Condition condition:
                Write(condition);
                break;
            default:
                throw new InvalidOperationException($"{expression}");
        }
    }

    private void WriteLiteral(Literal literal)
    {
        if (literal.Text is not { } text)
            Add("NULL");
        else if (literal.Type == SqlType.Integer)
            AddValue(
                long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            );
        else if (literal.Type == SqlType.Decimal)
            AddValue(double.Parse(text, CultureInfo.InvariantCulture));
        else
            AddValue(text);
    }

    private void WriteCall(Call call)
    {
        switch (call.Function)
        {
            case "today":
                AddValue(_now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case "current":
                AddValue(
                    _now.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
                );
                break;
            case "concat":
                WriteBetween("(", call.Arguments[0], " || ", call.Arguments[1], ")");
                break;
            case "nvl" or "coalesce" when call.Arguments.Count == 1:
                Write(call.Arguments[0]);
                break;
            default:
                Add($"{SqliteFunctions.NameOf(call.Function)}(");
                List(call.Arguments, Write);
                Add(")");
                break;
        }
    }

    private void WriteAggregate(Aggregate aggregate)
    {
        Add($"{aggregate.Function}(");
        if (aggregate.IsDistinct)
            Add("DISTINCT ");
        if (aggregate.Argument is { } argument)
            Write(argument);
        else
            Add("*");
        Add(")");
    }

    private void WriteChoice(Choice choice)
    {
        Add("CASE");
        foreach (var (when, then) in choice.Branches)
        {
            Add(" WHEN ");
            Write(when);
            Add(" THEN ");
            Write(then);
        }

        if (choice.Otherwise is { } otherwise)
        {
            Add(" ELSE ");
            Write(otherwise);
        }

        Add(" END");
    }

    private void WriteCast(Cast cast)
    {
        var function = cast switch
        {
            { Type: SqlType.Integer } => SqliteFunctions.ToInteger,
            { Type: SqlType.Decimal } => SqliteFunctions.ToNumber,
            { IsPadded: true } => SqliteFunctions.ToChar,
            _ => SqliteFunctions.ToText,
        };
        Add($"{function}(");
        Write(cast.Value);
        if (cast.Type == SqlType.Text)
        {
            Add(", ");
            AddValue(cast.Length is { } length ? (long)length : null);
        }

        Add(")");
    }

    /// <summary>More than one row is an error, none is NULL.</summary>
    private void WriteScalar(Query query)
    {
        Add($"(SELECT CASE WHEN {SqliteFunctions.OnlyOne}(count(*)) THEN max(c1) END FROM (");
        Write(query, query.Page with { First = Math.Min(query.Page.First ?? 2, 2) });
        Add("))");
    }

    private void Write(Condition condition)
    {
        switch (condition)
        {
            case Comparison comparison:
                WriteBetween(
                    "(",
                    comparison.Left,
                    $" {comparison.Operator} ",
                    comparison.Right,
                    ")"
                );
                break;
            case Same same:
                WriteBetween("(", same.Left, " IS ", same.Right, ")");
                break;
            case Like like:
                WriteBetween($"{SqliteFunctions.Like}(", like.Value, ", ", like.Pattern, ", ");
                AddValue(like.Escape?.ToString());
                Add(like.IsMatches ? ", 1)" : ", 0)");
                break;
            case InList list:
                Add("(");
                Write(list.Value);
                Add(" IN (");
                List(list.Values, Write);
                Add("))");
                break;
            case InQuery query:
                Add("(");
                Write(query.Value);
                Add(" IN ");
                WriteQuery(query.Query);
                Add(")");
                break;
            case IsNull isNull:
                Add("(");
                Write(isNull.Value);
                Add(" IS NULL)");
                break;
            case Exists exists:
                Add("EXISTS ");
                WriteQuery(exists.Query);
                break;
            case Not not:
                Add("(NOT ");
                Write(not.Inner);
                Add(")");
                break;
            case Junction junction:
                WriteJunction(junction.Parts, junction.IsAnd ? " AND " : " OR ");
                break;
            default:
                throw new InvalidOperationException($"{condition}");
        }
    }

    /// <summary>Halved again and again: a long chain would be nested as deeply as it is long.</summary>
    private void WriteJunction(IReadOnlyList<Expression> parts, string word)
    {
        if (parts.Count == 1)
        {
            Write(parts[0]);
            return;
        }

        var half = parts.Count / 2;
        Add("(");
        WriteJunction([.. parts.Take(half)], word);
        Add(word);
        WriteJunction([.. parts.Skip(half)], word);
        Add(")");
    }

    private void WriteBetween(
        string before,
        Expression left,
        string between,
        Expression right,
        string after
    )
    {
        Add(before);
        Write(left);
        Add(between);
        Write(right);
        Add(after);
    }

    private void List<T>(IEnumerable<T> parts, Action<T> write)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst)
                Add(", ");
            isFirst = false;
            write(part);
        }
    }

    private void Add(string text)
    {
        if (_text.Length > MaxLength)
            throw SqlRefusedException.TooMuch("it has too many parts");
        _text.Append(text);
    }

    private void AddValue(object? value)
    {
        _values.Add(value);
        Add($"?{_values.Count}");
    }
}
