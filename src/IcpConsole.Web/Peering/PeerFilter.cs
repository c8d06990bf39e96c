using IcpConsole.Domain.Peering;

namespace IcpConsole.Web.Peering;

/// <summary>"Find peers where Peer Address …", as the query string carries it.</summary>
internal sealed record PeerFilter(string Relation, string Text)
{
    public const string BeginsWith = "begins-with";
    public const string Contains = "contains";
    public const string EndsWith = "ends-with";
    public const string IsExactly = "is-exactly";
    public const string IsEmpty = "is-empty";

    public static IReadOnlyList<string> Relations { get; } = [BeginsWith, Contains, EndsWith, IsExactly, IsEmpty];

    /// <summary>An empty text finds all, as on the vendor's lists.</summary>
    public bool Matches(PeerStatus peer)
    {
        var address = peer.Peer.Address.Value;
        var text = Text.Trim();
        if (Relation == IsEmpty) return address.Length == 0;
        if (text.Length == 0) return true;
        return Relation switch
        {
            Contains => address.Contains(text, StringComparison.OrdinalIgnoreCase),
            EndsWith => address.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            IsExactly => address.Equals(text, StringComparison.OrdinalIgnoreCase),
            _ => address.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        };
    }
}
