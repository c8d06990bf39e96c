using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Protocols.Tests;

/// <summary>XMPP addresses as RFC 7622 and XEP-0106 write them.</summary>
public sealed class JidTests
{
    [Theory]
    [InlineData("kim@lab.example", "kim", "lab.example")]
    [InlineData("KIM@LAB.EXAMPLE", "KIM", "lab.example")]
    [InlineData("kim@lab.example/phone", "kim", "lab.example")]
    [InlineData("kim@lab.example./a@b/c", "kim", "lab.example")]
    [InlineData("lab.example", "", "lab.example")]
    [InlineData("ops/night@lab.example", "", "ops")]
    [InlineData(@"o\27brien@lab.example", "o'brien", "lab.example")]
    [InlineData(@"van\20der\20berg@lab.example", "van der berg", "lab.example")]
    [InlineData(@"anna\40corp.example@lab.example", "anna@corp.example", "lab.example")]
    [InlineData(@"ops\2fnight@lab.example", "ops/night", "lab.example")]
    [InlineData(@"ops\2Fnight@lab.example", "ops/night", "lab.example")]
    [InlineData(@"r\26d@lab.example", "r&d", "lab.example")]
    [InlineData(@"c\5c20d@lab.example", @"c\20d", "lab.example")]
    [InlineData(@"c\d@lab.example", @"c\d", "lab.example")]
    [InlineData(@"c\41d@lab.example", @"c\41d", "lab.example")]
    public void An_address_means_a_user_of_a_domain(string text, string user, string domain)
    {
        Assert.True(Jid.TryParse(text, out var jid));
        Assert.Equal((user, domain), (jid.User, jid.Domain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@lab.example")]
    [InlineData("kim@")]
    [InlineData("kim@/phone")]
    [InlineData("kim@lab.example/")]
    [InlineData("anna@corp.example@lab.example")]
    [InlineData("van der berg@lab.example")]
    [InlineData("kim@lab example")]
    [InlineData("o'brien@lab.example")]
    [InlineData("a:b@lab.example")]
    [InlineData(@"\20kim@lab.example")]
    [InlineData(@"kim\20@lab.example")]
    [InlineData("kim@lab.example..")]
    [InlineData("kim@.")]
    public void What_is_no_address_is_none(string text) =>
        Assert.False(Jid.TryParse(text, out _));

    [Theory]
    [InlineData("kim@lab.example", "kim@lab.example")]
    [InlineData("o'brien@lab.example", @"o\27brien@lab.example")]
    [InlineData("anna@corp.example@lab.example", @"anna\40corp.example@lab.example")]
    [InlineData("van der berg@lab.example", @"van\20der\20berg@lab.example")]
    [InlineData(@"c\20d@lab.example", @"c\5c20d@lab.example")]
    [InlineData(@"c\d@lab.example", @"c\d@lab.example")]
    public void A_name_is_written_so_that_it_comes_back(string address, string written)
    {
        Assert.Equal(written, Jid.FromAddress(address));
        Assert.True(Jid.TryParse(written, out var jid));
        Assert.Equal(address, $"{jid.User}@{jid.Domain}");
    }
}
