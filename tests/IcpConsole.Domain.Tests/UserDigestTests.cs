using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

public sealed class UserDigestTests
{
    private static readonly EndUser s_mina = new("mina", "Mina", "Park", "mina@x", "mina@x", "127.0.11.1");

    [Fact]
    public void The_order_of_users_does_not_matter()
    {
        var other = s_mina with { UserId = "joon" };
        Assert.Equal(
            new UserDigest().Add(s_mina.Fingerprint(), true).Add(other.Fingerprint(), false),
            new UserDigest().Add(other.Fingerprint(), false).Add(s_mina.Fingerprint(), true));
    }

    [Fact]
    public void A_user_that_came_and_went_leaves_nothing() =>
        Assert.Equal(default, new UserDigest().Add(s_mina.Fingerprint(), true).Remove(s_mina.Fingerprint(), true));

    [Fact]
    public void Every_field_counts_and_so_does_where_one_ends()
    {
        EndUser[] users =
        [
            s_mina, s_mina with { UserId = "m" }, s_mina with { FirstName = "" }, s_mina with { LastName = "" }, s_mina with { Mail = "" }, s_mina with { DirectoryUri = "" },
            s_mina with { Node = null }, s_mina with { FirstName = "MinaP", LastName = "ark" },
        ];
        Assert.Equal(users.Length, users.Select(u => u.Fingerprint()).Distinct().Count());
    }
}
