using System.Globalization;
using IcpConsole.Domain;
using IcpConsole.Domain.Certificates;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Certificates;
using IcpConsole.Protocols.Axl;
using IcpConsole.Storage.Certificates;
using IcpConsole.Storage.Peering;
using IcpConsole.Storage.Users;

namespace IcpConsole.Engine.Peering.Wire;

/// <summary>What a peer says of itself (docs/protocol.md, "icsastate").</summary>
internal sealed record RemoteState(
    ClusterId Id,
    ClusterTraits Traits,
    bool SipFederation,
    bool UsersSynchronized,
    IReadOnlyList<ClusterId> Peers,
    string Epoch,
    long Change,
    UserDigest Users,
    long TopologyVersion
);

/// <summary>
/// The queries that an ICSA asks of a peer, and how it reads the answers, from a server that may be
/// anyone.
/// </summary>
internal static class Queries
{
    /// <summary>
    /// The real agent's own first query (Cisco TAC 217581, section 6.1), to the letter.
    /// </summary>
    public const string ConnectivityTest =
        "SELECT count(*) from processnode WHERE systemnode='f' and tknodeusage= 0";

    /// <summary>
    /// Everything that its version tells; columns that are not known are passed over.
    /// </summary>
    public const string State = "SELECT * FROM icsastate";

    public const string Nodes =
        "SELECT name, tknodeusage, agentrunning, servedby FROM icsanode";

    public const string ProcessNodes = "SELECT name FROM processnode WHERE systemnode = 'f'";

    public const string Certificates =
        "SELECT servername, service, certificate FROM icsacertificate";

    public const string Authorities = "SELECT store, certificate FROM icsatrust";

    /// <summary>Some 100 bytes a group on the wire, and 2 MB at most.</summary>
    private const int GroupsPerPage = 1000;

    private const int MaxCertificates = 64;

    /// <summary>Of Unified CM and of IM and Presence Service together.</summary>
    private const int MaxProcessNodes = 64;

    /// <summary>As many as a cluster may have uploaded, for each of its stores.</summary>
    private const int MaxAuthorities = 3 * 200;

    /// <summary>
    /// Far more than a mesh may have, so that one that is too large is named as such.
    /// </summary>
    public const int MaxPeers = 500;

