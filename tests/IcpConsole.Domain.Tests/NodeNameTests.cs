using IcpConsole.Domain.Clusters;

namespace IcpConsole.Domain.Tests;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("https://imp1.acme.example", NodeNameMistake.Scheme)]
    [InlineData("imp1.acme.example/axl", NodeNameMistake.Path)]
    [InlineData("10.0.0.0/24", NodeNameMistake.Path)]
    [InlineData("imp1:8443", NodeNameMistake.Port)]
    [InlineData("admin@imp1.acme.example", NodeNameMistake.User)]
    [InlineData("2001:db8::10", NodeNameMistake.IPv6)]
    [InlineData("[2001:db8::10]:8443", NodeNameMistake.IPv6)]
    [InlineData("::1", NodeNameMistake.IPv6)]
    [InlineData("imp1, imp2", NodeNameMistake.Several)]
    [InlineData("imp1;imp2", NodeNameMistake.Several)]
    [InlineData("imp 1", NodeNameMistake.Blank)]
    [InlineData("imp\u00a01", NodeNameMistake.Blank)]
    [InlineData("imp_1.acme.example", NodeNameMistake.Underscore)]
    [InlineData("*.acme.example", NodeNameMistake.Wildcard)]
    [InlineData("imp1!", NodeNameMistake.Character)]
    [InlineData("imp1..acme", NodeNameMistake.EmptyLabel)]
    [InlineData(".acme.example", NodeNameMistake.EmptyLabel)]
    [InlineData("acme.example..", NodeNameMistake.EmptyLabel)]
    [InlineData("-imp1", NodeNameMistake.Hyphen)]
    [InlineData("imp1-.acme", NodeNameMistake.Hyphen)]
    [InlineData("xn--a.example", NodeNameMistake.International)]
    [InlineData("a\u200d\u0301\ud800.example", NodeNameMistake.International)]
    [InlineData("127.0.012.1", NodeNameMistake.LeadingZero)]
    [InlineData("127.1", NodeNameMistake.NotFourNumbers)]
    [InlineData("2130706433", NodeNameMistake.NotFourNumbers)]
    [InlineData("0x7f000001", NodeNameMistake.NotFourNumbers)]
    [InlineData("imp.1", NodeNameMistake.NotFourNumbers)]
    [InlineData("127.0.0.256", NodeNameMistake.NumberTooLarge)]
    [InlineData("224.0.0.1", NodeNameMistake.NotUnicast)]
    [InlineData("0.0.0.0", NodeNameMistake.NotUnicast)]
    [InlineData(" ", NodeNameMistake.None)]
    public void Each_mistake_is_called_by_its_name(string text, NodeNameMistake mistake)
    {
        Assert.False(NodeName.TryParse(text, out _, out var found));
        Assert.Equal(mistake, found);
    }

    [Fact]
    public void Each_mistake_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<NodeNameMistake>()
            .Where(m => m != NodeNameMistake.None)
            .SelectMany(m => new[] { m.English(), m.Korean() })
            .ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    [Theory]
    [InlineData("imp1.acme.example.", "imp1.acme.example", "imp1.acme.example")]
    [InlineData("IMP1.Acme.Example", "imp1.acme.example", "imp1.acme.example")]
    [InlineData("127.0.143.1.", "127.0.143.1", "127.0.143.1")]
    [InlineData("회사.한국", "xn--vf4b131b.xn--3e0b707e", "회사.한국")]
    [InlineData("xn--vf4b131b.xn--3e0b707e", "xn--vf4b131b.xn--3e0b707e", "회사.한국")]
    [InlineData("Bücher.example", "xn--bcher-kva.example", "bücher.example")]
    [InlineData("회사。한국", "xn--vf4b131b.xn--3e0b707e", "회사.한국")]
    public void A_name_is_stored_in_one_form_and_shown_in_its_letters(
        string typed,
        string stored,
        string shown
    )
    {
        Assert.True(NodeName.TryParse(typed, out var name));
        Assert.Equal((stored, shown), (name.Value, name.Display));
        Assert.Equal(name, NodeName.Parse(name.Display));
    }

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
    [InlineData("-host")]
    [InlineData("host-")]
    [InlineData("a..b")]
    [InlineData("under_score")]
    [InlineData("host:8443")]
    [InlineData("https://host")]
    [InlineData("host/path")]
    [InlineData("user@host")]
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
