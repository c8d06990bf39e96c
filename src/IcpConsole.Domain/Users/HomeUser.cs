using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Users;

/// <summary>Which of the home users are meant.</summary>
/// <param name="Text">Part of the user ID, a name, the mail address or the directory URI, whatever
/// the case (<see cref="UserIdentity.KeyOf"/>); empty for all.</param>
/// <param name="Node">Those who are assigned to that node; null for any.</param>
/// <param name="Unassigned">Those who are assigned to none.</param>
public sealed record UserSearch(
    string Text = "",
    NodeName? Node = null,
    bool Unassigned = false
);

/// <summary>A user whose home is this cluster.</summary>
/// <param name="User">With the node that the user is assigned to.</param>
/// <param name="DirectoryNode">What the directory file says; null where it says none, or one that
/// is not there.</param>
/// <param name="AssignedHere">An administrator assigned the user to another one, which the file
/// does not change.</param>
public sealed record HomeUser(EndUser User, string? DirectoryNode, bool AssignedHere)
{
    /// <summary>The same user, assigned by an administrator to that node; null for none.</summary>
    public HomeUser At(string? node) =>
        this with
        {
            User = User with { Node = node },
            AssignedHere = node != DirectoryNode,
        };
}

/// <summary>Home users that were looked for.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Users">Some of them, by user ID.</param>
public sealed record FoundUsers(int Total, IReadOnlyList<HomeUser> Users);

/// <summary>Users of peers that were looked for.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Users">Some of them, by peer and user ID.</param>
public sealed record FoundRemoteUsers(int Total, IReadOnlyList<KnownUser> Users);

public enum AssignmentKind
{
    ToNode,

    /// <summary>Over all nodes, so that each has as many users as the others.</summary>
    Evenly,
    ToNone,

    /// <summary>
    /// To the node that the directory file says, which is followed again from then on.
    /// </summary>
    AsInDirectory,
}

/// <summary>
/// Whom users are to be assigned to. What differs from the directory file stays as it was assigned
/// here.
/// </summary>
/// <param name="Kind">How.</param>
/// <param name="Node">Of <see cref="AssignmentKind.ToNode"/>.</param>
public sealed record Assignment(AssignmentKind Kind, NodeName? Node = null);
