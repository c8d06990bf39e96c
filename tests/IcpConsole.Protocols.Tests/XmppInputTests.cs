using System.Text;
using System.Xml.Linq;
using IcpConsole.Protocols.Xmpp;
using static IcpConsole.Protocols.Tests.XmppEnds;

namespace IcpConsole.Protocols.Tests;

public sealed class XmppInputTests
{
    [Theory]
    [InlineData(
        "<stream:stream version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        XmppError.NotXmpp,
        "invalid-namespace"
    )]
    [InlineData(
        "<stream:stream version='1.0' xmlns='jabber:server' xmlns:stream='urn:x'>",
        XmppError.NotXmpp,
        "invalid-namespace"
    )]
    [InlineData($"<stream:flow version='1.0' {Namespaces}>", XmppError.NotXmpp, "bad-format")]
    [InlineData($"<stream:stream {Namespaces}>", XmppError.NotXmpp, "unsupported-version")]
    [InlineData(
        $"<stream:stream version='0.9' {Namespaces}>",
        XmppError.NotXmpp,
        "unsupported-version"
    )]
    [InlineData(
        "<?xml version='1.0' encoding='iso-8859-1'?>" + Header,
        XmppError.NotXmpp,
        "unsupported-encoding"
    )]
    [InlineData("GET / HTTP/1.1\r\n\r\n", XmppError.Malformed, "not-well-formed")]
    [InlineData(
        "<!DOCTYPE a [<!ENTITY b 'bbbb'>]>" + Header,
        XmppError.Malformed,
        "restricted-xml"
    )]
    [InlineData("<!-- -->" + Header, XmppError.Malformed, "restricted-xml")]
    [InlineData("<?php ?>" + Header, XmppError.Malformed, "restricted-xml")]
    [InlineData(Header + "<message><!-- --></message>", XmppError.Malformed, "restricted-xml")]
    [InlineData(Header + "<?a b?>", XmppError.Malformed, "restricted-xml")]
    [InlineData(
        Header + "<message><![CDATA[]]]]><!-- --></message>",
        XmppError.Malformed,
        "restricted-xml"
    )]
    [InlineData(Header + "<message>&xxe;</message>", XmppError.Malformed, "restricted-xml")]
    [InlineData(Header + "<message a='&b;'/>", XmppError.Malformed, "restricted-xml")]
    [InlineData(Header + "<message></presence>", XmppError.Malformed, "not-well-formed")]
    [InlineData(Header + "<message>&</message>", XmppError.Malformed, "not-well-formed")]
    [InlineData(Header + "<message>&#0;</message>", XmppError.Malformed, "not-well-formed")]
    [InlineData(Header + "<message xmlns:p=''/>", XmppError.Malformed, "not-well-formed")]
    [InlineData(Header + "text", XmppError.Malformed, "bad-format")]
    public async Task What_XMPP_does_not_allow_is_answered_with_the_stream_error_for_it(
        string text,
        XmppError error,
        string condition
    )
    {
        var (thrown, said) = await RefusalOfAsync(text + "                <a/>");
        Assert.Equal((error, condition), (thrown.Error, thrown.Condition));
        Assert.StartsWith(
            "<?xml version='1.0'?><stream:stream ",
            said,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"<stream:error><{condition} xmlns=\"{ErrorsNamespace}\" /></stream:error></stream:stream>",
            said,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stream_is_in_UTF8_and_nothing_else()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await loopback.Client.WriteAsync(Encoding.Unicode.GetBytes("\uFEFF" + Header));
        var error = await Assert.ThrowsAsync<XmppException>(() => AcceptAsync(loopback));
        Assert.Equal("not-well-formed", error.Condition);
    }

    [Fact]
    public async Task Whole_stanzas_before_a_forbidden_one_are_read()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, Header + "<presence/><!-- -->");
        await using var stream = await AcceptAsync(loopback);
        Assert.NotNull(await stream.ReadAsync(loopback.Deadline));
        Assert.Equal(
            "restricted-xml",
            (
                await Assert.ThrowsAsync<XmppException>(() =>
                    stream.ReadAsync(loopback.Deadline)
                )
            ).Condition
        );
        Assert.Equal(
            XmppError.Closed,
            (
                await Assert.ThrowsAsync<XmppException>(() =>
                    stream.ReadAsync(loopback.Deadline)
                )
            ).Error
        );
    }

    [Theory]
    [InlineData("<message>&lt;&amp;&gt;&quot;&apos;&#65;</message>", "<&>\"'A")]
    [InlineData(
        "<message><![CDATA[<!-- &x; ]] ]>]]]>!<![CDATA[]]></message>",
        "<!-- &x; ]] ]>]!"
    )]
    public async Task The_five_entities_character_references_and_CDATA_are_text(
        string stanza,
        string text
    ) => Assert.Equal(text, (await ReadStanzaAsync(stanza)).Value);

    [Fact]
    public async Task Names_that_mean_nothing_here_are_one_name_and_their_attributes_are_left_out()
    {
        var stanza = await ReadStanzaAsync(
            "<iq xml:lang='en' type='get' xmlns:x='urn:x' x:type='1' odd='2'><ping xmlns='urn:xmpp:ping'/><x:b xmlns='urn:y'><c d=''/></x:b></iq>"
        );
        Assert.Equal(
            [XmppSchema.Ping + "ping", XmppNames.Other],
            stanza.Elements().Select(e => e.Name)
        );
        Assert.Equal(
            [XmppNames.Other],
            stanza.Elements().Last().Elements().Select(e => e.Name)
        );
        Assert.Equal(
            ("type", "get"),
            (Assert.Single(stanza.Attributes()).Name.LocalName, stanza.FirstAttribute!.Value)
        );
    }

    [Fact]
    public async Task A_version_above_1_is_taken_as_1() =>
        Assert.Equal(
            "presence",
            (
                await ReadStanzaAsync(
                    "<presence/>",
                    Header.Replace("1.0", "2.1", StringComparison.Ordinal)
                )
            )
                .Name
                .LocalName
        );

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, "policy-violation")]
    public async Task A_stanza_nests_so_deep(int depth, string? condition)
    {
        var text =
            string.Concat(Enumerable.Repeat("<a>", depth))
            + string.Concat(Enumerable.Repeat("</a>", depth));
        Assert.Equal(
            condition ?? "restricted-xml",
            (await RefusalOfAsync($"{Header}{text}<!-- -->")).Error.Condition
        );
    }

    [Theory]
    [InlineData(64 * 1024, null)]
    [InlineData(66 * 1024, "policy-violation")]
    public async Task A_stanza_is_so_large(int size, string? condition)
    {
        var text = $"{Header}<a>{new string('x', size - 7)}</a><!-- -->";
        Assert.Equal(
            condition ?? "restricted-xml",
            (await RefusalOfAsync(text)).Error.Condition
        );
    }

    [Fact]
    public async Task A_header_is_so_large()
    {
        var (error, _) = await RefusalOfAsync(
            Header.Replace("a.example", new string('x', 4096), StringComparison.Ordinal)
        );
        Assert.Equal((XmppError.TooLarge, "policy-violation"), (error.Error, error.Condition));
    }

    [Fact]
    public async Task A_stream_has_so_many_different_names()
    {
        var (error, _) = await RefusalOfAsync(
            Header + string.Concat(Enumerable.Range(0, 3000).Select(i => $"<name{i}/>"))
        );
        Assert.Equal((XmppError.TooLarge, "policy-violation"), (error.Error, error.Condition));
    }

    [Fact]
    public async Task A_stream_may_live_as_long_as_it_likes()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var stanzas = string.Concat(
            Enumerable.Repeat("<presence><status>here</status></presence> \r\n", 5000)
        );
        var saying = SayAsync(
            loopback.Client,
            $"{Header}{stanzas}{new string(' ', 300_000)}<presence id='last'/></stream:stream>"
        );
        await using var stream = await AcceptAsync(loopback);
        var (count, last) = (0, "");
        while (await stream.ReadAsync(loopback.Deadline) is { } stanza)
            (count, last) = (count + 1, stanza.Attribute("id")?.Value);
        await saying;
        Assert.Equal((5001, "last"), (count, last));
    }
}
