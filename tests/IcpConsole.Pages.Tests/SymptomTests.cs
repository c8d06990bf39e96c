using System.Globalization;
using IcpConsole.Pages.Diagnostics;
using IcpConsole.Pages.Resources;

namespace IcpConsole.Pages.Tests;

public sealed class SymptomTests
{
    [Theory]
    [InlineData("en", "409 conflict")]
    [InlineData("en", "login")]
    [InlineData("en", "offline")]
    [InlineData("en", "user missing")]
    [InlineData("en", "cannot send message")]
    [InlineData("en", "stuck")]
    [InlineData("en", "401")]
    [InlineData("en", "인증서")]
    [InlineData("ko", "멈춤")]
    [InlineData("ko", "중복")]
    [InlineData("ko", "연결 안됨")]
    [InlineData("ko", "페더레이션")]
    public void What_administrators_type_finds_something(string language, string text)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.NotEmpty(Symptom.Find(text));
            Assert.Empty(Symptom.Find("xyzzy"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Every_example_of_the_search_field_finds_something(string language)
    {
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            var examples = DiagnosticText
                .SymptomHint[
                    (DiagnosticText.SymptomHint.IndexOf(':', StringComparison.Ordinal) + 1)..
                ]
                .Split(',', StringSplitOptions.TrimEntries);
            Assert.All(examples, e => Assert.NotEmpty(Symptom.Find(e)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    [Theory]
    [InlineData("certificate X", "NotSecure")]
    [InlineData("401", "Login")]
    [InlineData("599", "NotRunning")]
    public void What_is_seen_comes_before_what_is_only_to_be_checked(
        string text,
        string first
    ) => Assert.Equal(first, Symptom.Find(text)[0].Key);
}
