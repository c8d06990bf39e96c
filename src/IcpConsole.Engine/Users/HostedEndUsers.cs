using IcpConsole.Domain;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Users;
using IcpConsole.Engine.Foundation;

namespace IcpConsole.Engine.Users;

/// <summary>
/// The end users of a hosted cluster. What is assigned here is told to the peers as what the
/// directory file says is.
/// </summary>
internal sealed class HostedEndUsers(ClusterContext cluster)
{
    public void Offer(Handlers handlers)
    {
        var (home, remote) = (cluster.Database.HomeUsers, cluster.Database.RemoteUsers);
        handlers.AddQuery<FindUsers, FoundUsers>(
            (r, stop) => home.FindAsync(r.Search, r.Skip, r.Take, stop)
        );
        handlers.AddQuery<FindUserIds, IReadOnlyList<string>>(
            (r, stop) => home.IdsAsync(r.Search, stop)
        );
        handlers.AddQuery<FindRemoteUsers, FoundRemoteUsers>(
            (r, stop) => remote.FindAsync(r.Text, r.Peer, r.Skip, r.Take, stop)
        );
        handlers.Add<AssignUsers, int>(
            (r, stop) => AssignAsync(r.UserIds, r.Assignment, stop)
        );
    }

    public async Task<Result<int>> AssignAsync(
        IReadOnlyCollection<string> userIds,
        Assignment assignment,
        CancellationToken cancellationToken
    )
    {
        if (
            assignment.Kind == AssignmentKind.ToNode
            && !(assignment.Node is { } node && cluster.Topology.Has(node))
        )
            return new NodeGone(assignment.Node?.Value ?? "");
        var ids = userIds.ToHashSet(StringComparer.Ordinal);
        var changed = await cluster.Work.RunAsync(
            () =>
                cluster.Database.HomeUserWriter.Assign(users =>
                    Assign(users, ids, assignment)
                ),
            cancellationToken
        );
        cluster.Changes.Tell();
        if (changed > 0)
            cluster.Notices.Tell();
        return changed;
    }

    private IEnumerable<HomeUser> Assign(
        IReadOnlyList<HomeUser> users,
        HashSet<string> ids,
        Assignment assignment
    )
    {
        var evenly = new Queue<string>(
            assignment.Kind == AssignmentKind.Evenly ? Evenly(users, ids) : []
        );
        return users.Select(u =>
            !ids.Contains(u.User.UserId)
                ? u
                : u.At(
                    assignment.Kind switch
                    {
                        AssignmentKind.ToNode => assignment.Node!.Value.Value,
                        AssignmentKind.Evenly => evenly.Dequeue(),
                        AssignmentKind.AsInDirectory => u.DirectoryNode,
                        _ => null,
                    }
                )
        );
    }

    private IReadOnlyList<string> Evenly(IReadOnlyList<HomeUser> users, HashSet<string> ids)
    {
        var others = users
            .Where(u => !ids.Contains(u.User.UserId) && u.User.Node is not null)
            .CountBy(u => u.User.Node!)
            .ToDictionary();
        return EvenAssignment.Distribute(
            [.. users.Where(u => ids.Contains(u.User.UserId)).Select(u => u.User.Node)],
            [.. cluster.Topology.Nodes.Select(n => n.Name.Value)],
            others
        );
    }
}
