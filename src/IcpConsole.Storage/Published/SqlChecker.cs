namespace IcpConsole.Storage.Published;

/// <summary>A statement whose every name is one of <see cref="PublishedTables"/> or made here.</summary>
/// <param name="Query">What is to be run.</param>
/// <param name="Columns">Names of its columns, lower-case, as Informix folds them.</param>
public sealed record CheckedStatement(Query Query, IReadOnlyList<string> Columns);

/// <summary>
/// Holds a statement against what is published: names become columns, stars all of them, and values
/// that meet get types that may.
/// </summary>
public sealed partial class SqlChecker
{
    /// <summary>Parts of a statement that are looked at: DECODE and BETWEEN look at one several times.</summary>
    private const int MaxParts = 20_000;

    /// <summary>Parts inside of parts; less than what the store takes.</summary>
    private const int MaxDepth = 600;

    /// <summary>Columns of a SELECT, those of its stars among them.</summary>
    private const int MaxColumns = 200;

    private int _sources;
    private int _parts;
    private int _depth;

    private SqlChecker() { }

    /// <exception cref="SqlRefusedException">It asks for what is not there, or is no SELECT.</exception>
    public static CheckedStatement Check(string sql)
    {
        var query = new SqlChecker().Check(SqlParser.Parse(sql), null);
        return new CheckedStatement(query, [.. query.Selects[0].Items.Select(i => i.Name!)]);
    }

    private Query Check(Query query, SqlScope? outer)
    {
        var scopes = new List<SqlScope>();
        var selects = new List<Select>();
        foreach (var select in query.Selects)
        {
            var scope = new SqlScope(outer);
            scopes.Add(scope);
            selects.Add(Check(select, scope));
        }

        if (selects.Select(s => s.Items.Count).Distinct().Count() > 1)
            throw Incompatible();
        for (var i = 0; i < selects[0].Items.Count; i++)
            _ = TypeOfAll([.. selects.Select(s => s.Items[i].Value)]);
        var order = query.Order.Select(key => Check(key, selects, scopes[0])).ToList();
        return query with { Selects = selects, Order = order };
    }

    private static SqlType TypeOfAll(IReadOnlyList<Expression> values)
    {
        var types = values.Select(v => v.Type).Where(t => t != SqlType.Null).ToHashSet();
        return types.Count <= 1 || types.All(t => t.IsNumber())
            ? SqlTypes.TypeOf(values)
            : throw Incompatible();
    }

    private static SqlRefusedException Incompatible() =>
        new(-308, "Corresponding column types must be compatible for each UNION statement.");

    /// <summary>A position, a name of the result, or a value of the rows.</summary>
    private Sorting Check(Sorting key, List<Select> selects, SqlScope scope)
    {
        var items = selects[0].Items;
        var position = key.Position;
        if (key.Value is Name { Qualifier: null } name)
            position =
                1
                + items
                    .ToList()
                    .FindIndex(i =>
                        name.Text.Equals(i.Name, StringComparison.OrdinalIgnoreCase)
                    );
        if (position == 0 && key.Value is { } value && selects.Count == 1)
        {
            var found = Check(value, scope);
            if (found.Type == SqlType.Condition)
                throw SqlRefusedException.Syntax("a condition in ORDER BY");
            position = 1 + items.ToList().FindIndex(i => i.Value.Equals(found));
            if (position == 0 && !selects[0].IsDistinct)
            {
                SqlGroups.Check(
                    selects[0] with
                    {
                        Items = [.. selects[0].Items, new Item(found, null)],
                    },
                    scope
                );
                return key with { Value = found };
            }
        }

        return position >= 1 && position <= items.Count
            ? new Sorting(position, null, key.IsDescending)
            : throw new SqlRefusedException(
                -309,
                $"ORDER BY column ({(key.Value as Name)?.Text ?? $"{key.Position}"}) must be in SELECT list."
            );
    }

    private Select Check(Select select, SqlScope scope)
    {
        var listed = select.From.Select(s => Check(s, scope)).ToList();
        var where = select.Where is { } condition ? CheckCondition(condition, scope) : null;
        if (where is not null && SqlWalk.HasAggregate(where))
            throw SqlRefusedException.Syntax("an aggregate in WHERE");
        var (from, rest) = SqlOuterJoins.Place(listed, where);
        var items = new List<Item>();
        foreach (var item in select.Items)
        {
            items.AddRange(Check(item, scope));
            if (items.Count > MaxColumns)
                throw SqlRefusedException.TooMuch($"more than {MaxColumns} columns");
        }

        var result = select with
        {
            Items = items,
            From = from,
            Where = rest,
            GroupBy = [.. select.GroupBy.Select(g => CheckGroup(g, items, scope))],
            Having = select.Having is { } having ? CheckCondition(having, scope) : null,
        };
        SqlGroups.Check(result, scope);
        return result;
    }

