namespace IcpConsole.Storage.Published;

/// <param name="Name">Lower-case.</param>
/// <param name="Type">Of its values.</param>
/// <param name="Length">In characters, of text; in bytes, of everything else.</param>
/// <param name="IsFixed">CHAR, not VARCHAR.</param>
public sealed record PublishedColumn(
    string Name,
    SqlType Type,
    int Length,
    bool IsFixed = false
)
{
    /// <summary>As <c>syscolumns</c> has it (IBM, <em>Informix Guide to SQL: Reference</em>).</summary>
    public int InformixType =>
        Type switch
        {
            SqlType.Integer => 2,
            SqlType.Boolean => 41,
            SqlType.Text when Length > 255 => 43,
            _ => IsFixed ? 0 : 13,
        };
}

/// <summary>A table that anybody with an AXL account may read.</summary>
/// <param name="Name">Lower-case.</param>
/// <param name="Columns">In the order of <c>SELECT *</c>.</param>
public sealed record PublishedTable(string Name, IReadOnlyList<PublishedColumn> Columns);
