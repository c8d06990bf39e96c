using System.Net;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;
using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Clusters;

/// <summary>A node on the cluster form as it was typed.</summary>
public sealed class NodeForm
{
    /// <summary>The name that the node has now; null for one that is added.</summary>
    public NodeName? Was { get; init; }

    public string Name { get; set; } = "";

    /// <summary>Empty where the name is the address, or it stays as it is.</summary>
    public string Address { get; set; } = "";

    public NodeRole Role { get; set; } = NodeRole.Subscriber;

    public int Group { get; set; } = 1;
}

/// <summary>The form of a hosted cluster as it was typed.</summary>
public sealed class ClusterForm
{
    private const int MaxNameLength = 100;
    private const int MaxPathLength = 1000;

    /// <summary>So many names of a list are told of at once.</summary>
    internal const int MaxMistakes = 5;

    public string ClusterId { get; set; } = "";

    /// <summary>Empty for the Cluster ID itself.</summary>
    public string Name { get; set; } = "";

    public string Domain { get; set; } = "";

    public ImAddressScheme AddressScheme { get; set; }

    public Release Release { get; set; } = Release.V15;

    public Platform Platform { get; set; }

    public bool SipFederation { get; set; }

    public List<NodeForm> Nodes { get; init; } = [new() { Role = NodeRole.Publisher }];

    /// <summary>Names between blanks, commas or line breaks.</summary>
    public string UnifiedCmNodes { get; set; } = "";

    /// <summary>
    /// The intercluster application user of a new cluster; empty for none, until activating Cisco
    /// AXL Web Service makes one. Not of one that is there, which has a page for them.
    /// </summary>
    public string AxlUsername { get; set; } = "";

    [Secret]
    public string AxlPassword { get; set; } = "";

    [Secret]
    public string ConfirmAxlPassword { get; set; } = "";

    public string DirectoryFile { get; set; } = "";

    /// <summary>The revision that the form was filled from; 0 for a new cluster.</summary>
    public int Revision { get; set; }

    /// <summary>A form filled from a cluster that is there.</summary>
    public static ClusterForm From(ClusterDefinition cluster) =>
        new()
        {
            ClusterId = cluster.Id.Value,
            Name = cluster.Name,
            Domain = cluster.Traits.Domain,
            AddressScheme = cluster.Traits.AddressScheme,
            Release = cluster.Traits.Release,
            Platform = cluster.Traits.Platform,
            SipFederation = cluster.SipFederation,
            Nodes =
            [
                .. cluster.Topology.Nodes.Select(n => new NodeForm
                {
                    Was = n.Name,
                    Name = n.Name.Display,
                    Address =
                        n.Address.ToString() is var address && address == n.Name.Value
                            ? ""
                            : address,
                    Role = n.Role,
                    Group = n.Group,
                }),
            ],
            UnifiedCmNodes = string.Join(Environment.NewLine, cluster.Topology.UnifiedCmNodes),
            DirectoryFile = cluster.DirectoryFile ?? "",
            Revision = cluster.Revision,
        };

    /// <summary>Adds an empty node, a subscriber in the first group that has room.</summary>
    /// <returns>Its index.</returns>
    public int Add()
    {
        var groups = Enumerable.Range(1, Topology.MaxNodes);
        Nodes.Add(
            new NodeForm
            {
                Group = groups.FirstOrDefault(
                    g => Nodes.Count(n => n.Group == g) < Topology.MaxGroupSize,
                    1
                ),
            }
        );
        return Nodes.Count - 1;
    }

    /// <summary>Name of a node's field in problems.</summary>
    public static string NodeField(int index, string field) =>
        $"{nameof(Nodes)}[{index}].{field}";

    /// <summary>What is wrong with the path of a directory file; null when nothing is.</summary>
    public static Problem? MistakeInPath(string path) =>
        path.Trim().Length > MaxPathLength ? new TooLong(MaxPathLength)
        : path.Any(char.IsControl) ? new DirectoryFileMalformed()
        : null;

