using System.Globalization;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// What a list operation asks for: its <c>searchCriteria</c>, and which part of what is found
/// (AXLSoap.xsd 15.0, ListProcessNodeReq).
/// </summary>
public sealed class AxlSearch
{
    private readonly IReadOnlyList<AxlElement> _criteria;
    private readonly int _skip;
    private readonly int _first;

    private AxlSearch(IReadOnlyList<AxlElement> criteria, int skip, int first) =>
        (_criteria, _skip, _first) = (criteria, skip, first);

    /// <param name="request">A list operation.</param>
    /// <param name="known">The criteria that it has.</param>
    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: no criterion, or one that
    /// the operation has not, or a bound that is no number.</exception>
    public static AxlSearch Read(AxlRequest request, params IReadOnlyList<string> known)
    {
        var criteria = request.Find("searchCriteria")?.Children ?? [];
        if (criteria.Count == 0)
            throw new AxlException(
                AxlError.Malformed,
                "At least one element under searchCriteria has to be mentioned."
            );
        if (
            criteria.FirstOrDefault(c => !known.Contains(c.Name, StringComparer.Ordinal)) is
            { } other
        )
            throw new AxlException(
                AxlError.Malformed,
                $"{request.Operation} has no search criterion '{other.Name}'."
            );
        var (skip, first) = (Bound(request, "skip"), Bound(request, "first"));
        // "It will be used only when first tag is specified."
        return new AxlSearch(criteria, first is null ? 0 : skip ?? 0, first ?? int.MaxValue);
    }

    /// <summary>
    /// Whether a value is what the criterion says, if there is one: <c>%</c> stands for any
    /// characters, case does not count.
    /// </summary>
    public bool Matches(string criterion, string value) =>
        _criteria.Where(c => c.Name == criterion).All(c => Matches(c.Text.AsSpan(), value));

    /// <summary>The part that <c>skip</c> and <c>first</c> say.</summary>
    public IEnumerable<T> Page<T>(IEnumerable<T> found) => found.Skip(_skip).Take(_first);

    // In one way through the pattern, whoever wrote it.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value)
    {
        var wild = pattern.IndexOf('%');
        if (wild < 0)
            return value.Equals(pattern, StringComparison.OrdinalIgnoreCase);
        if (!value.StartsWith(pattern[..wild], StringComparison.OrdinalIgnoreCase))
            return false;
        value = value[wild..];
        pattern = pattern[(wild + 1)..];
        for (wild = pattern.IndexOf('%'); wild >= 0; wild = pattern.IndexOf('%'))
        {
            var at = value.IndexOf(pattern[..wild], StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            value = value[(at + wild)..];
            pattern = pattern[(wild + 1)..];
        }

        return value.EndsWith(pattern, StringComparison.OrdinalIgnoreCase);
    }

    private static int? Bound(AxlRequest request, string name) =>
        request.Text(name) is not { } text ? null
        : ulong.TryParse(
            text,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? (int)Math.Min(number, int.MaxValue)
        : throw new AxlException(AxlError.Malformed, $"{name} is not a number.");
}
