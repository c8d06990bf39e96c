using System.Net.Security;
using System.Security.Authentication;
using IcpConsole.Protocols.Xmpp;
using static IcpConsole.Protocols.Tests.XmppEnds;

namespace IcpConsole.Protocols.Tests;

public sealed class XmppTlsTests
{
    [Fact]
    public async Task STARTTLS_secures_the_stream_and_shows_each_side_the_others_certificate()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var options = ClientOptions with { Tls = ClientTls("a.example"), RequireTls = true };
        var (client, server) = await OpenAsync(
            loopback,
            options,
            new XmppServerOptions(Tls: ServerTls(mutual: true), RequireTls: true)
        );
        await using (client)
        await using (server)
        {
            Assert.True(client.Secure && server.Secure);
            Assert.Equal(
                ("CN=b.example", "CN=a.example"),
                (client.RemoteCertificate?.Subject, server.RemoteCertificate?.Subject)
            );
            await client.SendAsync(
                XmppPing.Request("1", "a.example", "b.example"),
                loopback.Deadline
            );
            Assert.True(XmppPing.IsRequest((await server.ReadAsync(loopback.Deadline))!));
            await client.CloseAsync(loopback.Deadline);
            Assert.Null(await server.ReadAsync(loopback.Deadline));
            await server.CloseAsync(loopback.Deadline);
            Assert.Null(await client.ReadAsync(loopback.Deadline));
        }
    }

    [Fact]
    public async Task A_client_that_requires_TLS_refuses_a_server_that_does_not_offer_it()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var refusal = await Assert.ThrowsAsync<XmppException>(() =>
            OpenAsync(loopback, ClientOptions with { Tls = ClientTls(), RequireTls = true })
        );
        Assert.Equal(XmppError.TlsRequired, refusal.Error);
    }

    [Fact]
    public async Task A_client_without_TLS_stays_plain_unless_the_server_requires_it()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var accepting = AcceptAsync(loopback, new XmppServerOptions(Tls: ServerTls()));
        await using var client = await XmppClient.OpenAsync(
            loopback.Client,
            ClientOptions,
            loopback.Deadline
        );
        await client.CloseAsync(loopback.Deadline);
        await using var server = await accepting;
        Assert.False(client.Secure || server.Secure);

        await using var strict = await Loopback.ConnectAsync();
        var refusal = await Assert.ThrowsAsync<XmppException>(() =>
            OpenAsync(
                strict,
                server: new XmppServerOptions(Tls: ServerTls(), RequireTls: true)
            )
        );
        Assert.Equal(XmppError.TlsRequired, refusal.Error);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_certificate_opens_no_stream()
    {
        await using var loopback = await Loopback.ConnectAsync();
        var accepting = AcceptAsync(loopback, new XmppServerOptions(Tls: ServerTls()));
        var distrusting = ClientOptions with
        {
            Tls = new SslClientAuthenticationOptions { TargetHost = "b.example" },
        };
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            XmppClient.OpenAsync(loopback.Client, distrusting, loopback.Deadline)
        );
        await loopback.Client.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    [Fact]
    public async Task What_a_client_sends_first_without_TLS_is_read_first_and_TLS_is_not_asked_for()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, Header + "<presence id='1'/><presence id='2'/>");
        await using var stream = await AcceptAsync(
            loopback,
            new XmppServerOptions(Tls: _ =>
                throw new InvalidOperationException("Nobody starts TLS.")
            )
        );
        Assert.Equal("1", (await stream.ReadAsync(loopback.Deadline))!.Attribute("id")!.Value);
        Assert.Equal("2", (await stream.ReadAsync(loopback.Deadline))!.Attribute("id")!.Value);
    }

    [Theory]
    [InlineData("<presence/>")]
    [InlineData("</stream:stream>")]
    public async Task A_server_that_requires_TLS_takes_nothing_before_it(string first)
    {
        var (error, said) = await RefusalOfAsync(
            Header + first,
            new XmppServerOptions(Tls: ServerTls(), RequireTls: true)
        );
        Assert.Equal(
            (XmppError.TlsRequired, "policy-violation"),
            (error.Error, error.Condition)
        );
        Assert.Contains(
            "<starttls xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"><required /></starttls>",
            said,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"<stream:error><policy-violation xmlns=\"{ErrorsNamespace}\" /></stream:error></stream:stream>",
            said,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_came_in_the_clear_is_not_believed_once_TLS_is_on()
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, Header);
        var accepting = AcceptAsync(loopback, new XmppServerOptions(Tls: ServerTls()));
        await HearAsync(loopback, "</stream:features>");
        await SayAsync(
            loopback.Client,
            "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><presence id='injected'/>"
        );
        await HearAsync(loopback, "<proceed");
        await using var tls = new SslStream(loopback.Client);
        await tls.AuthenticateAsClientAsync(ClientTls(), loopback.Deadline);
        await SayAsync(tls, Header + "<presence id='secured'/>");
        await using var stream = await accepting;
        Assert.Equal(
            "secured",
            (await stream.ReadAsync(loopback.Deadline))!.Attribute("id")!.Value
        );
    }

    [Fact]
    public async Task A_server_whose_TLS_fails_it_says_so()
    {
        var failing = new XmppServerOptions(Tls: _ =>
            throw new InvalidOperationException("No certificate.")
        );
        await using var raw = await Loopback.ConnectAsync();
        await SayAsync(
            raw.Client,
            Header + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => AcceptAsync(raw, failing));
        Assert.EndsWith(
            "<failure xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\" /></stream:stream>",
            await HearAsync(raw, "</stream:stream>"),
            StringComparison.Ordinal
        );

        await using var loopback = await Loopback.ConnectAsync();
        var accepting = AcceptAsync(loopback, failing);
        var options = ClientOptions with { Tls = ClientTls() };
        var refusal = await Assert.ThrowsAsync<XmppException>(() =>
            XmppClient.OpenAsync(loopback.Client, options, loopback.Deadline)
        );
        Assert.Equal(XmppError.TlsRefused, refusal.Error);
        await Assert.ThrowsAsync<InvalidOperationException>(() => accepting);
    }
}
