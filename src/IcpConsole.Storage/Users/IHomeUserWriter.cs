using System.Data.Common;
using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Users;

/// <summary>Writes home users, their change numbers and their digest; nothing else does.</summary>
public interface IHomeUserWriter
{
    /// <summary>
    /// Makes the home users exactly these. Those that are the same keep their change numbers; those
    /// that left become tombstones; those whom an administrator assigned stay where they are.
    /// </summary>
    /// <param name="users">All of them, each id once, with the nodes that the directory file
    /// says.</param>
    /// <param name="misplaced">IDs of those whose node in the file is not there: one who has a node
    /// stays there.</param>
    /// <param name="mayLose">As many were confirmed to leave; a tenth may leave unasked.</param>
    /// <param name="at">The time of the sync.</param>
    /// <param name="cancellationToken">Cuts it; nothing is changed then.</param>
    UserUpdate Replace(
        IReadOnlyCollection<EndUser> users,
        IReadOnlySet<string> misplaced,
        int mayLose,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    /// <summary>What <see cref="Replace"/> would change; nothing is changed.</summary>
    /// <inheritdoc cref="Replace"/>
    HomeUserChanges Compare(
        IReadOnlyCollection<EndUser> users,
        IReadOnlySet<string> misplaced
    );

    /// <summary>
    /// Assigns home users to nodes. Whoever would go to one that is not there is assigned to none.
    /// </summary>
    /// <param name="assign">Gives all of them back in their order, each at the node that it is to
    /// have.</param>
    /// <returns>How many changed nodes.</returns>
    int Assign(Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign);

    /// <summary>
    /// As above, within a transaction of the connection, and without a look at the nodes.
    /// </summary>
    int Assign(
        DbConnection connection,
        Func<IReadOnlyList<HomeUser>, IEnumerable<HomeUser>> assign
    );
}
