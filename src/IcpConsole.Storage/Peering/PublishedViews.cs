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
        "icsastate", "icsauser", "icsanode", "icsacertificate",
    };
}
