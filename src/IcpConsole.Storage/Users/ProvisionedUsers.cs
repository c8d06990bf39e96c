using IcpConsole.Storage.Clusters;
using Microsoft.EntityFrameworkCore;

namespace IcpConsole.Storage.Users;

/// <summary>Users of a cluster's own whose provisioning lacks something.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The user IDs of the first of them, in order.</param>
public sealed record UnprovisionedUsers(int Count, IReadOnlyList<string> First);

/// <summary>Looks at how a cluster's own users are provisioned (the guide, step 1).</summary>
public sealed class ProvisionedUsers
{
    private readonly Func<ClusterDb> _context;

    internal ProvisionedUsers(Func<ClusterDb> context) => _context = context;

    public async Task<UnprovisionedUsers> WithoutDirectoryUriAsync(int first, CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await FindAsync(db.HomeUsers.Where(u => !u.Deleted && u.DirectoryUri == ""), first, cancellationToken);
    }

    /// <summary>One that is not <c>local@domain</c>.</summary>
    public async Task<UnprovisionedUsers> WithInvalidDirectoryUriAsync(int first, CancellationToken cancellationToken)
    {
        await using var db = _context();
        return await FindAsync(
            db.HomeUsers.Where(u => !u.Deleted && u.DirectoryUri != "" && (!EF.Functions.Like(u.DirectoryUri, "_%@_%") || EF.Functions.Like(u.DirectoryUri, "%@%@%") || EF.Functions.Like(u.DirectoryUri, "% %"))),
            first, cancellationToken);
    }

    private static async Task<UnprovisionedUsers> FindAsync(IQueryable<HomeUserRow> users, int first, CancellationToken cancellationToken)
    {
        var count = await users.CountAsync(cancellationToken);
        return new UnprovisionedUsers(count, count == 0 ? [] : await users.OrderBy(u => u.UserId).Select(u => u.UserId).Take(first).ToListAsync(cancellationToken));
    }
}