    /// <summary>Reads the form, reporting every problem at once, each tied to its field.</summary>
    /// <param name="existing">The cluster being edited, or null for a new one.</param>
    public Result<ClusterDraft> Read(ClusterDefinition? existing)
    {
        var problems = new List<Problem>();
        Clusters.ClusterId id = default;
        if (string.IsNullOrWhiteSpace(ClusterId))
            problems.Add(new ClusterIdEmpty().At(nameof(ClusterId)));
        else if (!Clusters.ClusterId.TryParse(ClusterId, out id))
            problems.Add(new ClusterIdMalformed().At(nameof(ClusterId)));
        else if (existing is not null && id != existing.Id)
            problems.Add(new ClusterIdStays().At(nameof(ClusterId)));
        if (Name.Trim().Length > MaxNameLength)
            problems.Add(new TooLong(MaxNameLength).At(nameof(Name)));
        else if (Name.Any(char.IsControl))
            problems.Add(new NameMalformed().At(nameof(Name)));
        if (!NodeName.TryParse(Domain, out var domain, out var mistake))
            problems.Add(
                mistake == NodeNameMistake.None
                    ? new ClusterDomainMalformed().At(nameof(Domain))
                    : new ClusterDomainMistaken(mistake).At(nameof(Domain))
            );
        else if (domain.IsAddress)
            problems.Add(new ClusterDomainMalformed().At(nameof(Domain)));
        if (!Enum.IsDefined(AddressScheme))
            problems.Add(new ChoiceUnknown().At(nameof(AddressScheme)));
        if (!Enum.IsDefined(Release))
            problems.Add(new ChoiceUnknown().At(nameof(Release)));
        if (!Enum.IsDefined(Platform))
            problems.Add(new ChoiceUnknown().At(nameof(Platform)));
        if (existing is not null && Revision != existing.Revision)
            problems.AddRange(Clash(existing));
        var nodes = ReadNodes(existing?.Topology, problems);
        var unifiedCm = ReadUnifiedCm(nodes, problems);
        var hasUser =
            existing is null
            && (
                AxlUsername.Length > 0
                || AxlPassword.Length > 0
                || ConfirmAxlPassword.Length > 0
            );
        if (hasUser)
            problems.AddRange(
                AxlCredential.Check(
                    AxlUsername,
                    AxlPassword,
                    ConfirmAxlPassword,
                    passwordNeeded: true
                )
            );
        if (MistakeInPath(DirectoryFile) is { } malformed)
            problems.Add(malformed.At(nameof(DirectoryFile)));

        if (problems.Count > 0)
            return problems;
        var definition = new ClusterDefinition(
            id,
            Name.Trim() is { Length: > 0 } name ? name : id.Value,
            new ClusterTraits(domain.Value, AddressScheme, Release, Platform),
            new Topology(nodes, unifiedCm),
            SipFederation,
            DirectoryFile.Trim() is { Length: > 0 } file ? file : null,
            Revision + 1
        );
        var renamed = Nodes
            .Zip(nodes)
            .Where(n => n.First.Was is { } was && was != n.Second.Name)
            .ToDictionary(n => n.First.Was!.Value, n => n.Second.Name);
        return new ClusterDraft(
            definition,
            hasUser
                ?
                [
                    new NewApplicationUser(
                        AxlUsername.Trim(),
                        AxlPassword,
                        ApplicationRoles.AxlReadOnly
                    ),
                ]
                : []
        )
        {
            Renamed = renamed,
        };
    }

    /// <summary>
    /// What there is now, beside what was typed; nodes are not, which have a page of their own.
    /// </summary>
    private IEnumerable<Problem> Clash(ClusterDefinition cluster)
    {
        var now = From(cluster);
        yield return SavedMeanwhile.From(cluster.Saved);
        var name = Name.Trim() is { Length: > 0 } typed ? typed : ClusterId.Trim();
        (string Field, string Typed, string Now)[] fields =
        [
            (nameof(Name), name, now.Name),
            (nameof(Domain), Domain.Trim().ToLowerInvariant(), now.Domain),
            (nameof(AddressScheme), $"{AddressScheme}", $"{now.AddressScheme}"),
            (nameof(Release), Release.Text(), now.Release.Text()),
            (nameof(Platform), $"{Platform}", $"{now.Platform}"),
            (nameof(SipFederation), $"{SipFederation}", $"{now.SipFederation}"),
            (nameof(DirectoryFile), DirectoryFile.Trim(), now.DirectoryFile),
            (nameof(UnifiedCmNodes), Written(UnifiedCmNodes), Written(now.UnifiedCmNodes)),
        ];
        foreach (var (field, _, there) in fields.Where(f => f.Typed != f.Now))
            yield return new ThereNow(there.Length == 0 ? "–" : there).At(field);
    }

    private static string Written(string names) =>
        string.Join(
            ", ",
            names.Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        );