    public static string Users(long after, int rows) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT FIRST {rows} change, deleted, userid, firstname, lastname, mailid, directoryuri, node FROM icsauser WHERE change > {after} ORDER BY change"
        );

    public static string Groups(long after) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT FIRST {GroupsPerPage} id, name, members FROM icsagroup WHERE id > {after} ORDER BY id"
        );

    /// <summary>Asks what the peer says of itself, which is a connectivity test, too.</summary>
    /// <inheritdoc cref="ReadState" path="/exception"/>
    public static async Task<RemoteState> AskStateAsync(
        this PeerConnection connection,
        Action<Func<PeerStatus, PeerStatus>> update,
        CancellationToken cancellationToken
    )
    {
        var (row, test) = await connection.AskAsync(State, cancellationToken);
        update(s => s with { Connectivity = test });
        return ReadState(row);
    }

    /// <exception cref="PeerFailureException">The peer runs a version that is too old.</exception>
    public static RemoteState ReadState(AxlRow row)
    {
        if (!Version.TryParse(row["version"], out var version))
            throw Malformed("version");
        if (version < Product.OldestPeer)
            throw PeerFailures.At(
                PassLayer.Query,
                new PeerTooOld($"{version}", $"{Product.Version}")
            );
        if (!ClusterId.TryParse(row["clusterid"], out var id))
            throw Malformed("clusterid");
        if (row["epoch"] is not { Length: > 0 and <= 64 } epoch)
            throw Malformed("epoch");
        return new RemoteState(
            id,
            ReadTraits(row),
            row.Flag("sipfederation"),
            row.Flag("userssynchronized"),
            ReadPeers(row["peers"]),
            epoch,
            row.Number("change"),
            new UserDigest(
                Count(row, "usercount"),
                Count(row, "assignedcount"),
                row.Number("usersum")
            ),
            row.Number("topologyversion")
        );
    }

    private static ClusterTraits ReadTraits(AxlRow row) =>
        new(
            NodeName.TryParse(row["domain"], out var domain) && !domain.IsAddress
                ? domain.Value
                : throw Malformed("domain"),
            Enum.TryParse<ImAddressScheme>(row["addressscheme"], out var scheme)
                ? scheme
                : throw Malformed("addressscheme"),
            Releases.Parse(row["release"]) ?? throw Malformed("release"),
            Enum.TryParse<Platform>(row["platform"], out var platform)
                ? platform
                : throw Malformed("platform")
        );

    private static List<ClusterId> ReadPeers(string text)
    {
        var peers = new List<ClusterId>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ClusterId.TryParse(part, out var id) || peers.Count == MaxPeers)
                throw Malformed("peers");
            peers.Add(id);
        }

        return peers;
    }

    public static async Task<IReadOnlyList<PeerNode>> NodesAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var nodes = new List<PeerNode>();
        await foreach (var row in connection.QueryAsync(Nodes, cancellationToken))
        {
            if (
                !NodeName.TryParse(row["name"], out var name)
                || nodes.Count == Topology.MaxNodes
                || nodes.Any(n => n.Name == name)
            )
                throw Malformed("name");
            nodes.Add(
                new PeerNode(
                    name,
                    row.Number("tknodeusage") == 0 ? NodeRole.Publisher : NodeRole.Subscriber,
                    row.Flag("agentrunning"),
                    OptionalName(row, "servedby")
                )
            );
        }

        return nodes;
    }

    /// <summary>All nodes of the peer by name, those of Unified CM among them.</summary>
    public static async Task<IReadOnlyList<NodeName>> ProcessNodesAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var names = new List<NodeName>();
        await foreach (var row in connection.QueryAsync(ProcessNodes, cancellationToken))
        {
            if (
                !NodeName.TryParse(row["name"], out var name)
                || names.Count == MaxProcessNodes
            )
                throw Malformed("name");
            names.Add(name);
        }

        return names;
    }

    /// <summary>The certificates of the nodes just read, and of no one else.</summary>
    public static async Task<IReadOnlyList<AnnouncedCertificate>> CertificatesAsync(
        PeerConnection connection,
        IReadOnlyList<PeerNode> nodes,
        CancellationToken cancellationToken
    )
    {
        var certificates = new List<AnnouncedCertificate>();
        await foreach (var row in connection.QueryAsync(Certificates, cancellationToken))
        {
            if (
                !NodeName.TryParse(row["servername"], out var node)
                || nodes.All(n => n.Name != node)
                || certificates.Count == MaxCertificates
            )
                throw Malformed("servername");
            if (
                row["service"] is not { Length: > 0 and <= 32 } service
                || certificates.Exists(c => c.Node == node && c.Service == service)
            )
                throw Malformed("service");
            if (!CertificateReader.IsReadable(row["certificate"]))
                throw Malformed("certificate");
            certificates.Add(new AnnouncedCertificate(node, service, row["certificate"]));
        }

        return certificates;
    }

    /// <summary>
    /// The certificates that the peer's own trust stores hold for every peer. What cannot be read
    /// is left out: it would vouch for nothing.
    /// </summary>
    public static async Task<IReadOnlyList<TrustEntry>> AuthoritiesAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var authorities = new List<TrustEntry>();
        await foreach (var row in connection.QueryAsync(Authorities, cancellationToken))
        {
            if (
                CertificateServices.Exchanged.FirstOrDefault(s =>
                    CertificateServices.TrustOf(s) == row["store"]
                )
                    is not { } service
                || authorities.Count == MaxAuthorities
            )
                throw Malformed("store");
            if (CertificateReader.IsReadable(row["certificate"]))
                authorities.Add(new TrustEntry(service, null, row["certificate"]));
        }

        return authorities;
    }

    /// <summary>The peer's enterprise groups, page after page.</summary>
    public static async Task<IReadOnlyCollection<EnterpriseGroup>> GroupsAsync(
        PeerConnection connection,
        CancellationToken cancellationToken
    )
    {
        var groups = new Dictionary<string, EnterpriseGroup>(StringComparer.OrdinalIgnoreCase);
        var (last, rows) = (0L, GroupsPerPage);
        while (rows == GroupsPerPage)
        {
            rows = 0;
            await foreach (var row in connection.QueryAsync(Groups(last), cancellationToken))
            {
                if (row.Number("id") is var id && (id <= last || rows == GroupsPerPage))
                    throw Malformed("id");
                (last, rows) = (id, rows + 1);
                var name = Text(row, "name");
                if (
                    name.Length == 0
                    || groups.Count == EnterpriseGroup.MaxPerCluster
                    || !groups.TryAdd(name, new EnterpriseGroup(name, Count(row, "members")))
                )
                    throw Malformed("name");
            }
        }

        return groups.Values;
    }

    public static async Task<IReadOnlyList<ChangedUser>> UsersAsync(
        PeerConnection connection,
        long after,
        int rows,
        CancellationToken cancellationToken
    )
    {
        var page = new List<ChangedUser>(rows);
        await foreach (var row in connection.QueryAsync(Users(after, rows), cancellationToken))
        {
            if (page.Count == rows)
                throw Malformed("FIRST");
            var changed = ReadUser(row);
            // A number that does not rise would let a pass run for ever.
            if (changed.Change <= (page.Count == 0 ? after : page[^1].Change))
                throw Malformed("change");
            page.Add(changed);
        }

        return page;
    }

    private static ChangedUser ReadUser(AxlRow row) =>
        new(
            new EndUser(
                Text(row, "userid") is { Length: > 0 } id ? id : throw Malformed("userid"),
                Text(row, "firstname"),
                Text(row, "lastname"),
                Text(row, "mailid"),
                Text(row, "directoryuri"),
                row["node"] is { Length: > 0 } node
                    ? NodeName.TryParse(node, out _)
                        ? node
                        : throw Malformed("node")
                    : null
            ),
            row.Number("change"),
            row.Flag("deleted")
        );

    private static NodeName? OptionalName(AxlRow row, string column) =>
        row[column] is { Length: > 0 } text
            ? NodeName.TryParse(text, out var name)
                ? name
                : throw Malformed(column)
            : null;

    private static int Count(AxlRow row, string column) =>
        row.Number(column) is >= 0 and <= int.MaxValue and var count
            ? (int)count
            : throw Malformed(column);

    private static string Text(AxlRow row, string column) =>
        row[column] is var text && EndUser.Fits(text) ? text : throw Malformed(column);

    public static AxlException Malformed(string column) =>
        new(AxlError.Malformed, $"Column '{column}' holds what it must not.");
}
