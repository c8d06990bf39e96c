using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Diagnostics;

/// <summary>
/// The tests of the System Troubleshooter, in the order of its page (Cisco, <em>System
/// Configuration Troubleshooter</em>). Those of a peer are its layers from the bottom up.
/// </summary>
public static class CheckCatalogue
{
    public static IReadOnlyList<string> All { get; } =
    [
        "NodeAnswers",
        "DatabaseSize",
        "DiskSpace",
        "Platform",
        "DataMonitorRuns",
        "ExpiryMonitorRuns",
        "RestartsOwed",
        "Alarms",
        "SyncAgentRuns",
        "DirectoryFile",
        "DirectorySync",
        "DirectoryRows",
        "SipFederation",
        "SipRuns",
        "SipAnswers",
        "SipProcesses",
        "EntriesExist",
        "AxlRuns",
        "AgentRuns",
        "AgentParameters",
        "PeerName",
        "PeerPort",
        "PeerTls",
        "PeerLogin",
        "PeerAxl",
        "PeerNodes",
        "PeerRouters",
        "PeerSip",
        "PeerAddress",
        "PeerCompatible",
        "PeerMesh",
        "PeerSyncAgent",
        "PeerBothSides",
        "PeerProtocol",
        "PeerAgents",
        "PeerCertificates",
        "PeerClock",
        "PeerSync",
        "PeerUsers",
        "PeerGroups",
        "PeerLinks",
        "PeerRouting",
        "UsersAssigned",
        "NodesHaveUsers",
        "HighAvailability",
        "GroupsNormal",
        "RecoveryManagerRuns",
        "KeepAlive",
        "SplitBrain",
        "ConfigManagerRuns",
        "RouterRuns",
        "RouterAnswers",
        "UserIdsUnique",
        "DirectoryUrisUnique",
        "DirectoryUrisThere",
        "DirectoryUrisValid",
        "IdentitiesValid",
        "IdentityPresented",
        "IdentityNames",
        "TrustValid",
    ];

    /// <summary>Whether a test is one of those that are run on a peer.</summary>
    public static bool IsOfPeer(string test) =>
        test.StartsWith("Peer", StringComparison.Ordinal);

    /// <summary>By section; a peer's tests together, after those of the cluster.</summary>
    public static IEnumerable<CheckRow> Order(IEnumerable<CheckRow> rows) =>
        rows.OrderBy(r => r.Section)
            .ThenBy(r => IsOfPeer(r.Test))
            .ThenBy(r => IsOfPeer(r.Test) ? NodeOf(r) : default)
            .ThenBy(r => IndexOf(r.Test))
            .ThenBy(NodeOf)
            .ThenBy(r => r.Subject, StringComparer.Ordinal);

    private static NodeName NodeOf(CheckRow row) =>
        NodeName.TryParse(row.Subject, out var node) ? node : default;

    private static int IndexOf(string test)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i] == test)
                return i;
        return All.Count;
    }
}
