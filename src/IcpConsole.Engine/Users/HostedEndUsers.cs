using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Clusters;

namespace IcpConsole.Engine.Users;

/// <summary>The end users of a hosted cluster. What is assigned here is told to the peers at once, as what the directory file says is.</summary>
internal sealed class HostedEndUsers(ClusterContext cluster) : IEndUsers
{
    public Task<FoundUsers> FindAsync(UserSearch search, int skip, int take, CancellationToken cancellationToken) => cluster.Database.HomeUsers.FindAsync(search, skip, take, cancellationToken);

    public Task<IReadOnlyList<string>> IdsAsync(UserSearch search, CancellationToken cancellationToken) => cluster.Database.HomeUsers.IdsAsync(search, cancellationToken);

    public async Task<Result<int>> AssignAsync(IReadOnlyCollection<string> userIds, Assignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Kind == AssignmentKind.ToNode && !(assignment.Node is { } node && cluster.Topology.Has(node))) return new Problem("NodeGone", null, assignment.Node?.Value ?? "");
        var ids = userIds.ToHashSet(StringComparer.Ordinal);
        var all = await cluster.Database.Definition.AssignedAsync(cancellationToken);
        var changed = await cluster.Work.RunAsync(() => cluster.Database.Users.Assign(u => ids.Contains(u.User.UserId), users => Assign(users, assignment, all)), cancellationToken);
        if (changed > 0)
        {
            cluster.Changes.Tell();
            cluster.Notices.Tell();
        }

        return changed;
    }

    private IEnumerable<HomeUser> Assign(IReadOnlyList<HomeUser> users, Assignment assignment, IReadOnlyDictionary<NodeName, int> all) => assignment.Kind switch
    {
        AssignmentKind.ToNode => users.Select(u => u.At(assignment.Node!.Value.Value)),
        AssignmentKind.ToNone => users.Select(u => u.At(null)),
        AssignmentKind.AsInDirectory => users.Select(u => u.At(u.DirectoryNode)),
        _ => users.Zip(Evenly([.. users.Select(u => u.User.Node)], all), (user, node) => user.At(node)),
    };

    private IReadOnlyList<string> Evenly(IReadOnlyList<string?> users, IReadOnlyDictionary<NodeName, int> all)
    {
        var others = all.ToDictionary(a => a.Key.Value, a => a.Value - users.Count(u => u == a.Key.Value));
        return EvenAssignment.Of(users, [.. cluster.Topology.Nodes.Select(n => n.Name.Value)], others);
    }
}
