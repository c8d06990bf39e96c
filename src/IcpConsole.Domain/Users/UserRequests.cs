using IcpConsole.Domain.Access;
using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Requests;

namespace IcpConsole.Domain.Users;

/// <summary>Users whose home is the cluster.</summary>
public sealed record CountUsers : Query<UserDigest>;

/// <summary>
/// How many users are assigned to each node; a node without any may be missing.
/// </summary>
public sealed record CountAssignedUsers : Query<IReadOnlyDictionary<NodeName, int>>;

/// <summary>Users whose home is the cluster, and the nodes that they are assigned to.</summary>
/// <param name="Search">Which.</param>
/// <param name="Skip">So many first.</param>
/// <param name="Take">At most.</param>
public sealed record FindUsers(UserSearch Search, int Skip, int Take) : Query<FoundUsers>;

/// <summary>The user IDs of all of them.</summary>
public sealed record FindUserIds(UserSearch Search) : Query<IReadOnlyList<string>>;

/// <summary>Users whom the cluster learned from its peers.</summary>
/// <param name="Text">As in <see cref="UserSearch.Text"/>.</param>
/// <param name="Peer">Of that peer alone; null for all.</param>
/// <param name="Skip">So many first.</param>
/// <param name="Take">At most.</param>
public sealed record FindRemoteUsers(string Text, PeerId? Peer, int Skip, int Take)
    : Query<FoundRemoteUsers>;

/// <summary>Assigns users, and answers how many changed nodes.</summary>
public sealed record AssignUsers(IReadOnlyList<string> UserIds, Assignment Assignment)
    : Command<int>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>Reads the directory file now, whether or not it changed.</summary>
/// <param name="Seen">The file that was looked at: one that has changed since is not taken; null for
/// it as it is.</param>
public sealed record SyncDirectory(FileStamp? Seen = null) : Command<Done>
{
    public override Permission Needs => Permission.Operate;
}

/// <summary>
/// Reads the directory file again and removes the users who left, if they are no more than the
/// administrator was told.
/// </summary>
/// <param name="Held">As the administrator was told.</param>
/// <param name="Seen">As in <see cref="SyncDirectory"/>.</param>
public sealed record ConfirmLeftUsers(HeldUsers Held, FileStamp? Seen = null) : Command<Done>
{
    public override Permission Needs => Permission.ManagePeering;
}

/// <summary>
/// Diagnostics &gt; User Troubleshooter: looks among the cluster's own users, and those that it
/// learned from its peers.
/// </summary>
/// <param name="Check">For what.</param>
/// <param name="Skip">So many first.</param>
/// <param name="Take">At most.</param>
public sealed record CheckUsers(UserCheck Check, int Skip, int Take) : Query<FoundFindings>;

/// <summary>
/// Removes rows of peers that are out of date, and answers how many. What a peer still has comes
/// again with its next sync, which fetches everything anew.
/// </summary>
public sealed record RemoveStaleUsers(IReadOnlyList<KnownUser> Users) : Command<int>
{
    public override Permission Needs => Permission.ManagePeering;
}
