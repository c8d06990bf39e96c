namespace IcpConsole.Storage.Published;

public sealed partial class SqlChecker
{
    private Condition CheckCondition(Condition condition, SqlScope scope)
    {
        switch (condition)
        {
            case Comparison comparison:
                var (left, right) = Meet(comparison.Left, comparison.Right, scope);
                return new Comparison(comparison.Operator, left, right);
            case Same same:
                var (one, other) = Meet(same.Left, same.Right, scope);
                return new Same(one, other);
            case Like like:
                return new Like(
                    SqlTypes.ToText(Check(like.Value, scope)),
                    SqlTypes.ToText(Check(like.Pattern, scope)),
                    like.Escape,
                    like.IsMatches
                );
            case InList list:
                return CheckList(list, scope);
            case InQuery query:
                var column = CheckColumn(query.Query, scope);
                var sought = Check(query.Value, scope);
                var (value, found) = SqlTypes.Meet(sought, column.Selects[0].Items[0].Value);
                return found.Equals(column.Selects[0].Items[0].Value) && value.Equals(sought)
                    ? new InQuery(sought, column)
                    : throw SqlRefusedException.NoConversion();
            case Between between:
                var (low, above) = Meet(between.Value, between.Low, scope);
                var (high, below) = Meet(between.Value, between.High, scope);
                return new Junction(
                    IsAnd: true,
                    [new Comparison(">=", low, above), new Comparison("<=", high, below)]
                );
            case IsNull isNull:
                return new IsNull(CheckValue(isNull.Value, scope));
            case Exists exists:
                return new Exists(Check(exists.Query, scope));
            case Not not:
                return new Not(CheckCondition(not.Inner, scope));
            case Junction junction:
                return new Junction(
                    junction.IsAnd,
                    [.. junction.Parts.Select(p => CheckCondition(p, scope))]
                );
            default:
                throw new InvalidOperationException($"{condition}");
        }
    }

    private Condition CheckList(InList list, SqlScope scope)
    {
        var value = CheckValue(list.Value, scope);
        var pairs = list.Values.Select(v => SqlTypes.Meet(value, Check(v, scope))).ToList();
        if (pairs.TrueForAll(p => p.Left.Equals(value)))
            return new InList(value, [.. pairs.Select(p => p.Right)]);
        // Text among numbers: each is compared by itself.
        return pairs.Count == 1
            ? new Comparison("=", pairs[0].Left, pairs[0].Right)
            : new Junction(
                IsAnd: false,
                [.. pairs.Select(p => new Comparison("=", p.Left, p.Right))]
            );
    }
}
