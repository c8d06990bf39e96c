namespace IcpConsole.Domain.Users;

/// <summary>
/// Spreads users over nodes so that all nodes have as many as each other, give or take one, and as
/// few users as possible move.
/// </summary>
public static class EvenAssignment
{
    /// <param name="users">The node of each user now; null for one who is unassigned.</param>
    /// <param name="nodes">The nodes to spread over; at least one.</param>
    /// <param name="others">How many users, beside these, each node has; a node without any may be
    /// missing.</param>
    /// <returns>The node for each of the users, in their order.</returns>
    public static IReadOnlyList<string> Distribute(
        IReadOnlyList<string?> users,
        IReadOnlyList<string> nodes,
        IReadOnlyDictionary<string, int> others
    )
    {
        var seats = Seats(users, nodes, others);
        var assigned = users
            .Select(node => node is not null && Take(node) ? node : null)
            .ToList();
        var free = new Queue<string>(nodes.SelectMany(n => Enumerable.Repeat(n, seats[n])));
        return [.. assigned.Select(node => node ?? free.Dequeue())];

        bool Take(string node) =>
            seats.TryGetValue(node, out var left) && left > 0 && (seats[node] = left - 1) >= 0;
    }

    /// <summary>
    /// How many of the users each node gets. Where two may have one more, it is the one that has
    /// more of them already.
    /// </summary>
    private static Dictionary<string, int> Seats(
        IReadOnlyList<string?> users,
        IReadOnlyList<string> nodes,
        IReadOnlyDictionary<string, int> others
    )
    {
        var seats = nodes.ToDictionary(n => n, _ => 0);
        var emptiest = new PriorityQueue<string, (int Users, int Before, int Index)>(
            nodes.Select(
                (n, i) => (n, (others.GetValueOrDefault(n), -users.Count(u => u == n), i))
            )
        );
        for (var i = 0; i < users.Count; i++)
        {
            emptiest.TryPeek(out var node, out var at);
            seats[node!]++;
            emptiest.DequeueEnqueue(node!, at with { Users = at.Users + 1 });
        }

        return seats;
    }
}