    private static Expression CheckGroup(Expression group, List<Item> items, SqlScope scope) =>
        group switch
        {
            Name name => scope.Resolve(name),
            Literal { Type: SqlType.Integer, Text: { } digits }
                when int.TryParse(digits, out var position)
                    && position >= 1
                    && position <= items.Count => SqlWalk.HasAggregate(
                items[position - 1].Value
            )
                ? throw new SqlRefusedException(-321, "Cannot group by aggregate column.")
                : items[position - 1].Value,
            _ => throw SqlRefusedException.Unsupported("an expression in GROUP BY"),
        };

    private IEnumerable<Item> Check(Item item, SqlScope scope)
    {
        if (item.Value is Star star)
        {
            var tables =
                star.Qualifier is null ? scope.Tables
                : scope.Find(star.Qualifier) is { } one ? [one]
                : throw SqlRefusedException.NoTable(star.Qualifier);
            return
            [
                .. from table in tables
                from column in table.Columns
                select new Item(column.Column, column.Name.ToLowerInvariant()),
            ];
        }

        var value = Check(item.Value, scope);
        if (value.Type == SqlType.Condition)
            throw SqlRefusedException.Syntax("a condition in place of a value");
        return [new Item(value, (item.Name ?? NameOf(item.Value)).ToLowerInvariant())];
    }

    /// <summary>As AXL names what has no name of its own.</summary>
    private static string NameOf(Expression value) =>
        value switch
        {
            Name name => name.Text,
            Aggregate aggregate => aggregate.Function,
            Literal => "constant",
            _ => "expression",
        };

    private Source Check(Source source, SqlScope scope)
    {
        switch (source)
        {
            case TableSource table:
                var published = PublishedTables.Find(table.Name)
                    ?? throw SqlRefusedException.NoTable(table.Name);
                var id = NextId();
                scope.Add(
                    new SqlScope.Table(
                        table.Alias,
                        id,
                        [
                            .. published.Columns.Select(c =>
                                (c.Name, new Column(id, c.Name, c.Type))
                            ),
                        ]
                    )
                );
                return new TableSource(published.Name, id);
            case DerivedSource derived:
                return Check(derived, scope);
            case JoinSource join:
                var (left, right) = (Check(join.Left, scope), Check(join.Right, scope));
                var on = join.On is { } condition ? CheckCondition(condition, scope) : null;
                if (on is not null && SqlWalk.HasAggregate(on))
                    throw SqlRefusedException.Syntax("an aggregate in ON");
                return new JoinSource(join.Kind, left, right, on);
            case OuterSource outer:
                return new OuterSource(Check(outer.Inner, scope));
            default:
                throw new InvalidOperationException($"{source}");
        }
    }

    private DerivedSource Check(DerivedSource derived, SqlScope scope)
    {
        var query = Check(derived.Query, null);
        var items = query.Selects[0].Items;
        if (derived.Columns.Count > 0 && derived.Columns.Count != items.Count)
            throw SqlRefusedException.Syntax(derived.Alias);
        var id = NextId();
        string[] ids = [.. items.Select((_, i) => $"c{i + 1}")];
        var names =
            derived.Columns.Count > 0 ? derived.Columns : [.. items.Select(i => i.Name!)];
        scope.Add(
            new SqlScope.Table(
                derived.Alias,
                id,
                [.. names.Select((n, i) => (n, new Column(id, ids[i], items[i].Value.Type)))]
            )
        );
        return new DerivedSource(query, id, ids);
    }

    private string NextId() => $"t{++_sources}";

    private Expression CheckCondition(Expression condition, SqlScope scope) =>
        Check(condition, scope) is { Type: SqlType.Condition } found
            ? found
            : throw SqlRefusedException.Syntax("a value in place of a condition");

    private Expression Check(Expression expression, SqlScope scope)
    {
        if (++_parts > MaxParts)
            throw SqlRefusedException.TooMuch("it has too many parts");
        if (++_depth > MaxDepth)
            throw SqlRefusedException.TooMuch("it is nested too deeply");
        var found = CheckPart(expression, scope);
        _depth--;
        return found;
    }

