namespace IcpConsole.Storage.Published;

/// <summary>Reads values and conditions, the weakest operator first.</summary>
internal sealed class SqlExpressionParser(SqlReader reader, Func<Query> readQuery)
{
    private const int MaxList = 1000;
    private const int MaxParts = 256;

    private static readonly string[] s_comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];

    public Expression Read() => reader.Within(ReadOr);

    private Expression ReadOr() => ReadJunction("or", isAnd: false, ReadAnd);

    private Expression ReadAnd() => ReadJunction("and", isAnd: true, ReadNot);

    private Expression ReadJunction(string word, bool isAnd, Func<Expression> read)
    {
        var first = read();
        if (!reader.At(word))
            return first;
        var parts = new List<Expression> { first };
        while (reader.TryTake(word))
        {
            if (parts.Count == MaxParts)
                throw SqlRefusedException.TooMuch($"more than {MaxParts} conditions");
            parts.Add(read());
        }

        return new Junction(isAnd, parts);
    }

    private Expression ReadNot() =>
        reader.TryTake("not") ? new Not(reader.Within(ReadNot)) : ReadPredicate();

    private Expression ReadPredicate()
    {
        if (reader.TryTake("exists"))
            return new Exists(ReadSubquery());
        var left = ReadSum();
        foreach (var comparison in s_comparisons)
        {
            if (!reader.TryTake(comparison))
                continue;
            foreach (var word in new[] { "any", "some", "all" })
                if (reader.At(word))
                    throw SqlRefusedException.Unsupported(word.ToUpperInvariant());
            return new Comparison(comparison == "!=" ? "<>" : comparison, left, ReadSum());
        }

        if (reader.TryTake("is"))
        {
            var negated = reader.TryTake("not");
            reader.Expect("null");
            return Perhaps(negated, new IsNull(left));
        }

        var not = reader.TryTake("not");
        return reader.Now switch
        {
            var t when t.Is("between") => Perhaps(not, ReadBetween(left)),
            var t when t.Is("in") => Perhaps(not, ReadIn(left)),
            var t when t.Is("like") || t.Is("matches") => Perhaps(not, ReadLike(left)),
            _ => not ? throw reader.Unexpected() : left,
        };
    }

    private static Expression Perhaps(bool negated, Expression condition) =>
        negated ? new Not(condition) : condition;

    private Between ReadBetween(Expression value)
    {
        reader.Expect("between");
        var low = ReadSum();
        reader.Expect("and");
        return new Between(value, low, ReadSum());
    }

    private Expression ReadIn(Expression value)
    {
        reader.Expect("in");
        if (reader.Ahead(1).Is("select"))
            return new InQuery(value, ReadSubquery());
        reader.Expect("(");
        var values = reader.List(ReadSum, MaxList, "values in a list");
        reader.Expect(")");
        return new InList(value, values);
    }

    /// <summary>Without ESCAPE, it is the backslash.</summary>
    private Like ReadLike(Expression value)
    {
        var isMatches = reader.Take().Is("matches");
        var pattern = ReadSum();
        if (!reader.TryTake("escape"))
            return new Like(value, pattern, '\\', isMatches);
        if (reader.Now is not { Kind: SqlTokenKind.Text, Text.Length: 1 })
            throw reader.Unexpected();
        return new Like(value, pattern, reader.Take().Text[0], isMatches);
    }

    private Query ReadSubquery()
    {
        reader.Expect("(");
        var query = readQuery();
        reader.Expect(")");
        return query;
    }

    private Expression ReadSum() => ReadChain(["+", "-", "||"], ReadProduct);

    private Expression ReadProduct()
    {
        var product = ReadChain(["*"], ReadCast);
        return reader.At("/") ? throw SqlRefusedException.Unsupported("division") : product;
    }

    private Expression ReadChain(string[] operators, Func<Expression> read)
    {
        var left = read();
        for (var parts = 0; operators.FirstOrDefault(reader.At) is { } found; parts++)
        {
            if (parts == MaxParts)
                throw SqlRefusedException.TooMuch($"more than {MaxParts} values in a chain");
            reader.Take();
            left = new Operation(found, left, read(), SqlType.Null);
        }

        return left;
    }

    private Expression ReadCast()
    {
        var value = ReadSigned();
        while (reader.TryTake("::"))
            value = ReadType(value);
        return value;
    }

    private Expression ReadSigned()
    {
        if (reader.TryTake("+"))
            return ReadPrimary();
        if (!reader.TryTake("-"))
            return ReadPrimary();
        var value = ReadPrimary();
        return value is Literal { Type: SqlType.Integer or SqlType.Decimal } number
            ? number with
            {
                Text = number.Text!.StartsWith('-') ? number.Text[1..] : $"-{number.Text}",
            }
            : new Operation("-", new Literal("0", SqlType.Integer), value, SqlType.Null);
    }

    private Expression ReadPrimary()
    {
        var token = reader.Now;
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return new Literal(
                    reader.Take().Text,
                    token.Text.Contains('.', StringComparison.Ordinal)
                        ? SqlType.Decimal
                        : SqlType.Integer
                );
            case SqlTokenKind.Text:
                return new Literal(reader.Take().Text, SqlType.Text);
            case SqlTokenKind.Symbol when token.Text == "(":
                return ReadParenthesis();
            case SqlTokenKind.Word:
                return ReadWord();
            default:
                throw reader.Unexpected();
        }
    }

    private Expression ReadParenthesis()
    {
        if (reader.Ahead(1).Is("select"))
            return new Scalar(ReadSubquery(), SqlType.Null);
        reader.Expect("(");
        var inner = Read();
        reader.Expect(")");
        return inner;
    }

    private Expression ReadWord()
    {
        if (reader.Ahead(1).Is("("))
            return reader.Within(ReadCall);
        var word = reader.TakeWord();
        if (reader.TryTake("."))
            return new Name(word, reader.TakeWord());
        return word.ToUpperInvariant() switch
        {
            "NULL" => new Literal(null, SqlType.Null),
            "CASE" => reader.Within(ReadCase),
            "TODAY" => new Call("today", [], SqlType.Date),
            "CURRENT" or "SYSDATE" => reader.At("year")
            || reader.At("month")
            || reader.At("day")
            || reader.At("hour")
                ? throw SqlRefusedException.Unsupported("CURRENT with a precision")
                : new Call("current", [], SqlType.DateTime),
            "SELECT" or "FROM" or "WHERE" or "DISTINCT" or "UNIQUE" =>
                throw SqlRefusedException.Syntax(word),
            _ => new Name(null, word),
        };
    }

    private Expression ReadCall()
    {
        var name = reader.TakeWord().ToUpperInvariant();
        reader.Expect("(");
        switch (name)
        {
            case "CAST":
                return ReadCastCall();
            case "COUNT" or "MAX" or "MIN" or "SUM" or "AVG":
                return ReadAggregate(name);
            case "TRIM":
                return ReadTrim();
            case "SUBSTRING":
                return ReadSubstring();
        }

        if (name != "DECODE" && !SqlFunctions.Has(name.ToLowerInvariant()))
            throw SqlRefusedException.NoRoutine(name.ToLowerInvariant());
        List<Expression> arguments = reader.At(")")
            ? []
            : reader.List(Read, MaxList, "arguments");
        reader.Expect(")");
        return name == "DECODE"
            ? ReadDecode(arguments)
            : SqlFunctions.Make(name.ToLowerInvariant(), arguments);
    }

    private Cast ReadCastCall()
    {
        var value = Read();
        reader.Expect("as");
        var cast = ReadType(value);
        reader.Expect(")");
        return cast;
    }

    private Cast ReadType(Expression value)
    {
        var name = reader.TakeWord().ToUpperInvariant();
        var (type, isPadded) = name switch
        {
            "CHAR" or "CHARACTER" or "NCHAR" => (SqlType.Text, true),
            "VARCHAR" or "NVARCHAR" or "LVARCHAR" => (SqlType.Text, false),
            "INT" or "INTEGER" or "SMALLINT" or "BIGINT" or "INT8" => (SqlType.Integer, false),
            "BOOLEAN" => (SqlType.Boolean, false),
            _ => throw SqlRefusedException.Unsupported($"the type {name}"),
        };
        int? length = name is "CHAR" or "CHARACTER" or "NCHAR" ? 1 : null;
        if (reader.TryTake("("))
        {
            if (type != SqlType.Text)
                throw reader.Unexpected();
            length = (int)reader.TakeCount();
            // The room that VARCHAR keeps free, which says nothing of its values.
            if (reader.TryTake(","))
                reader.TakeCount();
            reader.Expect(")");
        }

        return length is 0 or > 32739
            ? throw SqlRefusedException.Unsupported($"a length of {length}")
            : new Cast(value, length, isPadded, type);
    }

    private Aggregate ReadAggregate(string name)
    {
        if (name == "AVG")
            throw SqlRefusedException.Unsupported("AVG");
        if (name == "COUNT" && reader.TryTake("*"))
        {
            reader.Expect(")");
            return new Aggregate("count", null, IsDistinct: false, SqlType.Integer);
        }

        var distinct = reader.TryTake("distinct") || reader.TryTake("unique");
        if (!distinct)
            reader.TryTake("all");
        var argument = Read();
        reader.Expect(")");
        return new Aggregate(
            name.ToLowerInvariant(),
            argument,
            distinct,
            name == "COUNT" ? SqlType.Integer : SqlType.Null
        );
    }

    /// <summary><c>trim([leading | trailing | both] [c] from x)</c>, or of blanks.</summary>
    private Call ReadTrim()
    {
        var side =
            reader.TryTake("leading") ? "ltrim"
            : reader.TryTake("trailing") ? "rtrim"
            : "trim";
        if (side == "trim")
            reader.TryTake("both");
        Expression characters = new Literal(" ", SqlType.Text);
        if (!reader.TryTake("from"))
        {
            var first = Read();
            if (!reader.TryTake("from"))
            {
                reader.Expect(")");
                return SqlFunctions.Make("trim", [first, characters]);
            }

            characters = first;
        }

        var value = Read();
        reader.Expect(")");
        return SqlFunctions.Make(side, [value, characters]);
    }

    private Call ReadSubstring()
    {
        var value = Read();
        if (reader.TryTake(","))
            throw SqlRefusedException.Unsupported("SUBSTRING without FROM");
        reader.Expect("from");
        List<Expression> arguments = [value, Read()];
        if (reader.TryTake("for"))
            arguments.Add(Read());
        reader.Expect(")");
        return SqlFunctions.Make("substring", arguments);
    }

    /// <summary><c>decode(x, a, 1, b, 2, 3)</c>: NULL is the same as NULL.</summary>
    private static Choice ReadDecode(List<Expression> arguments)
    {
        if (arguments.Count < 3)
            throw SqlRefusedException.NoRoutine("decode");
        var branches = new List<(Expression, Expression)>();
        var at = 1;
        for (; at + 1 < arguments.Count; at += 2)
            branches.Add((new Same(arguments[0], arguments[at]), arguments[at + 1]));
        return new Choice(branches, at < arguments.Count ? arguments[at] : null, SqlType.Null);
    }

    private Choice ReadCase()
    {
        var subject = reader.At("when") ? null : Read();
        var branches = new List<(Expression, Expression)>();
        while (reader.TryTake("when"))
        {
            if (branches.Count == MaxParts)
                throw SqlRefusedException.TooMuch($"more than {MaxParts} branches");
            var when = Read();
            reader.Expect("then");
            branches.Add(
                (subject is null ? when : new Comparison("=", subject, when), Read())
            );
        }

        if (branches.Count == 0)
            throw reader.Unexpected();
        var otherwise = reader.TryTake("else") ? Read() : null;
        reader.Expect("end");
        return new Choice(branches, otherwise, SqlType.Null);
    }
}
