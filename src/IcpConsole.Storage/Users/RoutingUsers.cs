using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>A user of a peer, as one of our nodes knows of them.</summary>
/// <param name="UserId">At the peer.</param>
/// <param name="DirectoryUri">May be empty.</param>
/// <param name="Known">Whether the node was told of them: not while its Intercluster Sync Agent is
/// stopped.</param>
public sealed record RoutedUser(string UserId, string DirectoryUri, bool Known);

/// <summary>Whom the nodes' routers know.</summary>
public sealed class RoutingUsers
{
    private readonly Func<ClusterDb> _context;

    internal RoutingUsers(Func<ClusterDb> context) => _context = context;

    /// <summary>
    /// Whether a user of that address is served by a node of this cluster; case does not count.
    /// </summary>
    public async Task<bool> IsServedAsync(
        NodeName node,
        string user,
        string domain,
        ClusterTraits traits,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var nodes = await db
            .Nodes.Where(n => (n.ServedBy ?? n.Name) == node.Value)
            .Select(n => n.Name)
            .ToListAsync(cancellationToken);
        var served = db.HomeUsers.Where(u =>
            !u.Deleted && u.Node != null && nodes.Contains(u.Node)
        );
        var isByUri = traits.AddressScheme == ImAddressScheme.DirectoryUri;
        if (!isByUri && !domain.Equals(traits.Domain, StringComparison.OrdinalIgnoreCase))
            return false;
        var key = UserIdentity.KeyOf(isByUri ? $"{user}@{domain}" : user);
        return isByUri
            ? await served.AnyAsync(u => u.UriKey == key, cancellationToken)
            : await served.AnyAsync(u => u.UserKey == key, cancellationToken);
    }

    /// <summary>
    /// A user with an IM address whom one of the cluster's nodes serves, that node if it can be;
    /// null when there are none.
    /// </summary>
    public async Task<(string UserId, string DirectoryUri)?> AnyHomeAsync(
        NodeName node,
        ClusterTraits traits,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var byUri = traits.AddressScheme == ImAddressScheme.DirectoryUri;
        var nodes = await db
            .Nodes.Where(n => (n.ServedBy ?? n.Name) == node.Value)
            .Select(n => n.Name)
            .ToListAsync(cancellationToken);
        var users = db
            .HomeUsers.Where(u =>
                !u.Deleted && u.Node != null && (!byUri || u.DirectoryUri != "")
            )
            .OrderBy(u => u.Id)
            .Select(u => new
            {
                u.UserId,
                u.DirectoryUri,
                u.Node,
            });
        var user = await users.FirstOrDefaultAsync(
            u => nodes.Contains(u.Node!),
            cancellationToken
        ) ?? await users.FirstOrDefaultAsync(cancellationToken);
        return user is null ? null : (user.UserId, user.DirectoryUri);
    }

    /// <summary>
    /// Of a peer's users with an IM address whom a remote node serves, the one who was learned
    /// last, as a local node knows of them; null when there are none.
    /// </summary>
    public async Task<RoutedUser?> NewestAsync(
        PeerId peer,
        NodeName local,
        NodeName remote,
        ClusterTraits traits,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var byUri = traits.AddressScheme == ImAddressScheme.DirectoryUri;
        var nodes = await db
            .PeerNodes.Where(n =>
                n.PeerId == peer.Value && (n.ServedBy ?? n.Name) == remote.Value
            )
            .Select(n => n.Name)
            .ToListAsync(cancellationToken);
        // Of one whom this cluster has, too, an answer would not tell who gave it.
        var newest = await db
            .PeerUsers.Where(u =>
                u.PeerId == peer.Value
                && u.Node != null
                && nodes.Contains(u.Node)
                && (!byUri || u.DirectoryUri != "")
                && !db.HomeUsers.Any(h =>
                    h.UserKey == u.UserKey && h.Node != null && !h.Deleted
                )
            )
            .OrderByDescending(u => u.Applied)
            .ThenBy(u => u.UserId)
            .Select(u => new
            {
                u.UserId,
                u.DirectoryUri,
                u.Applied,
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is null)
            return null;
        var stopped = await db.StoppedServices.AnyAsync(
            s =>
                s.Node == local.Value
                && s.Service == Domain.Services.ServiceCatalogue.InterclusterSyncAgent.Key,
            cancellationToken
        );
        var fed = stopped
            ? await db
                .NodeFeeds.Where(f => f.Node == local.Value && f.PeerId == peer.Value)
                .Select(f => f.Applied)
                .SingleOrDefaultAsync(cancellationToken)
            : long.MaxValue;
        return new RoutedUser(newest.UserId, newest.DirectoryUri, newest.Applied <= fed);
    }
}
