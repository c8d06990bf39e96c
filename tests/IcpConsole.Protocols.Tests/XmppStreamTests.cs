using System.Xml.Linq;
using IcpConsole.Protocols.Xmpp;
using static IcpConsole.Protocols.Tests.XmppEnds;

namespace IcpConsole.Protocols.Tests;

public sealed class XmppStreamTests
{
    [Fact]
    public async Task A_plain_stream_carries_stanzas_both_ways()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var (client, server) = await OpenAsync(loopback);
        Assert.Equal(
            ("a.example", "b.example", "b.example", "a.example"),
            (server.From, server.To, client.From, client.To)
        );
        Assert.Equal((client.Id, false, false), (server.Id, client.Secure, server.Secure));
        Assert.Matches("^[0-9a-f]{32}$", client.Id!);

        await client.SendAsync(
            new XElement(
                XmppSchema.Server + "message",
                new XAttribute("id", "1"),
                "김민준 🙂 <&>\r\n"
            ),
            loopback.Deadline
        );
        var message = (await server.ReadAsync(loopback.Deadline))!;
        Assert.Equal(
            (XmppSchema.Server + "message", "1", "김민준 🙂 <&>\r\n"),
            (message.Name, message.Attribute("id")?.Value, message.Value)
        );
        await server.SendAsync(message, loopback.Deadline);
        Assert.True(XNode.DeepEquals(message, await client.ReadAsync(loopback.Deadline)));
    }

    [Fact]
    public async Task On_the_wire_stanzas_inherit_the_namespaces_of_the_header()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, Header);
        await using var server = await AcceptAsync(
            loopback,
            new XmppServerOptions("b.example")
        );
        await server.SendAsync(
            XmppPing.Request("1", "b.example", "a.example"),
            loopback.Deadline
        );
        await server.CloseAsync(loopback.Deadline);
        Assert.Equal(
            $"<?xml version='1.0'?><stream:stream xmlns=\"jabber:server\" from=\"b.example\" to=\"a.example\" id=\"{server.Id}\" version=\"1.0\" "
                + "xmlns:stream=\"http://etherx.jabber.org/streams\">"
                + "<stream:features /><iq type=\"get\" id=\"1\" from=\"b.example\" to=\"a.example\"><ping xmlns=\"urn:xmpp:ping\" /></iq></stream:stream>",
            await HearAsync(loopback, "</stream:stream>")
        );
    }

    [Fact]
    public async Task Stanzas_sent_at_once_come_whole()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var (client, server) = await OpenAsync(loopback);
        var stanzas = Enumerable
            .Range(20_000, 200)
            .Select(length => new XElement(
                XmppSchema.Server + "message",
                new string('x', length)
            ));
        var sending = Task.WhenAll(
            stanzas.Select(stanza =>
                Task.Run(() => client.SendAsync(stanza, loopback.Deadline))
            )
        );
        var lengths = new List<int>();
        while (lengths.Count < 200)
            lengths.Add((await server.ReadAsync(loopback.Deadline))!.Value.Length);
        await sending;
        Assert.Equal(Enumerable.Range(20_000, 200), lengths.Order());
    }

    [Fact]
    public async Task What_XMPP_cannot_carry_is_not_sent()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var (client, server) = await OpenAsync(loopback);
        object[] contents =
        [
            "\u0001",
            "\uD800",
            new XComment("x"),
            new XProcessingInstruction("a", "b"),
            new XAttribute("a", "\uFFFF"),
            new string('x', 64 * 1024),
        ];
        foreach (var content in contents)
            await Assert.ThrowsAsync<ArgumentException>(() =>
                client.SendAsync(
                    new XElement(XmppSchema.Server + "message", content),
                    loopback.Deadline
                )
            );
        await client.SendAsync(
            new XElement(XmppSchema.Server + "presence"),
            loopback.Deadline
        );
        Assert.Equal("presence", (await server.ReadAsync(loopback.Deadline))!.Name.LocalName);
    }

    [Fact]
    public async Task A_closed_stream_is_not_a_broken_connection()
    {
        await using var closed = await Loopback.ConnectAsync();
        var (client, server) = await OpenAsync(closed);
        await client.CloseAsync(closed.Deadline);
        await client.CloseAsync(closed.Deadline);
        Assert.Null(await server.ReadAsync(closed.Deadline));
        Assert.Null(await server.ReadAsync(closed.Deadline));
        var late = await Assert.ThrowsAsync<XmppException>(() =>
            client.SendAsync(new XElement(XmppSchema.Server + "presence"), closed.Deadline)
        );
        Assert.Equal(XmppError.Closed, late.Error);

        await using var broken = await Loopback.ConnectAsync();
        (_, server) = await OpenAsync(broken);
        await broken.Client.DisposeAsync();
        Assert.Equal(
            XmppError.Closed,
            (
                await Assert.ThrowsAsync<XmppException>(() =>
                    server.ReadAsync(broken.Deadline)
                )
            ).Error
        );
    }

    [Fact]
    public async Task A_stream_error_of_the_other_side_is_an_error_here()
    {
        var (error, _) = await RefusalOfAsync(
            $"{Header}<stream:error><text xmlns='{ErrorsNamespace}'>no</text><host-unknown xmlns='{ErrorsNamespace}'/></stream:error>"
        );
        Assert.Equal((XmppError.StreamError, "host-unknown"), (error.Error, error.Condition));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Header)]
    [InlineData(Header + "<message>")]
    public async Task Whoever_waits_for_a_silent_side_can_stop(string said)
    {
        await using var loopback = await Loopback.ConnectAsync();
        using var stop = new CancellationTokenSource();
        await SayAsync(loopback.Client, said);
        var waiting = Task.Run(async () =>
        {
            await using var stream = await XmppServer.AcceptAsync(
                loopback.Server,
                new XmppServerOptions(),
                stop.Token
            );
            await stream.ReadAsync(stop.Token);
        });
        if (said.Length > 0)
            await HearAsync(loopback, "<stream:features />");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            waiting.WaitAsync(TimeSpan.FromSeconds(15), TimeProvider.System)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            XmppClient.OpenAsync(loopback.Client, ClientOptions, stop.Token)
        );
    }

    [Fact]
    public void A_ping_is_answered_and_any_other_request_refused()
    {
        var ping = XmppPing.Request("7", "a.example", "b.example");
        Assert.True(XmppPing.IsRequest(ping) && XmppStanza.IsRequest(ping));
        Assert.Equal(
            "<iq type=\"result\" id=\"7\" from=\"b.example\" to=\"a.example\" xmlns=\"jabber:server\" />",
            XmppPing.Answer(ping).ToString()
        );

        var other = XElement.Parse(
            "<iq xmlns='jabber:server' type='set' id='8' from='a.example'><x xmlns='urn:x'/></iq>"
        );
        Assert.False(XmppPing.IsRequest(other));
        Assert.True(XmppStanza.IsRequest(other));
        var refusal = XmppStanza.ServiceUnavailable(other);
        Assert.Equal(
            "<iq type=\"error\" id=\"8\" to=\"a.example\" xmlns=\"jabber:server\"><error type=\"cancel\">"
                + "<service-unavailable xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\" /></error></iq>",
            refusal.ToString(SaveOptions.DisableFormatting)
        );
        Assert.False(XmppStanza.IsRequest(refusal));
        Assert.False(XmppPing.IsRequest(XmppPing.Answer(ping)));
    }
}
