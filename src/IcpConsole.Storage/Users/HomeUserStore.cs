using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>Finds home users; <see cref="IHomeUserWriter"/> writes them.</summary>
public sealed class HomeUserStore
{
    private readonly Func<ClusterDb> _context;

    internal HomeUserStore(Func<ClusterDb> context) => _context = context;

    public async Task<FoundUsers> FindAsync(
        UserSearch search,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        var users = Where(db, search);
        var total = await users.CountAsync(cancellationToken);
        var rows = await users
            .OrderBy(u => u.UserId)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellationToken);
        return new FoundUsers(
            total,
            [
                .. rows.Select(u => new HomeUser(
                    new EndUser(
                        u.UserId,
                        u.FirstName,
                        u.LastName,
                        u.Mail,
                        u.DirectoryUri,
                        u.Node
                    ),
                    u.DirectoryNode,
                    u.AssignedHere
                )),
            ]
        );
    }

    public async Task<IReadOnlyList<string>> IdsAsync(
        UserSearch search,
        CancellationToken cancellationToken
    )
    {
        await using var db = _context();
        return await Where(db, search)
            .OrderBy(u => u.UserId)
            .Select(u => u.UserId)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<HomeUserRow> Where(ClusterDb db, UserSearch search)
    {
        var users = db.HomeUsers.AsNoTracking().Where(u => !u.Deleted);
        if (search.Unassigned)
            users = users.Where(u => u.Node == null);
        else if (search.Node is { } node)
            users = users.Where(u => u.Node == node.Value);
        var sought = UserIdentity.KeyOf(search.Text);
        return sought.Length == 0
            ? users
            : users.Where(u =>
                u.UserKey.Contains(sought)
                || u.NameKey.Contains(sought)
                || u.UriKey.Contains(sought)
            );
    }
}
