using IcpConsole.Domain.Parameters;
using IcpConsole.Domain.Peering;

namespace IcpConsole.Domain.Users;

/// <summary>
/// What is looked for among end users (the guide, step 1: none is there twice, none is invalid).
/// </summary>
public enum UserCheck
{
    /// <summary>
    /// A user ID that users of two clusters have, case aside. Whoever is assigned to no node is in
    /// nobody's way.
    /// </summary>
    DuplicateUserId,

    /// <summary>
    /// A directory URI that two users with a node have, case aside. Who has the same ID, too, is
    /// found by that.
    /// </summary>
    DuplicateDirectoryUri,

    DirectoryUriEmpty,

    /// <summary>A directory URI that is not <c>local@domain</c>.</summary>
    DirectoryUriInvalid,

    /// <summary>
    /// Assigned to no node, but for those from whom an administrator took the one that the
    /// directory says.
    /// </summary>
    Unassigned,
}

/// <summary>Why two clusters know a user of the same ID.</summary>
public enum DuplicateCause
{
    /// <summary>Different persons: one of them needs another user ID or URI.</summary>
    Collision,

    /// <summary>
    /// Mail address, directory URI or name are missing, or names alone differ: that may be one
    /// person or two.
    /// </summary>
    Undecided,

    /// <summary>
    /// One person, whom two clusters serve, after a move, say: one of them has to let go.
    /// </summary>
    SamePerson,

    /// <summary>
    /// One person, whom a peer that has not been synchronized for long served then: the row may be
    /// out of date.
    /// </summary>
    StaleRow,
}

/// <summary>A user and whose it is.</summary>
/// <param name="User">As that cluster has it.</param>
/// <param name="Peer">The peer it was learned from; null for a user of the cluster's own.</param>
/// <param name="Cluster">The home cluster: its Cluster ID, or the Peer Address until that is
/// known.</param>
/// <param name="IsOutdated">The peer has not been synchronized since <see
/// cref="AgentParameters.Outdated"/>.</param>
public sealed record KnownUser(
    EndUser User,
    PeerId? Peer,
    string Cluster,
    bool IsOutdated = false
);

/// <summary>What a check found.</summary>
/// <param name="Value">The user ID that it is about; of users who are there twice, the <see
/// cref="UserIdentity.KeyOf">key</see> that they share.</param>
/// <param name="Users">Who has it.</param>
public sealed record UserFinding(string Value, IReadOnlyList<KnownUser> Users)
{
    /// <summary>Of users that are there twice; null for one who is not.</summary>
    public DuplicateCause? Cause =>
        Users.Count < 2 ? null
        : Users.DistinctBy(u => u.Cluster).Count() < Users.Count
        || Users.Skip(1).Any(u => IsSamePerson(Users[0].User, u.User) == false)
            ? DuplicateCause.Collision
        : Users.Skip(1).Any(u => IsSamePerson(Users[0].User, u.User) is null)
            ? DuplicateCause.Undecided
        : Users.Any(u => u.IsOutdated) && Users.Any(u => !u.IsOutdated)
            ? DuplicateCause.StaleRow
        : DuplicateCause.SamePerson;

    /// <summary>
    /// More than the value that it is about is the same: the mail address or the directory URI, or,
    /// where neither says more, the name. Null where nothing decides it.
    /// </summary>
    private bool? IsSamePerson(EndUser one, EndUser other) =>
        Same(one.Mail, other.Mail) ? true
        : Same(one.DirectoryUri, other.DirectoryUri) && !Same(one.DirectoryUri, Value)
            ? Unknown(one.Mail, other.Mail) ? true
                : null
        : !Unknown(one.Mail, other.Mail)
        || !(Unknown(one.DirectoryUri, other.DirectoryUri) || Same(one.DirectoryUri, Value))
            ? false
        : Same(
            $"{one.FirstName} {one.LastName}".Trim(),
            $"{other.FirstName} {other.LastName}".Trim()
        )
            ? true
        : null;

    private static bool Same(string one, string other) =>
        one.Length > 0 && UserIdentity.Comparer.Equals(one, other);

    private static bool Unknown(string one, string other) =>
        one.Length == 0 || other.Length == 0;
}

/// <summary>Findings of a check.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Findings">Some of them, in order.</param>
public sealed record FoundFindings(int Total, IReadOnlyList<UserFinding> Findings)
{
    private string First => string.Join(", ", Findings.Select(f => f.Value));

    /// <summary>What is wrong with what a check has found.</summary>
    public Problem Problem(UserCheck check) =>
        check switch
        {
            UserCheck.DuplicateUserId => new DuplicateUserId(Total, First),
            UserCheck.DuplicateDirectoryUri => new DuplicateDirectoryUri(Total, First),
            UserCheck.DirectoryUriEmpty => new DirectoryUriEmpty(Total, First),
            UserCheck.DirectoryUriInvalid => new DirectoryUriInvalid(Total, First),
            _ => throw new ArgumentOutOfRangeException(nameof(check), check, null),
        };
}
