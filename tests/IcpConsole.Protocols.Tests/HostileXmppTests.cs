using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using IcpConsole.Protocols.Xmpp;
using IcpConsole.Testing;

namespace IcpConsole.Protocols.Tests;

public sealed class HostileXmppTests
{
    private const string Header =
        $"<?xml version='1.0'?><stream:stream from='a.example' to='b.example' id='1' version='1.0' {XmppEnds.Namespaces}>";
    private const string StartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private const string Proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private const string Features = $"<stream:features>{StartTls}</stream:features>";
    private const string Stanzas =
        "<iq type='get' id='1' from='a.example' to='b.example'><ping xmlns='urn:xmpp:ping'/></iq> "
        + "<presence xml:lang='ko'><status>&lt;ü&#x20;<![CDATA[<김>]]></status></presence>\n</stream:stream>";

    private static readonly string[] s_poison =
    [
        "<a>",
        "</a>",
        "<a ",
        "<a xmlns='urn:x'>",
        "<p:a/>",
        " p:a='b'",
        " xmlns:p='urn:y'",
        " xmlns=''",
        " xmlns='http://www.w3.org/2000/xmlns/'",
        " ",
        "x",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&xxe;",
        "&#0;",
        "&#x10FFFF;",
        "\0",
        "\uFEFF",
        "<!--",
        "-->",
        "<?a b?>",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        "<stream:error/>",
        "</stream:stream>",
        StartTls,
        Proceed,
    ];

    private static readonly SslServerAuthenticationOptions s_serverTls = new()
    {
        ServerCertificate = Loopback.Certificate("b.example"),
    };
    private static readonly SslClientAuthenticationOptions s_clientTls = new()
    {
        TargetHost = "b.example",
    };

    private static async Task ReadToEndAsync(
        Func<Task<XmppStream>> open,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var stream = await open();
            while (await stream.ReadAsync(cancellationToken) is { } element)
                Assert.InRange(element.ToString().Length, 1, 8 * XmppSchema.MaxStanzaBytes);
        }
        catch (Exception e) when (e is XmppException or AuthenticationException or IOException)
        { }
    }

    [Fact]
    public void Every_client_is_accepted_or_refused() =>
        Hostile
            .Of([Header + Stanzas, Header + StartTls + Header + Stanzas], s_poison)
            .Check(
                (client, deadline) =>
                {
                    var options = new XmppServerOptions(
                        "b.example",
                        _ => ValueTask.FromResult(s_serverTls),
                        RequireTls: client.Bytes.Length % 3 == 0
                    );
                    return ReadToEndAsync(
                        () => XmppServer.AcceptAsync(client.Stream(), options, deadline),
                        deadline
                    );
                }
            );

    [Fact]
    public void Every_server_is_opened_or_refused() =>
        Hostile
            .Of([Header + Features + Stanzas, Header + Features + Proceed + Stanzas], s_poison)
            .Check(
                (server, deadline) =>
                {
                    var options = new XmppClientOptions(
                        "a.example",
                        "b.example",
                        server.Bytes.Length % 2 == 0 ? null : s_clientTls
                    );
                    return ReadToEndAsync(
                        () => XmppClient.OpenAsync(server.Stream(), options, deadline),
                        deadline
                    );
                }
            );

    [Theory]
    [InlineData("", " ")]
    [InlineData("<stream:stream ", "a")]
    [InlineData("<stream:stream a='", "&amp;")]
    [InlineData("<stream:stream a='", "\n")]
    public Task A_header_that_never_ends_is_refused_at_its_bound(
        string start,
        string refrain
    ) => RefusedAsync(start, refrain, XmppSchema.MaxHeaderBytes);

    [Theory]
    [InlineData("<", "a")]
    [InlineData("<a ", " ")]
    [InlineData("<a b='", "x")]
    [InlineData("<a>", "x")]
    [InlineData("<a>", " ")]
    [InlineData("<a>", "&lt;")]
    [InlineData("<a>", "<b/>")]
    [InlineData("<a>", "<b>")]
    [InlineData("<a>", "<![CDATA[x]]>")]
    [InlineData("<a><![CDATA[", "]")]
    public Task A_stanza_that_never_ends_is_refused_at_its_bound(
        string start,
        string refrain
    ) =>
        RefusedAsync(
            Header + start,
            refrain,
            XmppSchema.MaxStanzaBytes + Header.Length + 1024
        );

    private static async Task RefusedAsync(string start, string refrain, int bound)
    {
        var client = new HostileStream(
            Encoding.UTF8.GetBytes(start),
            5000,
            Encoding.UTF8.GetBytes(refrain)
        );
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var error = await Assert.ThrowsAsync<XmppException>(async () =>
        {
            await using var stream = await XmppServer.AcceptAsync(
                client,
                new XmppServerOptions(),
                deadline.Token
            );
            await stream.ReadAsync(deadline.Token);
        });
        Assert.Equal((XmppError.TooLarge, "policy-violation"), (error.Error, error.Condition));
        Assert.InRange(client.BytesRead, 1, bound);
    }
}
