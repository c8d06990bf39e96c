using IcpConsole.Domain.Users;
using IcpConsole.Storage.Peering;

namespace IcpConsole.Network.Tests;

/// <summary>Two clusters that are peers, on two hosts.</summary>
internal sealed record Pair(PrivateNetwork Network, Cluster Seoul, Cluster Singapore)
{
    public IReadOnlyList<(Cluster Here, Cluster There)> Directions =>
        [(Seoul, Singapore), (Singapore, Seoul)];

    public async Task AddPeersAsync()
    {
        foreach (var (here, there) in Directions)
            await here.AddPeerAsync(there);
    }

    /// <summary>
    /// Waits until both sides have each other's users as they are now, to the last one and none
    /// twice, and no alarm is left.
    /// </summary>
    public async Task InStepAsync()
    {
        foreach (var (here, there) in Directions)
        {
            await there.ReachesAsync<object>(
                async () =>
                    (await there.HomeUsersAsync()).Count == there.Users.Count ? there : null,
                "the directory file was read"
            );
            var theirs = await there.HomeUsersAsync();
            var peer = await here.ReachesAsync<StoredPeer>(
                async () =>
                    await here.PeerAsync() is { LastPass.Failure: null } peer
                    && peer.Progress.Users == theirs
                    && (await here.AlarmsAsync()).Count == 0
                        ? peer
                        : null,
                $"{there.Publisher} is in step"
            );
            Assert.Equal(there.Users.Count, peer.Progress.RemoteAssigned);
            Assert.Equal(Ids(here.Users.Concat(there.Users)), await here.UserIdsAsync());
        }
    }

    /// <summary>
    /// Drops what one cluster's host sends to the other cluster's nodes: a host asks from its first
    /// address, whichever cluster asks.
    /// </summary>
    /// <param name="from">Of the pair.</param>
    /// <param name="which">Of those packets, as nft matches them; empty for all.</param>
    public Task DropRequestsAsync(Cluster from, string which = "") =>
        DropAsync(from, $"ip daddr {Addresses(from == Seoul ? Singapore : Seoul)} {which}");

    /// <summary>Drops what one cluster sends the other, requests and answers.</summary>
    public async Task DropAllAsync(Cluster from)
    {
        await DropRequestsAsync(from);
        await DropAsync(from, $"ip saddr {Addresses(from)}");
    }

    /// <summary>Drops nothing any more between these two, if it did.</summary>
    public Task MendAsync() => Network.MendAsync(Table);

    public static string[] Ids(IEnumerable<EndUser> users) =>
        [.. users.Select(u => u.UserId).Order(StringComparer.Ordinal)];

    private string Table => $"faults_{Seoul.Nodes[0].Name.Value.Split('.')[1]}";

    private Task DropAsync(Cluster from, string which) =>
        Network.DropAsync(Table, from.Host.Name, which);

    private static string Addresses(Cluster cluster) =>
        $"{{ {string.Join(", ", cluster.Nodes.Select(n => n.Address))} }}";
}
