using System.Globalization;
using IcpConsole.Storage.Published;

namespace IcpConsole.Storage.Sqlite.Published;

/// <summary>
/// Writes a checked statement for SQLite. No word of it came from outside: names are those of
/// <see cref="PublishedTables"/> or made by the check, and values are parameters.
/// </summary>
internal sealed class SqliteWriter
{
    private readonly SqliteText _text = new();
    private readonly DateTimeOffset _now;

    private SqliteWriter(DateTimeOffset now) => _now = now;

    /// <param name="query">What was checked.</param>
    /// <param name="now">What <c>today</c> and <c>current</c> mean, UTC.</param>
    /// <exception cref="SqlRefusedException">It is too long.</exception>
    public static SqliteStatement Write(Query query, DateTimeOffset now)
    {
        var writer = new SqliteWriter(now);
        writer.Write(query, query.Page);
        return writer._text.ToStatement();
    }

    private void Write(Query query, Page page)
    {
        for (var i = 0; i < query.Selects.Count; i++)
        {
            if (i > 0)
                _text.Add(query.KeepsDuplicates[i - 1] ? " UNION ALL " : " UNION ");
            Write(query.Selects[i]);
        }

        if (query.Order.Count > 0)
        {
            _text.Add(" ORDER BY ");
            _text.List(query.Order, WriteKey);
        }

        if (page == Page.All)
            return;
        _text.Add(" LIMIT ");
        _text.AddValue(page.First ?? -1L);
        _text.Add(" OFFSET ");
        _text.AddValue(page.Skip);
    }

    private void WriteKey(Sorting key)
    {
        if (key.Value is { } value)
            Write(value);
        else
            _text.Add(key.Position.ToString(CultureInfo.InvariantCulture));
        if (key.IsDescending)
            _text.Add(" DESC");
    }

    private void Write(Select select)
    {
        _text.Add(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        var column = 0;
        _text.List(select.Items, item =>
        {
            Write(item.Value);
            _text.Add($" AS c{++column}");
        });
        _text.Add(" FROM ");
        _text.List(select.From, WriteRight);
        WriteClause(" WHERE ", select.Where);
        if (select.GroupBy.Count > 0)
        {
            _text.Add(" GROUP BY ");
            _text.List(select.GroupBy, Write);
        }

        WriteClause(" HAVING ", select.Having);
    }

    private void WriteClause(string word, Expression? condition)
    {
        if (condition is null)
            return;
        _text.Add(word);
        Write(condition);
    }

    private void WriteRight(Source source)
    {
        if (source is not JoinSource)
        {
            Write(source);
            return;
        }

        _text.Add("(");
        Write(source);
        _text.Add(")");
    }

    private void Write(Source source)
    {
        switch (source)
        {
            case TableSource table:
                _text.Add($"\"{table.Name}\" AS {table.Alias}");
                break;
            case DerivedSource derived:
                WriteQuery(derived.Query);
                _text.Add($" AS {derived.Alias}");
                break;
            case JoinSource join:
                Write(join.Left);
                _text.Add(WordFor(join.Kind));
                WriteRight(join.Right);
                if (join.Kind == JoinKind.Cross)
                    break;
                _text.Add(" ON ");
                if (join.On is { } on)
                    Write(on);
                else
                    _text.Add("1");
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
        _text.Add("(");
        Write(query, query.Page);
        _text.Add(")");
    }

    /// <summary>Where texts are compared, case counts, and blanks at the end do not.</summary>
    private void Write(Expression expression)
    {
        if (expression.Type != SqlType.Text)
        {
            WriteValue(expression);
            return;
        }

        _text.Add("(");
        WriteValue(expression);
        _text.Add(" COLLATE RTRIM)");
    }

    private void WriteValue(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                WriteLiteral(literal);
                break;
            case Column column:
                _text.Add($"{column.Source}.\"{column.Text}\"");
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
            _text.Add("NULL");
        else if (literal.Type == SqlType.Integer)
            _text.AddValue(
                long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            );
        else if (literal.Type == SqlType.Decimal)
            _text.AddValue(double.Parse(text, CultureInfo.InvariantCulture));
        else
            _text.AddValue(text);
    }

    private void WriteCall(Call call)
    {
        switch (call.Function)
        {
            case "today":
                _text.AddValue(_now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case "current":
                _text.AddValue(
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
                _text.Add($"{SqliteFunctions.NameOf(call.Function)}(");
                _text.List(call.Arguments, Write);
                _text.Add(")");
                break;
        }
    }

    private void WriteAggregate(Aggregate aggregate)
    {
        _text.Add($"{aggregate.Function}(");
        if (aggregate.IsDistinct)
            _text.Add("DISTINCT ");
        if (aggregate.Argument is { } argument)
            Write(argument);
        else
            _text.Add("*");
        _text.Add(")");
    }

    private void WriteChoice(Choice choice)
    {
        _text.Add("CASE");
        foreach (var (when, then) in choice.Branches)
        {
            _text.Add(" WHEN ");
            Write(when);
            _text.Add(" THEN ");
            Write(then);
        }

        if (choice.Otherwise is { } otherwise)
        {
            _text.Add(" ELSE ");
            Write(otherwise);
        }

        _text.Add(" END");
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
        _text.Add($"{function}(");
        Write(cast.Value);
        if (cast.Type == SqlType.Text)
        {
            _text.Add(", ");
            _text.AddValue(cast.Length is { } length ? (long)length : null);
        }

        _text.Add(")");
    }

    /// <summary>More than one row is an error, none is NULL.</summary>
    private void WriteScalar(Query query)
    {
        _text.Add(
            $"(SELECT CASE WHEN {SqliteFunctions.OnlyOne}(count(*)) THEN max(c1) END FROM ("
        );
        Write(query, query.Page with { First = Math.Min(query.Page.First ?? 2, 2) });
        _text.Add("))");
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
                _text.AddValue(like.Escape?.ToString());
                _text.Add(like.IsMatches ? ", 1)" : ", 0)");
                break;
            case InList list:
                _text.Add("(");
                Write(list.Value);
                _text.Add(" IN (");
                _text.List(list.Values, Write);
                _text.Add("))");
                break;
            case InQuery query:
                _text.Add("(");
                Write(query.Value);
                _text.Add(" IN ");
                WriteQuery(query.Query);
                _text.Add(")");
                break;
            case IsNull isNull:
                _text.Add("(");
                Write(isNull.Value);
                _text.Add(" IS NULL)");
                break;
            case Exists exists:
                _text.Add("EXISTS ");
                WriteQuery(exists.Query);
                break;
            case Not not:
                _text.Add("(NOT ");
                Write(not.Inner);
                _text.Add(")");
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
        _text.Add("(");
        WriteJunction([.. parts.Take(half)], word);
        _text.Add(word);
        WriteJunction([.. parts.Skip(half)], word);
        _text.Add(")");
    }

    private void WriteBetween(
        string before,
        Expression left,
        string between,
        Expression right,
        string after
    )
    {
        _text.Add(before);
        Write(left);
        _text.Add(between);
        Write(right);
        _text.Add(after);
    }
}
