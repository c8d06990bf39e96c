namespace IcpConsole.Storage.Published;

/// <summary>
/// Informix's own outer joins, <c>from a, outer b where a.x = b.y</c>, become LEFT JOINs: what WHERE
/// says of the table that may be missing joins it (IBM, <em>Informix Guide to SQL: Tutorial</em>,
/// "Outer joins").
/// </summary>
internal static class SqlOuterJoins
{
    public static (IReadOnlyList<Source> From, Expression? Where) Place(
        List<Source> listed,
        Expression? where
    )
    {
        var outers = listed.OfType<OuterSource>().ToList();
        if (outers.Count == 0)
            return (listed, where);
        var inner = listed.Where(s => s is not OuterSource).ToList();
        if (inner.Count == 0)
            throw SqlRefusedException.Syntax("OUTER");
        var left = inner.Aggregate((a, b) => new JoinSource(JoinKind.Cross, a, b, null));
        var rest = where is null ? [] : Conjuncts(where).ToList();
        if (rest.Exists(SqlWalk.HasSubquery))
            throw SqlRefusedException.Unsupported("a subquery beside OUTER");
        var ids = outers.Select(o => IdOf(o.Inner)).ToList();
        for (var i = 0; i < outers.Count; i++)
        {
            var on = rest.Where(c => SqlWalk.Columns(c).Any(x => x.Source == ids[i])).ToList();
            var others = ids.Where((_, j) => j != i).ToHashSet();
            if (on.SelectMany(SqlWalk.Columns).Any(c => others.Contains(c.Source)))
                throw SqlRefusedException.Unsupported("a condition on two OUTER tables");
            rest.RemoveAll(on.Contains);
            left = new JoinSource(JoinKind.Left, left, outers[i].Inner, All(on));
        }

        return ([left], All(rest));
    }

    private static IEnumerable<Expression> Conjuncts(Expression condition) =>
        condition is Junction { IsAnd: true } all
            ? all.Parts.SelectMany(Conjuncts)
            : [condition];

    private static string IdOf(Source source) =>
        source switch
        {
            TableSource table => table.Alias,
            DerivedSource derived => derived.Alias,
            _ => throw SqlRefusedException.Unsupported("a join inside OUTER"),
        };

    private static Expression? All(List<Expression> conditions) =>
        conditions switch
        {
            [] => null,
            [var one] => one,
            _ => new Junction(IsAnd: true, conditions),
        };
}
