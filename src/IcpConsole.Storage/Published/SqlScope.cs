namespace IcpConsole.Storage.Published;

/// <summary>The names that a part of a statement may use.</summary>
/// <param name="outer">Of the query that this one is part of; null for the outermost.</param>
internal sealed class SqlScope(SqlScope? outer)
{
    /// <param name="Alias">As the statement calls it.</param>
    /// <param name="Id">As the checked statement calls it.</param>
    /// <param name="Columns">By the name that the statement knows, and the one that is checked.</param>
    internal sealed record Table(
        string Alias,
        string Id,
        IReadOnlyList<(string Name, Column Column)> Columns
    );

    private readonly List<Table> _tables = [];

    public IReadOnlyList<Table> Tables => _tables;

    public void Add(Table table)
    {
        if (Find(table.Alias) is not null)
            throw new SqlRefusedException(
                -221,
                $"Duplicate table name or alias ({table.Alias})."
            );
        _tables.Add(table);
    }

    public Column Resolve(Name name) =>
        TryResolve(name)
        ?? throw SqlRefusedException.NoColumn(
            name.Qualifier is { } table ? $"{table}.{name.Text}" : name.Text
        );

    private Column? TryResolve(Name name)
    {
        var tables = name.Qualifier is { } qualifier
            ? Find(qualifier) is { } one
                ? [one]
                : []
            : _tables;
        var found = tables
            .SelectMany(t => t.Columns)
            .Where(c => c.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found switch
        {
            [] => outer?.TryResolve(name),
            [var only] => only.Column,
            _ => throw SqlRefusedException.Ambiguous(name.Text),
        };
    }

    public Table? Find(string alias) =>
        _tables.FirstOrDefault(t => t.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase));
}