    private Expression CheckPart(Expression expression, SqlScope scope)
    {
        switch (expression)
        {
            case Literal literal:
                return literal;
            case Name name:
                return scope.Resolve(name);
            case Call call:
                return CheckCall(call, scope);
            case Aggregate aggregate:
                return CheckAggregate(aggregate, scope);
            case Operation operation:
                return CheckOperation(operation, scope);
            case Choice choice:
                return CheckChoice(choice, scope);
            case Cast cast:
                return CheckCast(cast, scope);
            case Scalar scalar:
                var query = CheckColumn(scalar.Query, scope);
                return new Scalar(query, query.Selects[0].Items[0].Value.Type);
            case Condition condition:
                return CheckCondition(condition, scope);
            default:
                throw SqlRefusedException.Syntax("*");
        }
    }

    private Query CheckColumn(Query query, SqlScope scope)
    {
        var found = Check(query, scope);
        return found.Selects[0].Items.Count == 1
            ? found
            : throw SqlRefusedException.Syntax("a subquery of several columns");
    }

    private Expression CheckValue(Expression value, SqlScope scope) =>
        Check(value, scope) is { Type: not SqlType.Condition } found
            ? found
            : throw SqlRefusedException.Syntax("a condition in place of a value");

    private (Expression Left, Expression Right) Meet(
        Expression left,
        Expression right,
        SqlScope scope
    ) => SqlTypes.Meet(Check(left, scope), Check(right, scope));

    private Expression CheckCall(Call call, SqlScope scope)
    {
        var arguments = call.Arguments.Select(a => CheckValue(a, scope)).ToList();
        var signature = SqlFunctions.SignatureOf(call);
        if (signature is { Gives: null })
        {
            var united = SqlTypes.Unite(arguments);
            return call with { Arguments = united, Type = SqlTypes.TypeOf(united) };
        }

        for (var i = 0; i < arguments.Count; i++)
            arguments[i] =
                signature.Takes[Math.Min(i, signature.Takes.Count - 1)] == SqlType.Text
                    ? SqlTypes.ToText(arguments[i])
                    : SqlTypes.ToInteger(arguments[i]);
        return call with { Arguments = arguments };
    }

    private Aggregate CheckAggregate(Aggregate aggregate, SqlScope scope)
    {
        if (aggregate.Argument is null)
            return aggregate;
        var argument = CheckValue(aggregate.Argument, scope);
        if (SqlWalk.HasAggregate(argument))
            throw SqlRefusedException.Syntax("an aggregate of an aggregate");
        if (SqlWalk.Columns(argument).Any(c => scope.Tables.All(t => t.Id != c.Source)))
            throw SqlRefusedException.Unsupported("an aggregate of another query's column");
        if (aggregate.Function == "sum")
            argument = SqlTypes.ToInteger(argument);
        return aggregate with
        {
            Argument = argument,
            Type = aggregate.Function == "count" ? SqlType.Integer : argument.Type,
        };
    }

    private Operation CheckOperation(Operation operation, SqlScope scope)
    {
        var (left, right) = (
            CheckValue(operation.Left, scope),
            CheckValue(operation.Right, scope)
        );
        if (operation.Operator == "||")
            return new Operation(
                "||",
                SqlTypes.ToText(left),
                SqlTypes.ToText(right),
                SqlType.Text
            );
        if (left.Type is SqlType.Date or SqlType.DateTime)
            throw SqlRefusedException.Unsupported("arithmetic on dates");
        return new Operation(
            operation.Operator,
            SqlTypes.ToInteger(left),
            SqlTypes.ToInteger(right),
            SqlType.Integer
        );
    }

    private Choice CheckChoice(Choice choice, SqlScope scope)
    {
        var values = choice.Branches.Select(b => CheckValue(b.Then, scope)).ToList();
        if (choice.Otherwise is { } otherwise)
            values.Add(CheckValue(otherwise, scope));
        var united = SqlTypes.Unite(values);
        return new Choice(
            [.. choice.Branches.Select((b, i) => (CheckCondition(b.When, scope), united[i]))],
            choice.Otherwise is null ? null : united[^1],
            SqlTypes.TypeOf(united)
        );
    }

    private Expression CheckCast(Cast cast, SqlScope scope)
    {
        var value = CheckValue(cast.Value, scope);
        return cast.Type switch
        {
            SqlType.Text => cast with { Value = SqlTypes.ToText(value) },
            SqlType.Integer => cast with { Value = SqlTypes.ToInteger(value) },
            _ => SqlTypes.Meet(value, new Literal("t", SqlType.Boolean)).Left,
        };
    }
}
