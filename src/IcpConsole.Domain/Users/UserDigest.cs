namespace IcpConsole.Domain.Users;

/// <summary>
/// An order-free summary of a set of users: two sets with the same digest are taken to be equal. As
/// a sum it can follow single changes, whatever the size of the set.
/// </summary>
/// <param name="Count">All users of the set.</param>
/// <param name="Assigned">Those that have a node: what the pages call Associated Users.</param>
/// <param name="Sum">Sum of <see cref="EndUser.Fingerprint"/>, modulo 2^64.</param>
public readonly record struct UserDigest(int Count, int Assigned, long Sum);
