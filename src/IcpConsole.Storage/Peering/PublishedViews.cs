namespace IcpConsole.Storage.Peering;

/// <summary>
/// The views that peers and other AXL clients may read. Those without prefix have the names and columns of the real product's tables; those
/// that begin with <c>icsa</c> are this project's own (docs/protocol.md). Migrations create them.
/// </summary>
public static class PublishedViews
{
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "processnode", "enterprisenode", "enterprisesubcluster", "enduser", "certificate", "typenodeusage", "typeprocessnoderole",
        "icsastate", "icsauser", "icsanode", "icsacertificate", "icsatrust", "icsagroup", "icsaview",
    };

    /// <summary>
    /// Tables whose every column the views show, and the columns of those that also hold what nobody may see. The empty name is SQLite's for rows
    /// that are counted without looking at a column.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_shown = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Nodes"] = [], ["HighAvailability"] = [], ["UnifiedCmNodes"] = [], ["HomeUsers"] = [], ["PeerUsers"] = [], ["HomeGroups"] = [], ["StoppedServices"] = [], ["PeerViews"] = [],
        ["Cluster"] =
        [
            "", "ClusterId", "Domain", "AddressScheme", "Release", "Platform", "SipFederation", "UsersSynchronizedAt", "Epoch", "Change", "UserCount", "AssignedCount", "UserSum",
            "TopologyVersion",
        ],
        ["Identities"] = ["", "Node", "Service", "Pem"],
        ["Peers"] = ["Id", "RemoteId"],
        ["Trust"] = ["", "Store", "Pem", "IsTold"],
    };

    /// <param name="table">A table of the database.</param>
    /// <param name="column">Its column.</param>
    internal static bool Shows(string table, string column) =>
        s_shown.TryGetValue(table, out var columns) && (columns.Length == 0 || columns.Contains(column, StringComparer.OrdinalIgnoreCase));
}
