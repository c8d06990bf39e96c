namespace IcpConsole.Storage.Published;

/// <summary>
/// Reads one SELECT of Informix (IBM, <em>Informix Guide to SQL: Syntax</em>, "SELECT statement"):
/// the part of it that public scripts use. What is left out is refused by its name.
/// </summary>
internal sealed class SqlParser
{
    private const int MaxColumns = 64;
    private const int MaxSources = 8;
    private const int MaxSelects = 8;

    /// <summary>Of a column or a source without AS, these can be no name.</summary>
    private static readonly HashSet<string> s_clauses = new(StringComparer.OrdinalIgnoreCase)
    {
        "and",
        "asc",
        "between",
        "cross",
        "desc",
        "else",
        "end",
        "escape",
        "for",
        "from",
        "full",
        "group",
        "having",
        "in",
        "inner",
        "intersect",
        "into",
        "is",
        "join",
        "left",
        "like",
        "limit",
        "matches",
        "minus",
        "natural",
        "not",
        "on",
        "or",
        "order",
        "outer",
        "right",
        "then",
        "union",
        "using",
        "when",
        "where",
        "with",
    };

    private readonly SqlReader _reader;
    private readonly SqlExpressionParser _expressions;

    private SqlParser(SqlReader reader)
    {
        _reader = reader;
        _expressions = new SqlExpressionParser(reader, ReadQuery);
    }

    /// <exception cref="SqlRefusedException">It is no SELECT, or one that is not answered.</exception>
    public static Query Parse(string sql)
    {
        var reader = new SqlReader(SqlLexer.Read(sql));
        var query = new SqlParser(reader).ReadQuery();
        while (reader.TryTake(";")) { }

        return reader.Now.Kind == SqlTokenKind.End ? query : throw reader.Unexpected();
    }

    private Query ReadQuery() => _reader.Within(ReadSelects);

    private Query ReadSelects()
    {
        var page = Page.All;
        var selects = new List<Select> { ReadSelect(ref page) };
        var keeps = new List<bool>();
        while (_reader.TryTake("union"))
        {
            if (selects.Count == MaxSelects)
                throw SqlRefusedException.TooMuch($"more than {MaxSelects} SELECTs");
            if (page != Page.All)
                throw SqlRefusedException.Unsupported("FIRST, SKIP or LIMIT in a UNION");
            keeps.Add(_reader.TryTake("all"));
            selects.Add(ReadSelect(ref page));
        }

        if (page != Page.All && selects.Count > 1)
            throw SqlRefusedException.Unsupported("FIRST, SKIP or LIMIT in a UNION");
        foreach (var word in new[] { "intersect", "minus", "except", "into", "for" })
            if (_reader.At(word))
                throw SqlRefusedException.Unsupported(word.ToUpperInvariant());
        var order = ReadOrder();
        if (_reader.At("limit") && page.First is null)
        {
            _reader.Take();
            page = page with { First = _reader.TakeCount() };
        }

        return new Query(selects, keeps, order, page);
    }

    private List<Sorting> ReadOrder()
    {
        if (!_reader.TryTake("order"))
            return [];
        _reader.Expect("by");
        return _reader.List(ReadSorting, MaxColumns, "sort keys");
    }

    private Sorting ReadSorting()
    {
        var position = 0;
        Expression? value = null;
        if (_reader.Now.Kind == SqlTokenKind.Number)
            position = (int)_reader.TakeCount();
        else
            value = _expressions.Read();
        var descends = _reader.TryTake("desc");
        if (!descends)
            _reader.TryTake("asc");
        if (_reader.At("nulls"))
            throw SqlRefusedException.Unsupported("NULLS FIRST or NULLS LAST");
        return new Sorting(position, value, descends);
    }

    private Select ReadSelect(ref Page page)
    {
        if (_reader.At("with"))
            throw SqlRefusedException.Unsupported("WITH");
        _reader.Expect("select");
        page = ReadPage();
        var distinct = _reader.TryTake("distinct") || _reader.TryTake("unique");
        if (!distinct)
            _reader.TryTake("all");
        var items = _reader.List(ReadItem, MaxColumns, "columns");
        _reader.Expect("from");
        var from = _reader.List(ReadListed, MaxSources, "tables");
        var where = _reader.TryTake("where") ? _expressions.Read() : null;
        List<Expression> groups = [];
        if (_reader.TryTake("group"))
        {
            _reader.Expect("by");
            groups = _reader.List(_expressions.Read, MaxColumns, "columns to group by");
        }

        var having = _reader.TryTake("having") ? _expressions.Read() : null;
        return new Select(distinct, items, from, where, groups, having);
    }

