namespace IcpConsole.Domain.Users;

/// <summary>
/// An order-free summary of a set of users: two sets with the same digest are taken to be equal. Adding and removing one user costs
/// the same whatever the size, so the user writer keeps it up to date as it writes.
/// </summary>
/// <param name="Count">All users of the set.</param>
/// <param name="Assigned">Those that have a node: what the pages call Associated Users.</param>
/// <param name="Sum">Sum of <see cref="EndUser.Fingerprint"/>, modulo 2^64.</param>
public readonly record struct UserDigest(int Count, int Assigned, long Sum)
{
    public UserDigest Add(long fingerprint, bool assigned) => new(Count + 1, Assigned + (assigned ? 1 : 0), unchecked(Sum + fingerprint));

    public UserDigest Remove(long fingerprint, bool assigned) => new(Count - 1, Assigned - (assigned ? 1 : 0), unchecked(Sum - fingerprint));
}
