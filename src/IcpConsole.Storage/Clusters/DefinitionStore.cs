using System.Net;
using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Users;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>What a hosted cluster is: its identity and nodes.</summary>
public sealed class DefinitionStore
{
    private readonly Func<ClusterDb> _context;

    private readonly IHomeUserWriter _users;

    internal DefinitionStore(Func<ClusterDb> context, IHomeUserWriter users) =>
        (_context, _users) = (context, users);

    public async Task CreateAsync(
        ClusterDefinition definition,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var row = new ClusterRow
        {
            ClusterId = definition.Id.Value,
            Domain = "",
            Epoch = Guid.NewGuid().ToString("N"),
        };
        Fill(row, definition);
        db.Cluster.Add(row);
        AddNodes(db, definition.Topology.Nodes);
        AddUnifiedCmNodes(db, definition.Topology.UnifiedCmNodes);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Makes the cluster what <paramref name="definition"/> says. Nodes that go on under another
    /// name take along all but their identities, whose certificates name them; those that are no
    /// longer there leave nothing, and their users are unassigned.
    /// </summary>
    public async Task ChangeAsync(
        ClusterDefinition definition,
        IReadOnlyDictionary<NodeName, NodeName> renamed,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(
            cancellationToken
        );
        var gone = await GoneAsync(db, definition.Topology, renamed, cancellationToken);
        AssignUsers(db, gone, renamed);
        foreach (var node in gone)
            await RemoveNodeAsync(db, node.Value, cancellationToken);
        await RenameAsync(db, renamed, cancellationToken);
        var row = await db.Cluster.SingleAsync(cancellationToken);
        // Another directory has not been read yet.
        if (row.DirectoryFile != definition.DirectoryFile)
            row.UsersSynchronizedAt = null;
        Fill(row, definition);
        await ChangeNodesAsync(db, definition.Topology, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await RedundancyStore.RemoveOutdatedAsync(db, definition.Topology, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<ClusterDefinition> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var cluster = await db.Cluster.AsNoTracking().SingleAsync(cancellationToken);
        var nodes = await db
            .Nodes.AsNoTracking()
            .OrderBy(n => n.Id)
            .ToListAsync(cancellationToken);
        var unifiedCm = await db
            .UnifiedCmNodes.AsNoTracking()
            .OrderBy(n => n.Id)
            .Select(n => n.Name)
            .ToListAsync(cancellationToken);
        var topology = new Topology(
            [
                .. nodes.Select(n => new Node(
                    NodeName.Parse(n.Name),
                    IPAddress.Parse(n.Address),
                    n.Role,
                    n.GroupNumber
                )),
            ],
            [.. unifiedCm.Select(NodeName.Parse)]
        );
        return new ClusterDefinition(
            ClusterId.Parse(cluster.ClusterId),
            cluster.Name.Length == 0 ? cluster.ClusterId : cluster.Name,
            new ClusterTraits(
                cluster.Domain,
                cluster.AddressScheme,
                cluster.Release,
                cluster.Platform
            ),
            topology,
            cluster.SipFederation,
            cluster.DirectoryFile,
            cluster.Revision
        )
        {
            Saved = cluster is { SavedBy: { } by, SavedAt: { } at }
                ? new Saved(by, at.Utc())
                : null,
        };
    }

    /// <summary>The <c>pkid</c> of each node, which it keeps for as long as it is there.</summary>
    public async Task<IReadOnlyDictionary<NodeName, Guid>> NodeIdsAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var rows = await db
            .Nodes.Select(n => new { n.Name, n.Pkid })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(r => NodeName.Parse(r.Name), r => Guid.Parse(r.Pkid));
    }

    public async Task<UserDigest> HomeUsersAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db
            .Cluster.Select(c => new UserDigest(c.UserCount, c.AssignedCount, c.UserSum))
            .SingleAsync(cancellationToken);
    }

    /// <summary>How many of the home users each node serves.</summary>
    public async Task<IReadOnlyDictionary<NodeName, int>> AssignedAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var counts = await db
            .HomeUsers.Where(u => !u.Deleted && u.Node != null)
            .GroupBy(u => u.Node!)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(c => NodeName.Parse(c.Key), c => c.Count);
    }

