using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Users;

/// <summary>A user as a peer sent it.</summary>
/// <param name="User">The user.</param>
/// <param name="Change">Its change number at the peer.</param>
/// <param name="Deleted">A tombstone: the user left.</param>
public sealed record ChangedUser(EndUser User, long Change, bool Deleted);

/// <summary>
/// Thrown when the users applied are not those that the peer says it has; nothing was applied.
/// </summary>
public sealed class DigestMismatchException(UserDigest expected, UserDigest actual)
    : Exception($"Expected {expected}, but applying what was fetched gives {actual}.");

/// <summary>
/// Writes the users of peers and their digests, from staging to what is searched and routed;
/// nothing else does.
/// </summary>
public interface IRemoteUserWriter
{
    /// <summary>
    /// Throws away what was staged for a peer, to stage from <paramref name="watermark"/> on.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="epoch">Epoch of the peer's change numbers.</param>
    /// <param name="watermark">0 for the whole set; otherwise the last change number
    /// applied.</param>
    void BeginStaging(PeerId peer, string epoch, long watermark);

    /// <summary>
    /// Commits one page to staging together with its watermark: where a pass that is cut off goes
    /// on. Where the whole set is staged, a tombstone leaves nothing: who is not in it is gone.
    /// </summary>
    void Stage(PeerId peer, IReadOnlyList<ChangedUser> page);

    /// <summary>Rows staged for a peer, tombstones included.</summary>
    int CountStaged(PeerId peer);

    /// <summary>What <see cref="Apply"/> would do with the users staged for a peer.</summary>
    AppliedUsers Compare(PeerId peer);

    /// <summary>
    /// Makes the staged users the peer's users, in one transaction, if they then are the very users
    /// that the peer says it has.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="expected">What the peer says it has.</param>
    /// <param name="mayLose">As many were confirmed to be removed; a tenth, or <see
    /// cref="MassRemoval.Free"/>, may be removed unasked.</param>
    /// <param name="at">Now. Users removed in greater numbers are kept aside from then on, to be
    /// put back.</param>
    /// <exception cref="DigestMismatchException">They are not; nothing was changed.</exception>
    UserUpdate Apply(PeerId peer, UserDigest expected, int mayLose, DateTimeOffset at);

    /// <summary>
    /// Puts back the users that a confirmed removal took away. The next pass fetches everything,
    /// and holds the removal again.
    /// </summary>
    void UndoRemoval(PeerId peer);

    /// <summary>
    /// Removes rows of a peer that are out of date, some at a time. The next pass fetches
    /// everything, and brings back what the peer still has.
    /// </summary>
    /// <returns>How many there were.</returns>
    int RemoveStale(
        PeerId peer,
        IReadOnlyCollection<string> userIds,
        DateTimeOffset outdatedBefore
    );

    /// <summary>
    /// Removes users of peers that were deleted, some at a time, so that nobody waits long for the
    /// database.
    /// </summary>
    void RemoveOrphans(CancellationToken cancellationToken);
}
