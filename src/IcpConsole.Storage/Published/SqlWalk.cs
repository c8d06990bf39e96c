namespace IcpConsole.Storage.Published;

/// <summary>Looks through the parts of an expression. Subqueries are statements of their own.</summary>
internal static class SqlWalk
{
    public static bool HasAggregate(Expression expression) =>
        expression is Aggregate || Parts(expression).Any(HasAggregate);

    /// <summary>Columns outside of aggregates, those that subqueries use among them.</summary>
    public static IEnumerable<Column> Columns(Expression expression) =>
        expression switch
        {
            Column column => [column],
            Aggregate => [],
            Scalar scalar => Columns(scalar.Query),
            InQuery query => Columns(query.Value).Concat(Columns(query.Query)),
            Exists exists => Columns(exists.Query),
            _ => Parts(expression).SelectMany(Columns),
        };

    /// <summary>Inside of aggregates, too: a subquery may put together what is outside of it.</summary>
    private static IEnumerable<Column> Columns(Query query) =>
        query
            .Selects.SelectMany(s =>
                s.Items.Select(i => i.Value)
                    .Concat(s.GroupBy)
                    .Append(s.Where)
                    .Append(s.Having)
                    .Concat(s.From.SelectMany(Conditions))
            )
            .Concat(query.Order.Select(o => o.Value))
            .OfType<Expression>()
            .SelectMany(e =>
                e is Aggregate { Argument: { } inner } ? Columns(inner) : Columns(e)
            );

    private static IEnumerable<Expression?> Conditions(Source source) =>
        source is JoinSource join
            ? Conditions(join.Left).Concat(Conditions(join.Right)).Append(join.On)
            : [];

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
            IsNull isNull => [isNull.Value],
            Not not => [not.Inner],
            Junction junction => junction.Parts,
            _ => [],
        };
}
