using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Shared;

namespace IcpConsole.Pages.Peering;

/// <summary>
/// Which peers the list shows, in which order, and which page of them: all that its link carries.
/// </summary>
public sealed record PeerListView
{
    public const string BeginsWith = "begins-with";
    public const string Contains = "contains";
    public const string EndsWith = "ends-with";
    public const string IsExactly = "is-exactly";
    public const string IsEmpty = "is-empty";

    /// <summary>The columns to search in, each by its text.</summary>
    private static readonly Dictionary<
        string,
        Func<PeerStatus, IEnumerable<string>>
    > s_fields = new(StringComparer.Ordinal)
    {
        ["address"] = s => [s.Peer.Address.Value, s.Peer.Address.Display],
        ["remote"] = s => [s.RemoteId?.Value ?? ""],
        ["status"] = s => [PeerText.Headline(s)],
        ["protocol"] = s => [s.Peer.Protocol.Text()],
    };

    public static IEnumerable<string> Fields => s_fields.Keys;

    public static IReadOnlyList<string> Relations { get; } =
    [BeginsWith, Contains, EndsWith, IsExactly, IsEmpty];

    /// <summary>So many peers in order are shown as they are.</summary>
    private const int MostUnfolded = 10;

    public static IReadOnlyList<int> PageSizes { get; } = [10, 25, 50, 100, 250];

    /// <summary>The columns to sort by; within equals, by address.</summary>
    private static readonly Dictionary<string, Func<PeerStatus, IComparable?>> s_keys = new(
        StringComparer.Ordinal
    )
    {
        ["address"] = s => s.Peer.Address,
        ["remote"] = s => s.RemoteId?.Value,
        ["status"] = s => s.Overall.Rank(),
        ["users"] = s => s.Users?.Here,
        ["synchronized"] = s => s.LastSynchronized,
        ["protocol"] = s => s.Peer.Protocol.Text(),
        ["certificates"] = s => s.Diagnosis.CertificateStatus.Mark.Rank(),
    };

    /// <summary>One of <see cref="Fields"/>.</summary>
    public required string Field { get; init; }

    public required string Relation { get; init; }

    public required string Text { get; init; }

    public required string Sort { get; init; }

    public required bool Descending { get; init; }

    public required int PageSize { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Page { get; init; }

    /// <summary>Reads a link, which may say anything.</summary>
    public static PeerListView Read(
        string? field,
        string? relation,
        string? text,
        string? sort,
        string? size,
        string? page
    ) =>
        new()
        {
            Field = field is not null && s_fields.ContainsKey(field) ? field : "address",
            Relation =
                relation is not null && Relations.Contains(relation) ? relation : BeginsWith,
            Text = text ?? "",
            Sort = sort?.TrimStart('-') is { } key && s_keys.ContainsKey(key) ? key : "status",
            Descending = sort is ['-', ..],
            PageSize =
                QueryValues.Number(size) is { } rows && PageSizes.Contains(rows) ? rows : 50,
            Page = Math.Max(QueryValues.Number(page) ?? 1, 1),
        };

    /// <summary>The peers that are found, in order, whatever page they are on.</summary>
    public IReadOnlyList<PeerStatus> Find(IEnumerable<PeerStatus> peers)
    {
        var found = peers.Where(Matches);
        var key = s_keys[Sort];
        return
        [
            .. (Descending ? found.OrderByDescending(key) : found.OrderBy(key)).ThenBy(s =>
                s.Peer.Address
            ),
        ];
    }

    /// <summary>
    /// Whether peers in order are folded under their count: where nothing particular is looked for,
    /// what needs a look comes first, and many that do not would only be in its way.
    /// </summary>
    public bool Folds(IReadOnlyList<PeerStatus> found) =>
        Sort == "status"
        && !Descending
        && Text.Trim().Length == 0
        && found.Count(s => s.IsInOrder) > MostUnfolded;

    /// <summary>How many pages they fill; at least one.</summary>
    public int Pages(int found) => Math.Max(1, (found + PageSize - 1) / PageSize);

    /// <summary>The rows of this page, or of the last one where there are fewer.</summary>
    public IReadOnlyList<PeerStatus> Rows(IReadOnlyList<PeerStatus> found) =>
        [.. found.Skip((Math.Min(Page, Pages(found.Count)) - 1) * PageSize).Take(PageSize)];

    private bool Matches(PeerStatus peer) => s_fields[Field](peer).Any(Matches);

    // An empty text finds all, as on the vendor's lists.
    private bool Matches(string value)
    {
        var text = Text.Trim();
        if (Relation == IsEmpty)
            return value.Length == 0;
        if (text.Length == 0)
            return true;
        return Relation switch
        {
            Contains => value.Contains(text, StringComparison.OrdinalIgnoreCase),
            EndsWith => value.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            IsExactly => value.Equals(text, StringComparison.OrdinalIgnoreCase),
            _ => value.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        };
    }
}
