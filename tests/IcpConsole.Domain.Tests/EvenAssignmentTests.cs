using IcpConsole.Domain.Users;

namespace IcpConsole.Domain.Tests;

public sealed class EvenAssignmentTests
{
    private static readonly string[] s_nodes = ["a", "b", "c"];

    [Theory]
    [InlineData("aaaaaa", 0, 0, 0)]
    [InlineData("aaaaaabc---", 0, 0, 0)]
    [InlineData("----------", 5, 0, 3)]
    [InlineData("abcabcabca", 0, 0, 0)]
    [InlineData("cc", 9, 9, 9)]
    [InlineData("aaaaaaaaaa", 0, 20, 0)]
    [InlineData("zzzz", 0, 0, 0)]
    public void All_nodes_have_as_many_users_as_each_other_as_far_as_those_at_hand_allow(
        string users,
        int a,
        int b,
        int c
    )
    {
        var others = new Dictionary<string, int>
        {
            ["a"] = a,
            ["b"] = b,
            ["c"] = c,
        };
        var now = Nodes(users);
        var then = EvenAssignment.Distribute(now, s_nodes, others);
        Assert.Equal(now.Count, then.Count);
        var counts = s_nodes.ToDictionary(n => n, n => others[n] + then.Count(t => t == n));
        // No node that was given a user has more than one user more than any other.
        Assert.All(s_nodes.Where(then.Contains), n =>
            Assert.True(counts[n] - counts.Values.Min() <= 1)
        );
    }

    [Theory]
    [InlineData("aabbcc", 0)]
    [InlineData("aaabb", 1)]
    [InlineData("cccbb", 1)]
    [InlineData("aaabbb", 2)]
    [InlineData("aaaa--", 2)]
    public void As_few_users_move_as_can_be(string users, int moved)
    {
        var now = Nodes(users);
        var then = EvenAssignment.Distribute(now, s_nodes, new Dictionary<string, int>());
        Assert.Equal(
            moved,
            now.Zip(then).Count(u => u.First is not null && u.First != u.Second)
        );
    }

    private static IReadOnlyList<string?> Nodes(string users) =>
        [.. users.Select(u => u == '-' ? null : u.ToString())];
}
