using IcpConsole.Domain.Diagnostics;

namespace IcpConsole.Domain.Tests;

public sealed class CheckCatalogueTests
{
    [Fact]
    public void Rows_of_the_cluster_come_first_then_each_peers_own_from_the_bottom_up_by_the_numbers_of_their_addresses()
    {
        (string Test, string? Subject)[] ordered =
        [
            ("EntriesExist", null),
            ("AxlRuns", "10.0.0.2"),
            ("AxlRuns", "10.0.0.10"),
            ("PeerName", "10.0.1.9"),
            ("PeerPort", "10.0.1.9"),
            ("PeerName", "10.0.1.10"),
            ("PeerPort", "10.0.1.10"),
            ("PeerName", "imp.example"),
        ];
        var rows = ordered
            .Reverse()
            .Select(r => new CheckRow(CheckSection.InterClustering, r.Test, r.Subject, null));
        Assert.Equal(ordered, CheckCatalogue.Order(rows).Select(r => (r.Test, r.Subject)));
    }
}
