namespace IcpConsole.Domain.Users;

/// <summary>
/// The Sync Agent, which reads the users whose home is the cluster from the directory file, at one
/// moment. Immutable.
/// </summary>
public sealed record UsersSnapshot(DirectorySync Sync);
