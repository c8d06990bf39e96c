using IcpConsole.Domain.Users;

namespace IcpConsole.Storage.Users;

/// <summary>Users that a pass, or a sync of the directory, applied.</summary>
public sealed record AppliedUsers(int Added, int Changed, int Removed);

/// <summary>What came of new users, of this cluster or of a peer.</summary>
/// <param name="Applied">Null when they were held.</param>
/// <param name="Held">Null when they were applied; nothing was changed otherwise.</param>
public sealed record UserUpdate(AppliedUsers? Applied, HeldUsers? Held);