    private List<Node> ReadNodes(Topology? now, List<Problem> problems)
    {
        var nodes = new List<Node>();
        for (var i = 0; i < Nodes.Count; i++)
        {
            var typed = Nodes[i];
            var named = NodeName.TryParse(typed.Name, out var name, out var mistake);
            if (string.IsNullOrWhiteSpace(typed.Name))
                problems.Add(new NodeNameEmpty().At(NodeField(i, nameof(NodeForm.Name))));
            else if (!named)
                problems.Add(
                    new NodeNameMalformed(mistake).At(NodeField(i, nameof(NodeForm.Name)))
                );
            else if (nodes.Exists(n => n.Name == name))
                problems.Add(new NodeNameTwice(name).At(NodeField(i, nameof(NodeForm.Name))));
            if (
                !TryReadAddress(
                    typed,
                    named && name.IsAddress,
                    now?.Nodes.FirstOrDefault(n => n.Name == typed.Was)?.Address,
                    out var address
                )
            )
            {
                // Without a name the address may well be the name's.
                if (named || typed.Address.Length > 0)
                    problems.Add(
                        new NodeAddressMalformed().At(NodeField(i, nameof(NodeForm.Address)))
                    );
            }
            else if (named && name.IsAddress && name.Value != address.ToString())
                problems.Add(
                    new NodeAddressDiffers(name).At(NodeField(i, nameof(NodeForm.Address)))
                );
            else if (nodes.Exists(n => n.Address.Equals(address)))
                problems.Add(
                    new NodeAddressTwice(address).At(NodeField(i, nameof(NodeForm.Address)))
                );
            if (typed.Group is < 1 or > Topology.MaxNodes)
                problems.Add(new ChoiceUnknown().At(NodeField(i, nameof(NodeForm.Group))));
            else if (nodes.Count(n => n.Group == typed.Group) == Topology.MaxGroupSize)
                problems.Add(
                    new NodeGroupFull(Topology.MaxGroupSize).At(
                        NodeField(i, nameof(NodeForm.Group))
                    )
                );
            nodes.Add(new Node(name, address, typed.Role, typed.Group));
        }

        if (nodes.Count is 0 or > Topology.MaxNodes)
            problems.Add(new NodeCount(Topology.MaxNodes).At(nameof(Nodes)));
        if (nodes.Count(n => n.Role == NodeRole.Publisher) != 1)
            problems.Add(new NodePublisherCount().At(nameof(Nodes)));
        return nodes;
    }

    /// <summary>
    /// Left empty it is the name, or where that is none, the address that the node has.
    /// </summary>
    private static bool TryReadAddress(
        NodeForm typed,
        bool nameIsAddress,
        IPAddress? now,
        out IPAddress address
    )
    {
        address = IPAddress.None;
        var text =
            typed.Address.Trim() is { Length: > 0 } own ? own
            : nameIsAddress ? typed.Name
            : now?.ToString();
        if (!NodeName.TryParse(text, out var parsed) || !parsed.IsAddress)
            return false;
        address = IPAddress.Parse(parsed.Value);
        return true;
    }

    private List<NodeName> ReadUnifiedCm(List<Node> nodes, List<Problem> problems)
    {
        var (names, mistakes) = (new List<NodeName>(), 0);
        foreach (
            var text in UnifiedCmNodes.Split(
                [' ', ',', '\n', '\r', '\t'],
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (!NodeName.TryParse(text, out var name, out var mistake))
            {
                problems.Add(
                    new UnifiedCmNodeMalformed(
                        text.Length <= MaxNameLength ? text : text[..MaxNameLength],
                        mistake
                    ).At(nameof(UnifiedCmNodes))
                );
                if (++mistakes == MaxMistakes)
                    return names;
                continue;
            }

            if (nodes.Exists(n => n.Name == name))
                problems.Add(new UnifiedCmNodeIsNode(name).At(nameof(UnifiedCmNodes)));
            else if (!names.Contains(name))
                names.Add(name);
            if (names.Count > Topology.MaxUnifiedCmNodes)
                break;
        }

        if (names.Count > Topology.MaxUnifiedCmNodes)
            problems.Add(
                new UnifiedCmNodeCount(Topology.MaxUnifiedCmNodes).At(nameof(UnifiedCmNodes))
            );
        return names;
    }
}

/// <summary>A cluster form that was read without problems.</summary>
/// <param name="Definition">What the cluster is to be.</param>
/// <param name="ApplicationUsers">That a new cluster begins with. Without one for AXL, Cisco AXL
/// Web Service is not activated.</param>
public sealed record ClusterDraft(
    ClusterDefinition Definition,
    IReadOnlyList<NewApplicationUser> ApplicationUsers
)
{
    /// <summary>Nodes that go on under another name, by the name that they have now.</summary>
    public IReadOnlyDictionary<NodeName, NodeName> Renamed { get; init; } =
        new Dictionary<NodeName, NodeName>();
}
