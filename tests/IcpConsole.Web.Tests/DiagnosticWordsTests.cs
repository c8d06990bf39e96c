using IcpConsole.Domain;
using IcpConsole.Domain.Diagnostics;
using IcpConsole.Web.Diagnostics;

namespace IcpConsole.Web.Tests;

public sealed class DiagnosticWordsTests
{
    private static string? OtherSide(string code, params string[] args) =>
        DiagnosticWords.OtherSide(
            new TestRow(
                TestSection.InterClustering,
                "PeerLogin",
                "127.0.12.1",
                TestOutcome.Passed
            )
            {
                OtherSideProblem = new Problem(code, null, args),
            }
        );

    [Fact]
    public void What_the_other_side_reports_is_shown_whatever_it_makes_up()
    {
        Assert.Equal("It reports NoEntryThereHint.", OtherSide("NoEntryThereHint"));
        Assert.Equal("It reports TcpRefused.", OtherSide("TcpRefused"));
        Assert.Equal("It reports Invented.", OtherSide("Invented", "{0}"));
        Assert.Contains("8443", OtherSide("TcpRefused", "8443"), StringComparison.Ordinal);
    }
}
