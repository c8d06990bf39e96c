using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Tests;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("127.0.12.1", true)]
    [InlineData("223.1.2.3", true)]
    [InlineData("imp-pub", false)]
    [InlineData("imp1.seoul.example.com", false)]
    [InlineData("3com.example", false)]
    public void An_address_a_host_name_or_an_FQDN_is_a_node_name(string text, bool isAddress)
    {
        Assert.True(NodeName.TryParse(text, out var name));
        Assert.Equal(text, name.Value);
        Assert.Equal(isAddress, name.IsAddress);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("127.1")]
    [InlineData("127.0.012.1")]
    [InlineData("127.0.0.256")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("-host")]
    [InlineData("host-")]
    [InlineData("a..b")]
    [InlineData("under_score")]
    [InlineData("host:8443")]
    [InlineData("https://host")]
    [InlineData("host/path")]
    [InlineData("user@host")]
    [InlineData("한국")]
    [InlineData("١٢٧.0.0.1")]
    public void What_other_software_would_read_otherwise_is_refused(string text) =>
        Assert.False(NodeName.TryParse(text, out _));

    [Fact]
    public void A_name_longer_than_DNS_allows_is_refused()
    {
        Assert.False(NodeName.TryParse(new string('a', 64), out _));
        Assert.False(
            NodeName.TryParse(string.Join('.', Enumerable.Repeat("abcdefgh", 29)), out _)
        );
    }

    [Fact]
    public void Names_that_differ_in_case_and_blanks_are_the_same() =>
        Assert.Equal(NodeName.Parse("IMP1.Example.COM "), NodeName.Parse("imp1.example.com"));

    [Fact]
    public void Addresses_come_by_their_numbers_and_before_names()
    {
        string[] ordered =
        [
            "9.0.0.10",
            "10.0.0.9",
            "10.0.0.10",
            "200.0.0.1",
            "1a.example",
            "imp.example",
        ];
        Assert.Equal(
            ordered,
            ordered.Reverse().Select(NodeName.Parse).Order().Select(n => n.Value)
        );
    }

    [Theory]
    [InlineData("seoul", true)]
    [InlineData("StandAloneCluster5b654", true)]
    [InlineData("a.b-c", true)]
    [InlineData("under_score", false)]
    [InlineData("../seoul", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    public void A_cluster_ID_has_no_underscore_and_nothing_that_a_path_would_read(
        string text,
        bool taken
    ) => Assert.Equal(taken, ClusterId.TryParse(text, out _));
}
