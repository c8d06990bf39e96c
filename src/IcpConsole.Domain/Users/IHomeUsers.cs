namespace IcpConsole.Domain.Users;

/// <summary>The users whose home is this cluster.</summary>
public interface IHomeUsers
{
    Task<UserDigest> CountAsync(CancellationToken cancellationToken);
}
