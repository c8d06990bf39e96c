using IcpConsole.Domain.Users;
using IcpConsole.Storage.Clusters;

namespace IcpConsole.Engine.Users;

internal sealed class HostedUsers(ClusterDatabase database) : IHomeUsers
{
    public Task<UserDigest> CountAsync(CancellationToken cancellationToken) => database.Definition.HomeUsersAsync(cancellationToken);
}