    /// <summary>When the Sync Agent last finished; null when it never did.</summary>
    public async Task<DateTimeOffset?> UsersSynchronizedAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var at = await db
            .Cluster.Select(c => c.UsersSynchronizedAt)
            .SingleAsync(cancellationToken);
        return at?.Utc();
    }

    /// <summary>Notes that the Sync Agent has finished where it had nothing to read.</summary>
    public async Task MarkUsersSynchronizedAsync(
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        await db.Cluster.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.UsersSynchronizedAt, at.UtcDateTime),
            cancellationToken
        );
    }

    private static void Fill(ClusterRow row, ClusterDefinition definition)
    {
        (row.Name, row.SipFederation, row.DirectoryFile, row.Revision) = (
            definition.Name,
            definition.SipFederation,
            definition.DirectoryFile,
            definition.Revision
        );
        (row.SavedBy, row.SavedAt) = (definition.Saved?.By, definition.Saved?.At.UtcDateTime);
        (row.Domain, row.AddressScheme, row.Release, row.Platform) = (
            definition.Traits.Domain,
            definition.Traits.AddressScheme,
            definition.Traits.Release,
            definition.Traits.Platform
        );
        row.TopologyVersion++;
    }

    /// <summary>In two steps, so that nodes may take each other's names.</summary>
    private static async Task RenameAsync(
        ClusterDb db,
        IReadOnlyDictionary<NodeName, NodeName> renamed,
        CancellationToken cancellationToken
    )
    {
        foreach (var (old, _) in renamed)
        {
            await RenameAsync(db, old.Value, OnTheWay(old), cancellationToken);
            await db
                .Identities.Where(i => i.Node == old.Value)
                .ExecuteDeleteAsync(cancellationToken);
            await db
                .PreparedIdentities.Where(i => i.Node == old.Value)
                .ExecuteDeleteAsync(cancellationToken);
        }

        foreach (var (old, name) in renamed)
            await RenameAsync(db, OnTheWay(old), name.Value, cancellationToken);

        // No node name has such a character.
        static string OnTheWay(NodeName old) => $"~{old}";
    }

    private static async Task RenameAsync(
        ClusterDb db,
        string from,
        string to,
        CancellationToken cancellationToken
    )
    {
        await db
            .Nodes.Where(n => n.Name == from)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Name, to), cancellationToken);
        await db
            .Nodes.Where(n => n.ServedBy == from)
            .ExecuteUpdateAsync(
                set => set.SetProperty(n => n.ServedBy, to),
                cancellationToken
            );
        await db
            .Parameters.Where(p => p.Node == from)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Node, to), cancellationToken);
        await db
            .StoppedServices.Where(s => s.Node == from)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Node, to), cancellationToken);
        await db
            .NodeFeeds.Where(f => f.Node == from)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.Node, to), cancellationToken);
    }

    private static async Task ChangeNodesAsync(
        ClusterDb db,
        Topology topology,
        CancellationToken cancellationToken
    )
    {
        foreach (var row in await db.Nodes.ToListAsync(cancellationToken))
        {
            var node = topology.Nodes.First(n => n.Name.Value == row.Name);
            (row.Address, row.Role, row.GroupNumber) = (
                node.Address.ToString(),
                node.Role,
                node.Group
            );
        }

        AddNodes(
            db,
            topology.Nodes.Where(n => db.Nodes.Local.All(row => row.Name != n.Name.Value))
        );
        db.UnifiedCmNodes.RemoveRange(db.UnifiedCmNodes);
        await db.SaveChangesAsync(cancellationToken);
        AddUnifiedCmNodes(db, topology.UnifiedCmNodes);
    }

    /// <summary>
    /// Nodes that are to be no longer there. One may go by the name of another that is removed.
    /// </summary>
    private static async Task<HashSet<NodeName>> GoneAsync(
        ClusterDb db,
        Topology topology,
        IReadOnlyDictionary<NodeName, NodeName> renamed,
        CancellationToken cancellationToken
    )
    {
        var names = await db.Nodes.Select(n => n.Name).ToListAsync(cancellationToken);
        return names
            .Select(NodeName.Parse)
            .Where(n =>
                !renamed.ContainsKey(n) && (!topology.Has(n) || renamed.Values.Contains(n))
            )
            .ToHashSet();
    }

    private static async Task RemoveNodeAsync(
        ClusterDb db,
        string name,
        CancellationToken cancellationToken
    )
    {
        await db.Nodes.Where(n => n.Name == name).ExecuteDeleteAsync(cancellationToken);
        await db.Identities.Where(i => i.Node == name).ExecuteDeleteAsync(cancellationToken);
        await db
            .PreparedIdentities.Where(i => i.Node == name)
            .ExecuteDeleteAsync(cancellationToken);
        await db
            .StoppedServices.Where(s => s.Node == name)
            .ExecuteDeleteAsync(cancellationToken);
        await db.NodeFeeds.Where(f => f.Node == name).ExecuteDeleteAsync(cancellationToken);
        await db.Parameters.Where(p => p.Node == name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Users follow their nodes to their new names. Those of nodes that are gone are assigned to
    /// none, until the directory file says where.
    /// </summary>
    private void AssignUsers(
        ClusterDb db,
        HashSet<NodeName> gone,
        IReadOnlyDictionary<NodeName, NodeName> renamed
    )
    {
        if (gone.Count == 0 && renamed.Count == 0)
            return;
        _users.Assign(db.Database.GetDbConnection(), users => users.Select(u =>
            {
                var (node, directoryNode) = (Follow(u.User.Node), Follow(u.DirectoryNode));
                return new HomeUser(
                    u.User with
                    {
                        Node = node,
                    },
                    directoryNode,
                    u.AssignedHere && (node is null) == (u.User.Node is null)
                );
            }));

        string? Follow(string? node) =>
            node is null || NodeName.Parse(node) is var name && gone.Contains(name) ? null
            : renamed.TryGetValue(name, out var then) ? then.Value
            : node;
    }

    private static void AddNodes(ClusterDb db, IEnumerable<Node> nodes) =>
        db.Nodes.AddRange(
            nodes
                .ToList()
                .Select(n => new NodeRow
                {
                    Name = n.Name.Value,
                    Address = n.Address.ToString(),
                    Role = n.Role,
                    GroupNumber = n.Group,
                    Pkid = Guid.NewGuid().ToString(),
                })
        );

    private static void AddUnifiedCmNodes(ClusterDb db, IEnumerable<NodeName> names) =>
        db.UnifiedCmNodes.AddRange(
            names.Select(n => new UnifiedCmNodeRow
            {
                Name = n.Value,
                Pkid = Guid.NewGuid().ToString(),
            })
        );
}
