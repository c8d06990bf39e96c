using IcpConsole.Domain.Peering;

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

    public static IReadOnlyList<string> Relations { get; } =
    [BeginsWith, Contains, EndsWith, IsExactly, IsEmpty];

    public static IReadOnlyList<int> PageSizes { get; } = [10, 25, 50, 100, 250];

    /// <summary>The columns to sort by; within equals, by address.</summary>
    private static readonly Dictionary<string, Func<PeerStatus, IComparable?>> s_keys = new(
        StringComparer.Ordinal
    )
    {
        ["address"] = s => s.Peer.Address,
        ["remote"] = s => s.RemoteId?.Value,
        ["status"] = s =>
            s.Overall switch
            {
                Mark.Cross => 0,
                Mark.Unknown => 1,
                _ => 2,
            },
        ["users"] = s => s.Users?.Here,
        ["synchronized"] = s => s.LastSynchronized,
        ["protocol"] = s => s.Peer.Protocol.Text(),
        ["certificates"] = s =>
            s.Diagnosis.CertificateStatus.Mark switch
            {
                Mark.Cross => 0,
                Mark.Unknown => 1,
                _ => 2,
            },
    };

    public required string Relation { get; init; }

    public required string Text { get; init; }

    public required string Sort { get; init; }

    public required bool Descending { get; init; }

    public required int PageSize { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Page { get; init; }

    /// <summary>Reads a link, which may say anything.</summary>
    public static PeerListView Read(
        string? relation,
        string? text,
        string? sort,
        int? size,
        int? page
    ) =>
        new()
        {
            Relation =
                relation is not null && Relations.Contains(relation) ? relation : BeginsWith,
            Text = text ?? "",
            Sort =
                sort?.TrimStart('-') is { } key && s_keys.ContainsKey(key) ? key : "address",
            Descending = sort is ['-', ..],
            PageSize = size is { } rows && PageSizes.Contains(rows) ? rows : 50,
            Page = Math.Max(page ?? 1, 1),
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

    /// <summary>How many pages they fill; at least one.</summary>
    public int Pages(int found) => Math.Max(1, (found + PageSize - 1) / PageSize);

    /// <summary>The rows of this page, or of the last one where there are fewer.</summary>
    public IReadOnlyList<PeerStatus> Rows(IReadOnlyList<PeerStatus> found) =>
        [.. found.Skip((Math.Min(Page, Pages(found.Count)) - 1) * PageSize).Take(PageSize)];

    // An empty text finds all, as on the vendor's lists.
    private bool Matches(PeerStatus peer) =>
        Matches(peer.Peer.Address.Value) || Matches(peer.Peer.Address.Display);

    private bool Matches(string address)
    {
        var text = Text.Trim();
        if (Relation == IsEmpty)
            return address.Length == 0;
        if (text.Length == 0)
            return true;
        return Relation switch
        {
            Contains => address.Contains(text, StringComparison.OrdinalIgnoreCase),
            EndsWith => address.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            IsExactly => address.Equals(text, StringComparison.OrdinalIgnoreCase),
            _ => address.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        };
    }
}
