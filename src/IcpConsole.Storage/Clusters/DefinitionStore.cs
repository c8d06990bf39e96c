using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Parameters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>What a hosted cluster is: its identity and nodes.</summary>
public sealed class DefinitionStore
{
    private readonly Func<ClusterDb> _context;

    internal DefinitionStore(Func<ClusterDb> context) => _context = context;

    public async Task CreateAsync(ClusterDefinition definition, CancellationToken cancellationToken)
    {
        await using var db = _context();
        var row = new ClusterRow { ClusterId = definition.Id.Value, Domain = "", Epoch = Guid.NewGuid().ToString("N") };
        Fill(row, definition);
        db.Cluster.Add(row);
        AddNodes(db, definition.Topology.Nodes);
        AddUnifiedCmNodes(db, definition.Topology.UnifiedCmNodes);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Makes the cluster what <paramref name="definition"/> says. Nodes that are no longer there lose their identities.</summary>
    public async Task ChangeAsync(ClusterDefinition definition, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.Cluster.SingleAsync(cancellationToken);
        // Another directory has not been read yet.
        if (row.DirectoryFile != definition.DirectoryFile) row.UsersSynchronizedAt = null;
        Fill(row, definition);
        await ChangeNodesAsync(db, definition.Topology, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<ClusterDefinition> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var cluster = await db.Cluster.AsNoTracking().SingleAsync(cancellationToken);
        var nodes = await db.Nodes.AsNoTracking().OrderBy(n => n.Id).ToListAsync(cancellationToken);
        var unifiedCm = await db.UnifiedCmNodes.AsNoTracking().OrderBy(n => n.Id).Select(n => n.Name).ToListAsync(cancellationToken);
        var topology = new Topology(
            [.. nodes.Select(n => new Node(NodeName.Parse(n.Name), IPAddress.Parse(n.Address), n.Role, n.GroupNumber))], [.. unifiedCm.Select(NodeName.Parse)]);
        return new ClusterDefinition(
            ClusterId.Parse(cluster.ClusterId), cluster.Name.Length == 0 ? cluster.ClusterId : cluster.Name,
            new ClusterTraits(cluster.Domain, cluster.AddressScheme, cluster.Release, cluster.Platform), topology, cluster.SipFederation, cluster.DirectoryFile, cluster.Revision);
    }

    /// <summary>The <c>pkid</c> of each node, which it keeps for as long as it is there.</summary>
    public async Task<IReadOnlyDictionary<NodeName, Guid>> NodeIdsAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var rows = await db.Nodes.Select(n => new { n.Name, n.Pkid }).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => NodeName.Parse(r.Name), r => Guid.Parse(r.Pkid));
    }

    public async Task<UserDigest> HomeUsersAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db.Cluster.Select(c => new UserDigest(c.UserCount, c.AssignedCount, c.UserSum)).SingleAsync(cancellationToken);
    }

    /// <summary>How many of the home users each node serves.</summary>
    public async Task<IReadOnlyDictionary<NodeName, int>> AssignedAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var counts = await db.HomeUsers.Where(u => !u.Deleted && u.Node != null).GroupBy(u => u.Node!).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return counts.ToDictionary(c => NodeName.Parse(c.Key), c => c.Count);
    }

    /// <summary>When the Sync Agent last finished; null when it never did.</summary>
    public async Task<DateTimeOffset?> UsersSynchronizedAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var at = await db.Cluster.Select(c => c.UsersSynchronizedAt).SingleAsync(cancellationToken);
        return at?.Utc();
    }

    /// <summary>Notes that the Sync Agent has finished where it had nothing to read.</summary>
    public async Task MarkUsersSynchronizedAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var db = _context();
        await db.Cluster.ExecuteUpdateAsync(set => set.SetProperty(c => c.UsersSynchronizedAt, at.UtcDateTime), cancellationToken);
    }

    private static void Fill(ClusterRow row, ClusterDefinition definition)
    {
        (row.Name, row.SipFederation, row.DirectoryFile, row.Revision) = (definition.Name, definition.SipFederation, definition.DirectoryFile, definition.Revision);
        (row.Domain, row.AddressScheme, row.Release, row.Platform) =
            (definition.Traits.Domain, definition.Traits.AddressScheme, definition.Traits.Release, definition.Traits.Platform);
        row.TopologyVersion++;
    }

    private static async Task ChangeNodesAsync(ClusterDb db, Topology topology, CancellationToken cancellationToken)
    {
        var before = await db.Nodes.ToListAsync(cancellationToken);
        var publisher = before.Single(n => n.Role == NodeRole.Publisher).Name;
        foreach (var row in before)
        {
            if (topology.Nodes.FirstOrDefault(n => n.Name.Value == row.Name) is { } node)
                (row.Address, row.Role, row.GroupNumber) = (node.Address.ToString(), node.Role, node.Group);
            else
            {
                db.Nodes.Remove(row);
                db.Identities.RemoveRange(db.Identities.Where(i => i.Node == row.Name));
                db.StoppedServices.RemoveRange(db.StoppedServices.Where(s => s.Node == row.Name));
                db.NodeFeeds.RemoveRange(db.NodeFeeds.Where(f => f.Node == row.Name));
                var parameters = await db.Parameters.Where(p => p.Node == row.Name).ToListAsync(cancellationToken);
                db.Parameters.RemoveRange(parameters);
                // A publisher under another name goes on by the values that govern the passes.
                var successor = topology.Publisher.Name.Value;
                if (row.Name == publisher && !before.Exists(n => n.Name == successor))
                    db.Parameters.AddRange(parameters.Select(p => new ParameterRow { Node = successor, Service = p.Service, Name = p.Name, Value = p.Value }));
            }
        }

        AddNodes(db, topology.Nodes.Where(n => db.Nodes.Local.All(row => row.Name != n.Name.Value)));
        db.UnifiedCmNodes.RemoveRange(db.UnifiedCmNodes);
        await db.SaveChangesAsync(cancellationToken);
        AddUnifiedCmNodes(db, topology.UnifiedCmNodes);
    }

    private static void AddNodes(ClusterDb db, IEnumerable<Node> nodes) => db.Nodes.AddRange(nodes.ToList().Select(n => new NodeRow
    {
        Name = n.Name.Value, Address = n.Address.ToString(), Role = n.Role, GroupNumber = n.Group, Pkid = Guid.NewGuid().ToString(),
    }));

    private static void AddUnifiedCmNodes(ClusterDb db, IEnumerable<NodeName> names) =>
        db.UnifiedCmNodes.AddRange(names.Select(n => new UnifiedCmNodeRow { Name = n.Value, Pkid = Guid.NewGuid().ToString() }));
}
