using IcpConsole.Domain.Clusters;
using IcpConsole.Domain.Peering;
using IcpConsole.Pages.Peering;
using IcpConsole.Pages.Resources;
using IcpConsole.Pages.Shared;
using IcpConsole.Testing;

namespace IcpConsole.Pages.Tests;

/// <summary>The list of peers as CSV.</summary>
public sealed class PeerListReportTests
{
    [Theory]
    [MemberData(nameof(PagesContext.Languages), MemberType = typeof(PagesContext))]
    public async Task Each_peer_is_a_line_with_its_state_in_the_readers_words(string language)
    {
        await using var context = await PagesContext.EnterAsync(language);
        var good = SomePeer.Good();
        var broken = good with
        {
            Peer = good.Peer with { Address = NodeName.Parse("10.0.0.9") },
            Connectivity = SomePeer.Tested(
                new PeerFailure(PassLayer.Query, new AxlFault("say \"why\", please"))
            ),
        };
        var lines = PeerListReport.Write(context.Show(good, broken)).Split("\r\n");

        Assert.Equal(4, lines.Length);
        Assert.StartsWith(
            $"\"{PeeringText.PeerAddress}\",",
            lines[0],
            StringComparison.Ordinal
        );
        Assert.StartsWith("\"10.0.0.9\",", lines[1], StringComparison.Ordinal);
        Assert.Contains("say \"\"why\"\", please", lines[1], StringComparison.Ordinal);
        Assert.Contains($"\"{PeerText.Headline(good)}\"", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData(" =1+1")]
    [InlineData("\u200B=1+1")]
    [InlineData("＝SUM(1)")]
    [InlineData("@SUM(1)")]
    public void What_a_spreadsheet_would_take_for_a_formula_is_text(string field) =>
        Assert.Equal($"\"'{field}\",\"a = b\",\"\"\r\n", Csv.Line(field, "a = b", null));
}
