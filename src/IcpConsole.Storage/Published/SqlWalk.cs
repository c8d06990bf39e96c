namespace IcpConsole.Storage.Published;

/// <summary>Looks through the parts of an expression. Subqueries are statements of their own.</summary>
internal static class SqlWalk
{
    public static bool HasAggregate(Expression expression) =>
        expression is Aggregate || Parts(expression).Any(HasAggregate);

    /// <summary>Columns outside of aggregates.</summary>
    public static IEnumerable<Column> Columns(Expression expression) =>
        expression switch
        {
            Column column => [column],
            Aggregate => [],
            _ => Parts(expression).SelectMany(Columns),
        };

    public static bool HasSubquery(Expression expression) =>
        expression is Scalar or InQuery or Exists || Parts(expression).Any(HasSubquery);

    public static IEnumerable<Expression> Parts(Expression expression) =>
        expression switch
        {
            Call call => call.Arguments,
            Aggregate { Argument: { } argument } => [argument],
            Operation operation => [operation.Left, operation.Right],
            Choice choice =>
            [
                .. choice.Branches.SelectMany(b => new[] { b.When, b.Then }),
                .. choice.Otherwise is { } otherwise ? [otherwise] : Array.Empty<Expression>(),
            ],
            Cast cast => [cast.Value],
            Comparison comparison => [comparison.Left, comparison.Right],
            Same same => [same.Left, same.Right],
            Like like => [like.Value, like.Pattern],
            InList list => [list.Value, .. list.Values],
            InQuery query => [query.Value],
            Between between => [between.Value, between.Low, between.High],
            IsNull isNull => [isNull.Value],
            Not not => [not.Inner],
            Junction junction => junction.Parts,
            _ => [],
        };
}
