using IcpConsole.Domain.Peering;
using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Users;

/// <summary>
/// Finds users whom a cluster learned from its peers; <see cref="IRemoteUserWriter"/> writes them.
/// </summary>
public interface IRemoteUserStore
{
    /// <param name="text">Part of the user ID, a name, the mail address or the directory URI; empty
    /// for all.</param>
    /// <param name="peer">Users of that peer alone; null for those of all.</param>
    /// <param name="skip">So many first.</param>
    /// <param name="take">At most.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<FoundRemoteUsers> FindAsync(
        string text,
        PeerId? peer,
        int skip,
        int take,
        CancellationToken cancellationToken
    );
}
