using System.Net;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Clusters;

/// <summary>What a hosted cluster is: its identity, nodes and application users.</summary>
public sealed class DefinitionStore
{
    private readonly Func<ClusterDb> _context;

    internal DefinitionStore(Func<ClusterDb> context) => _context = context;

    /// <param name="definition">The new cluster.</param>
    /// <param name="passwordHash">Hash of its application user's password.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task CreateAsync(ClusterDefinition definition, string passwordHash, CancellationToken cancellationToken)
    {
        await using var db = _context();
        db.Cluster.Add(new ClusterRow
        {
            ClusterId = definition.Id.Value, Domain = definition.Traits.Domain, AddressScheme = definition.Traits.AddressScheme,
            Release = definition.Traits.Release, Platform = definition.Traits.Platform, Epoch = Guid.NewGuid().ToString("N"), TopologyVersion = 1,
        });
        db.Nodes.AddRange(definition.Topology.Nodes.Select(n => new NodeRow
        {
            Name = n.Name.Value, Address = n.Address.ToString(), Role = n.Role, Pkid = Guid.NewGuid().ToString(),
        }));
        db.ApplicationUsers.Add(new ApplicationUserRow { Username = definition.ApplicationUser.Username, PasswordHash = passwordHash });
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<(ClusterId Id, ClusterTraits Traits, Topology Topology)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        var cluster = await db.Cluster.AsNoTracking().SingleAsync(cancellationToken);
        var nodes = await db.Nodes.AsNoTracking().OrderBy(n => n.Id).ToListAsync(cancellationToken);
        return (ClusterId.Parse(cluster.ClusterId), new ClusterTraits(cluster.Domain, cluster.AddressScheme, cluster.Release, cluster.Platform),
            new Topology([.. nodes.Select(n => new Node(NodeName.Parse(n.Name), IPAddress.Parse(n.Address), n.Role))]));
    }

    /// <summary>The hash of an application user's password; null when there is no such user.</summary>
    public async Task<string?> PasswordHashAsync(string username, CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db.ApplicationUsers.Where(u => u.Username == username).Select(u => u.PasswordHash).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<UserDigest> HomeUsersAsync(CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await db.Cluster.Select(c => new UserDigest(c.UserCount, c.AssignedCount, c.UserSum)).SingleAsync(cancellationToken);
    }
}
