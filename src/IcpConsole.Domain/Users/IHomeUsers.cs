using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Users;

/// <summary>
/// The users whose home is this cluster, and the Sync Agent that reads them from the directory
/// file.
/// </summary>
public interface IHomeUsers
{
    DirectorySync Sync { get; }

    Task<UserDigest> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// How many users are assigned to each node; a node without any may be missing.
    /// </summary>
    Task<IReadOnlyDictionary<NodeName, int>> AssignedAsync(
        CancellationToken cancellationToken
    );

    /// <summary>Reads the file now, whether or not it changed.</summary>
    void SyncNow();

    /// <summary>
    /// Reads the file again and removes the users who left, if they are no more than the
    /// administrator was told.
    /// </summary>
    void Confirm(HeldUsers held);
}
