namespace IcpConsole.Storage.Published;

/// <summary>What a value is, as far as comparisons and conversions ask.</summary>
public enum SqlType
{
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    DateTime,

    /// <summary>Of <c>NULL</c>, which goes with all of them.</summary>
    Null,

    /// <summary>True, false or unknown; no value.</summary>
    Condition,
}

/// <summary>Several SELECTs under one another, in an order.</summary>
/// <param name="Selects">At least one.</param>
/// <param name="KeepsDuplicates">Whether UNION ALL joins each with those before it; one less than
/// there are SELECTs.</param>
/// <param name="Order">What the rows are sorted by; empty for no order.</param>
/// <param name="Page">Which of the rows are wanted.</param>
public sealed record Query(
    IReadOnlyList<Select> Selects,
    IReadOnlyList<bool> KeepsDuplicates,
    IReadOnlyList<Sorting> Order,
    Page Page
);

/// <param name="Skip">Rows left out at the beginning.</param>
/// <param name="First">Most rows; null for all.</param>
public sealed record Page(long Skip, long? First)
{
    public static Page All { get; } = new(0, null);
}

/// <param name="Position">Of a column of the result, from 1; 0 where it is an expression.</param>
/// <param name="Value">Null where it is a position.</param>
/// <param name="IsDescending">From the largest to the smallest.</param>
public sealed record Sorting(int Position, Expression? Value, bool IsDescending);

public sealed record Select(
    bool IsDistinct,
    IReadOnlyList<Item> Items,
    IReadOnlyList<Source> From,
    Expression? Where,
    IReadOnlyList<Expression> GroupBy,
    Expression? Having
);

/// <summary>A column of the result.</summary>
/// <param name="Value">What it holds.</param>
/// <param name="Name">What it is called; null where the statement does not say.</param>
public sealed record Item(Expression Value, string? Name);

/// <summary>Where rows come from.</summary>
public abstract record Source;

/// <param name="Name">Of a published table.</param>
/// <param name="Alias">What it is called in the statement.</param>
public sealed record TableSource(string Name, string Alias) : Source;

/// <param name="Query">Whose rows they are.</param>
/// <param name="Alias">What it is called in the statement.</param>
/// <param name="Columns">Names of its columns; empty where they have those of the query.</param>
public sealed record DerivedSource(Query Query, string Alias, IReadOnlyList<string> Columns)
    : Source;

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Cross,
}

public sealed record JoinSource(JoinKind Kind, Source Left, Source Right, Expression? On)
    : Source;

/// <summary>
/// Informix's own outer join: a table of the list whose rows may be missing. What WHERE says of it
/// joins it.
/// </summary>
public sealed record OuterSource(Source Inner) : Source;

public abstract record Expression(SqlType Type);

/// <param name="Text">Of a number, its digits; null for <c>NULL</c>.</param>
/// <param name="Type">Its type.</param>
public sealed record Literal(string? Text, SqlType Type) : Expression(Type);

/// <summary>As the statement says it; the check puts a <see cref="Column"/> in its place.</summary>
public sealed record Name(string? Qualifier, string Text) : Expression(SqlType.Null);

/// <summary>All columns, of one source or of all.</summary>
public sealed record Star(string? Qualifier) : Expression(SqlType.Null);

/// <param name="Source">Alias of the source that has it.</param>
/// <param name="Text">What it is called there.</param>
/// <param name="Type">Its type.</param>
public sealed record Column(string Source, string Text, SqlType Type) : Expression(Type);

/// <param name="Function">Lower-case, one of <see cref="SqlFunctions"/>.</param>
/// <param name="Arguments">In their order.</param>
/// <param name="Type">Of what it gives.</param>
public sealed record Call(string Function, IReadOnlyList<Expression> Arguments, SqlType Type)
    : Expression(Type);

/// <param name="Function"><c>count</c>, <c>max</c>, <c>min</c> or <c>sum</c>.</param>
/// <param name="Argument">Null for <c>count(*)</c>.</param>
/// <param name="IsDistinct">Each value once.</param>
/// <param name="Type">Of what it gives.</param>
public sealed record Aggregate(
    string Function,
    Expression? Argument,
    bool IsDistinct,
    SqlType Type
) : Expression(Type);

/// <param name="Operator"><c>+</c>, <c>-</c>, <c>*</c> or <c>||</c>.</param>
/// <param name="Left">Before it.</param>
/// <param name="Right">Behind it.</param>
/// <param name="Type">Of what it gives.</param>
public sealed record Operation(
    string Operator,
    Expression Left,
    Expression Right,
    SqlType Type
) : Expression(Type);

/// <param name="Branches">The first whose condition is true counts.</param>
/// <param name="Otherwise">Null for NULL.</param>
/// <param name="Type">Of all its values.</param>
public sealed record Choice(
    IReadOnlyList<(Expression When, Expression Then)> Branches,
    Expression? Otherwise,
    SqlType Type
) : Expression(Type);

/// <param name="Value">What is converted.</param>
/// <param name="Length">Characters; null where the type has no length.</param>
/// <param name="IsPadded">CHAR is filled up with blanks.</param>
/// <param name="Type">That it becomes.</param>
public sealed record Cast(Expression Value, int? Length, bool IsPadded, SqlType Type)
    : Expression(Type);

/// <summary>A query of one column and one row.</summary>
public sealed record Scalar(Query Query, SqlType Type) : Expression(Type);

public abstract record Condition() : Expression(SqlType.Condition);

/// <param name="Operator"><c>=</c>, <c>&lt;&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or
/// <c>&gt;=</c>.</param>
/// <param name="Left">Before it.</param>
/// <param name="Right">Behind it.</param>
public sealed record Comparison(string Operator, Expression Left, Expression Right)
    : Condition;

/// <summary>Equal, or both NULL (DECODE).</summary>
public sealed record Same(Expression Left, Expression Right) : Condition;

/// <param name="Value">What is looked at.</param>
/// <param name="Pattern">What it should look like.</param>
/// <param name="Escape">Takes the next character for itself; null for none.</param>
/// <param name="IsMatches">MATCHES with *, ? and [], not LIKE with % and _.</param>
public sealed record Like(Expression Value, Expression Pattern, char? Escape, bool IsMatches)
    : Condition;

public sealed record InList(Expression Value, IReadOnlyList<Expression> Values) : Condition;

public sealed record InQuery(Expression Value, Query Query) : Condition;

public sealed record Between(Expression Value, Expression Low, Expression High) : Condition;

public sealed record IsNull(Expression Value) : Condition;

public sealed record Exists(Query Query) : Condition;

public sealed record Not(Expression Inner) : Condition;

/// <param name="IsAnd">All of them, not one.</param>
/// <param name="Parts">At least two.</param>
public sealed record Junction(bool IsAnd, IReadOnlyList<Expression> Parts) : Condition;
