using System.Globalization;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// A row of an <c>executeSQLQuery</c> answer, or an object of a list's. On the wire NULL and the
/// empty string are the same: both read as "".
/// </summary>
public sealed class AxlRow
{
    /// <summary>Most columns a row may have.</summary>
    public const int MaxColumns = 64;

    private readonly List<(string Name, string Value)> _columns = [];
    private Dictionary<string, string>? _uuids;

    /// <summary>The object's own id.</summary>
    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: it has none.</exception>
    public Guid Id =>
        IdOf("")
        ?? throw new AxlException(
            AxlError.Malformed,
            "The answer has an object without a uuid."
        );

    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: there is no such
    /// column.</exception>
    public string this[string name]
    {
        get
        {
            foreach (var column in _columns)
            {
                if (column.Name == name)
                    return column.Value;
            }

            throw new AxlException(AxlError.Malformed, $"The answer has no column '{name}'.");
        }
    }

    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: there is no such column, or
    /// it holds no number.</exception>
    public long Number(string name) =>
        long.TryParse(
            this[name],
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw new AxlException(AxlError.Malformed, $"Column '{name}' is not a number.");

    /// <summary>Booleans are 't' and 'f', as in Informix.</summary>
    public bool Flag(string name) => this[name] == "t";

    /// <summary>The id of the object that a column refers to; null when it names none.</summary>
    public Guid? IdOf(string name) => AxlSchema.ReadUuid(_uuids?.GetValueOrDefault(name));

    internal void Add(string name, string value)
    {
        if (_columns.Count == MaxColumns)
            throw new AxlException(
                AxlError.Malformed,
                $"A row of more than {MaxColumns} columns."
            );
        _columns.Add((name, value));
    }

    /// <param name="name">Of the column; empty for the object itself.</param>
    /// <param name="uuid">The attribute.</param>
    internal void AddUuid(string name, string uuid) => (_uuids ??= [])[name] = uuid;
}
