using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

public sealed class PeerListViewTests
{
    private static PeerStatus Peer(
        int id,
        string address,
        string? remote = null,
        PeerProtocol protocol = PeerProtocol.Tcp
    ) =>
        new(
            new LocalCluster(ClusterId.Parse("seoul"), NodeName.Parse("127.0.11.1")),
            new Peer(new PeerId(id), NodeName.Parse(address), "icsa", protocol, 1),
            null,
            new SyncState(SyncPhase.Idle, null, null, 0, null),
            null,
            null,
            null,
            remote is null ? null : ClusterId.Parse(remote),
            []
        );

    private static readonly PeerStatus[] s_peers =
    [
        Peer(1, "127.0.12.1", "singapore", PeerProtocol.Tls),
        Peer(2, "imp.frankfurt.example", "frankfurt"),
        Peer(3, "127.0.13.1"),
        Peer(4, "10.0.12.1", "oslo", PeerProtocol.Udp),
    ];

    private static int[] Find(string? relation, string? text, string? sort = null) =>
        [
            .. PeerListView
                .Read(null, relation, text, sort, null, null)
                .Find(s_peers)
                .Select(s => s.Peer.Id.Value),
        ];

    [Theory]
    [InlineData("begins-with", "127.", new[] { 1, 3 })]
    [InlineData("contains", "FRANK", new[] { 2 })]
    [InlineData("ends-with", "12.1", new[] { 4, 1 })]
    [InlineData("is-exactly", "127.0.13.1", new[] { 3 })]
    [InlineData("is-exactly", "127.0.13", new int[0])]
    [InlineData("is-empty", "", new int[0])]
    [InlineData("contains", "", new[] { 4, 1, 3, 2 })]
    [InlineData("nonsense", "10", new[] { 4 })]
    [InlineData(null, null, new[] { 4, 1, 3, 2 })]
    public void Peers_are_found_by_address(string? relation, string? text, int[] found) =>
        Assert.Equal(found, Find(relation, text));

    [Theory]
    [InlineData("remote", "contains", "O", new[] { 4, 1 })]
    [InlineData("remote", "is-empty", "", new[] { 3 })]
    [InlineData("protocol", "is-exactly", "tls", new[] { 1 })]
    [InlineData("status", "is-exactly", "no such state", new int[0])]
    [InlineData("nonsense", "begins-with", "10", new[] { 4 })]
    public void Peers_are_found_by_any_column(
        string field,
        string relation,
        string text,
        int[] found
    ) =>
        Assert.Equal(
            found,
            PeerListView
                .Read(field, relation, text, null, null, null)
                .Find(s_peers)
                .Select(s => s.Peer.Id.Value)
        );

    [Theory]
    [InlineData(11, null, null, true)]
    [InlineData(10, null, null, false)]
    [InlineData(11, "10.", null, false)]
    [InlineData(11, null, "address", false)]
    [InlineData(11, null, "-status", false)]
    public void Many_peers_in_order_are_folded_where_nothing_particular_is_looked_for(
        int inOrder,
        string? text,
        string? sort,
        bool folds
    )
    {
        var good = SomePeer.Good();
        var peers = Enumerable.Repeat(good, inOrder).Append(s_peers[0]).ToList();
        var view = PeerListView.Read(null, null, text, sort, null, null);
        Assert.Equal(folds, view.Folds(peers));
    }

    [Theory]
    [InlineData("address", new[] { 4, 1, 3, 2 })]
    [InlineData("-address", new[] { 2, 3, 1, 4 })]
    [InlineData("remote", new[] { 3, 2, 4, 1 })]
    [InlineData("-remote", new[] { 1, 4, 2, 3 })]
    [InlineData("protocol", new[] { 3, 2, 1, 4 })]
    [InlineData("nonsense", new[] { 4, 1, 3, 2 })]
    public void Peers_are_sorted_by_a_column_either_way(string sort, int[] order) =>
        Assert.Equal(order, Find(null, null, sort));

    [Theory]
    [InlineData(10, 1, 1, 10)]
    [InlineData(10, 3, 21, 5)]
    [InlineData(10, 99, 21, 5)]
    [InlineData(7, null, 1, 25)]
    [InlineData(25, -4, 1, 25)]
    public void A_page_holds_so_many_rows_and_a_link_that_asks_for_too_much_shows_the_last(
        int size,
        int? page,
        int first,
        int count
    )
    {
        var view = PeerListView.Read(null, null, null, null, $"{size}", page?.ToString());
        var rows = view.Rows([.. Enumerable.Range(1, 25).Select(i => Peer(i, $"10.0.0.{i}"))]);
        Assert.Equal((first, count), (rows[0].Peer.Id.Value, rows.Count));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void What_is_no_number_in_a_link_counts_as_left_out(string text)
    {
        var view = PeerListView.Read(null, null, null, null, text, text);
        Assert.Equal((50, 1), (view.PageSize, view.Page));
    }
}