    /// <summary>SKIP stands before FIRST, which LIMIT is another word for.</summary>
    private Page ReadPage()
    {
        var skip = TryReadCount("skip") ?? 0;
        return new Page(skip, TryReadCount("first") ?? TryReadCount("limit"));
    }

    /// <summary>Without a number behind it, it is the name of a column.</summary>
    private long? TryReadCount(string word)
    {
        if (!_reader.At(word) || _reader.Ahead(1).Kind != SqlTokenKind.Number)
            return null;
        _reader.Take();
        return _reader.TakeCount();
    }

    private Item ReadItem()
    {
        if (_reader.TryTake("*"))
            return new Item(new Star(null), null);
        if (
            _reader.Now.Kind == SqlTokenKind.Word
            && _reader.Ahead(1).Is(".")
            && _reader.Ahead(2).Is("*")
        )
        {
            var source = _reader.TakeWord();
            _reader.Expect(".");
            _reader.Expect("*");
            return new Item(new Star(source), null);
        }

        return new Item(_expressions.Read(), ReadAlias());
    }

    private string? ReadAlias() =>
        _reader.TryTake("as") ? _reader.TakeWord()
        : _reader.Now.Kind == SqlTokenKind.Word && !s_clauses.Contains(_reader.Now.Text)
            ? _reader.TakeWord()
        : null;

    private Source ReadListed() =>
        _reader.TryTake("outer") ? new OuterSource(ReadOne()) : ReadJoined();

    private Source ReadJoined()
    {
        var left = ReadOne();
        for (var joins = 0; ReadJoin() is { } kind; joins++)
        {
            if (joins == MaxSources)
                throw SqlRefusedException.TooMuch($"more than {MaxSources} joins");
            var right = ReadOne();
            if (_reader.At("using"))
                throw SqlRefusedException.Unsupported("USING");
            Expression? on = null;
            if (kind != JoinKind.Cross)
            {
                _reader.Expect("on");
                on = _expressions.Read();
            }

            left = new JoinSource(kind, left, right, on);
        }

        return left;
    }

    private JoinKind? ReadJoin()
    {
        JoinKind? kind =
            _reader.TryTake("inner") ? JoinKind.Inner
            : _reader.TryTake("cross") ? JoinKind.Cross
            : _reader.TryTake("left") ? JoinKind.Left
            : _reader.TryTake("right") ? JoinKind.Right
            : _reader.TryTake("full") ? JoinKind.Full
            : null;
        if (_reader.At("natural"))
            throw SqlRefusedException.Unsupported("NATURAL");
        if (kind is JoinKind.Left or JoinKind.Right or JoinKind.Full)
            _reader.TryTake("outer");
        if (kind is null)
            return _reader.TryTake("join") ? JoinKind.Inner : null;
        _reader.Expect("join");
        return kind;
    }

    private Source ReadOne()
    {
        if (_reader.TryTake("("))
        {
            if (!_reader.At("select"))
                throw SqlRefusedException.Unsupported("a join in parentheses");
            var query = ReadQuery();
            _reader.Expect(")");
            _reader.TryTake("as");
            var alias = _reader.TakeWord();
            List<string> columns = [];
            if (_reader.TryTake("("))
            {
                columns = _reader.List(_reader.TakeWord, MaxColumns, "columns");
                _reader.Expect(")");
            }

            return new DerivedSource(query, alias, columns);
        }

        var name = _reader.TakeWord();
        if (name.Equals("lateral", StringComparison.OrdinalIgnoreCase) || _reader.At("("))
            throw SqlRefusedException.Unsupported(name.ToUpperInvariant());
        if (_reader.At(":"))
            throw SqlRefusedException.Unsupported("a table of another database");
        // The owner of all of them.
        if (
            name.Equals("informix", StringComparison.OrdinalIgnoreCase) && _reader.TryTake(".")
        )
            name = _reader.TakeWord();
        return new TableSource(name, ReadAlias() ?? name);
    }
}
