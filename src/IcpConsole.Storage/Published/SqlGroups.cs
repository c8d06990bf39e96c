namespace IcpConsole.Storage.Published;

/// <summary>Where rows are grouped, a column is one of the group, or inside an aggregate.</summary>
internal static class SqlGroups
{
    public static void Check(Select select, SqlScope scope)
    {
        var values = select.Items.Select(i => i.Value).ToList();
        if (select.Having is { } having)
            values.Add(having);
        if (select.GroupBy.Count == 0 && !values.Exists(SqlWalk.HasAggregate))
            return;
        var own = scope.Tables.Select(t => t.Id).ToHashSet();
        var grouped = select.GroupBy.OfType<Column>().ToHashSet();
        var ungrouped = values
            .Where(v => !select.GroupBy.Contains(v))
            .SelectMany(SqlWalk.Columns)
            .FirstOrDefault(c => own.Contains(c.Source) && !grouped.Contains(c));
        if (ungrouped is not null)
            throw new SqlRefusedException(
                -294,
                $"The column ({ungrouped.Text}) must be in the GROUP BY list."
            );
    }
}
