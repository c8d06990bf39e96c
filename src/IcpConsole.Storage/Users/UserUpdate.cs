using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Users;

/// <summary>Users that a pass, or a sync of the directory, applied.</summary>
public sealed record AppliedUsers(int Added, int Changed, int Removed);

/// <summary>What a directory file would make of the home users.</summary>
/// <param name="Before">How many there are.</param>
/// <param name="Added">Those who are not there yet.</param>
/// <param name="Changed">Those whose values differ.</param>
/// <param name="Removed">Those who would leave.</param>
public sealed record HomeUserChanges(
    int Before,
    IReadOnlyList<EndUser> Added,
    IReadOnlyList<UserChange> Changed,
    IReadOnlyList<EndUser> Removed
)
{
    /// <summary>Those who would lose their node.</summary>
    public int Unassigned => Changed.Count(c => c.LosesNode);
}

/// <summary>What came of new users, of this cluster or of a peer.</summary>
/// <param name="Applied">Null when they were held.</param>
/// <param name="Held">Null when they were applied; nothing was changed otherwise.</param>
public sealed record UserUpdate(AppliedUsers? Applied, HeldUsers? Held);
