using System.Globalization;

namespace IcpConsole.Protocols.Axl;

/// <summary>A row of an <c>executeSQLQuery</c> answer. On the wire NULL and the empty string are the same: both read as "".</summary>
public sealed class AxlRow
{
    /// <summary>Most columns a row may have.</summary>
    public const int MaxColumns = 64;

    private readonly List<(string Name, string Value)> _columns = [];

    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: there is no such column.</exception>
    public string this[string name]
    {
        get
        {
            foreach (var column in _columns)
            {
                if (column.Name == name) return column.Value;
            }

            throw new AxlException(AxlError.Malformed, $"The answer has no column '{name}'.");
        }
    }

    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: there is no such column, or it holds no number.</exception>
    public long Number(string name) =>
        long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AxlException(AxlError.Malformed, $"Column '{name}' is not a number.");

    /// <summary>Booleans are 't' and 'f', as in Informix.</summary>
    public bool Flag(string name) => this[name] == "t";

    internal void Add(string name, string value)
    {
        if (_columns.Count == MaxColumns) throw new AxlException(AxlError.Malformed, $"A row of more than {MaxColumns} columns.");
        _columns.Add((name, value));
    }
}
