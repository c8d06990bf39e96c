using IcpConsole.Protocols.Axl;

namespace IcpConsole.Protocols.Tests;

public sealed class AxlSearchTests
{
    private static AxlElement Text(string name, string text) => new(name, text, null, []);

    private static AxlRequest Request(
        IReadOnlyList<AxlElement> criteria,
        params IReadOnlyList<AxlElement> more
    ) =>
        new("listProcessNode", AxlSchema.Namespace("15.0"), "15.0", null)
        {
            Elements = [new("searchCriteria", "", null, criteria), .. more],
        };

    [Theory]
    [InlineData("%", "", true)]
    [InlineData("%", "anything", true)]
    [InlineData("%%", "anything", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("imp1", "imp1", true)]
    [InlineData("IMP1", "imp1", true)]
    [InlineData("imp", "imp1", false)]
    [InlineData("imp%", "imp1", true)]
    [InlineData("mp%", "imp1", false)]
    [InlineData("%1", "imp1", true)]
    [InlineData("%imp", "imp1", false)]
    [InlineData("%mp%", "imp1", true)]
    [InlineData("i%1", "imp1", true)]
    [InlineData("i%m%p%1", "imp1", true)]
    [InlineData("i%p%m%1", "imp1", false)]
    [InlineData("ab%ba", "aba", false)]
    [InlineData("%aab", "aaab", true)]
    [InlineData("im_1", "imp1", false)]
    [InlineData("[%", "imp1", false)]
    public void A_percent_sign_stands_for_any_characters(
        string pattern,
        string value,
        bool matches
    ) =>
        Assert.Equal(
            matches,
            AxlSearch.Read(Request([Text("name", pattern)]), "name").Matches("name", value)
        );

    [Fact]
    public void A_pattern_as_long_as_a_request_costs_no_time() =>
        Assert.False(
            AxlSearch
                .Read(
                    Request([
                        Text(
                            "name",
                            string.Concat(
                                Enumerable.Repeat("%a", AxlSchema.MaxRequestBytes / 2)
                            )
                        ),
                    ]),
                    "name"
                )
                .Matches("name", new string('a', 255))
        );

    [Fact]
    public void What_is_no_criterion_matches_everything_and_all_criteria_count()
    {
        var search = AxlSearch.Read(
            Request([Text("name", "a%"), Text("name", "%b")]),
            "name",
            "description"
        );
        Assert.Equal(
            (true, false, true),
            (
                search.Matches("name", "ab"),
                search.Matches("name", "ac"),
                search.Matches("description", "x")
            )
        );
    }

    [Theory]
    [InlineData(null, null, "1 2 3 4")]
    [InlineData(null, "2", "1 2")]
    [InlineData("1", "2", "2 3")]
    [InlineData("3", "18446744073709551615", "4")]
    [InlineData("18446744073709551615", "1", "")]
    [InlineData(" 1 ", "\n9", "2 3 4")]
    [InlineData("1", "0", "")]
    // "It will be used only when first tag is specified."
    [InlineData("1", null, "1 2 3 4")]
    public void Skip_and_first_say_which_part(string? skip, string? first, string part)
    {
        AxlElement[] bounds =
        [
            .. skip is null ? [] : (AxlElement[])[Text("skip", skip)],
            .. first is null ? [] : (AxlElement[])[Text("first", first)],
        ];
        Assert.Equal(
            part,
            string.Join(
                ' ',
                AxlSearch.Read(Request([Text("name", "%")], bounds), "name").Page([1, 2, 3, 4])
            )
        );
    }

    public static TheoryData<AxlRequest> Refused =>
        new(
            new AxlRequest("listProcessNode", AxlSchema.Namespace("15.0"), "15.0", null),
            Request([]),
            Request([Text("nodeUsage", "%")]),
            Request([Text("name", "%")], Text("first", "-1")),
            Request([Text("name", "%")], Text("first", "")),
            Request([Text("name", "%")], Text("skip", "1e3")),
            Request([Text("name", "%")], Text("first", "18446744073709551616"))
        );

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_schema_does_not_say_is_refused(AxlRequest request) =>
        Assert.Equal(
            AxlError.Malformed,
            Assert
                .Throws<AxlException>(() => AxlSearch.Read(request, "name", "description"))
                .Error
        );
}
