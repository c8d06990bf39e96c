using System.Net.Security;
using System.Text;
using System.Xml.Linq;
using IcpConsole.Protocols.Xmpp;

namespace IcpConsole.Protocols.Tests;

/// <summary>The two ends of a stream, and what is said between them in bytes.</summary>
internal static class XmppEnds
{
    public const string ErrorsNamespace = "urn:ietf:params:xml:ns:xmpp-streams";
    public const string Namespaces =
        "xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'";
    public const string Header =
        $"<stream:stream from='a.example' to='b.example' version='1.0' {Namespaces}>";

    public static readonly XmppClientOptions ClientOptions = new("a.example", "b.example");

    /// <summary>Trusts b.example, and is this name itself.</summary>
    public static SslClientAuthenticationOptions ClientTls(string? name = null) =>
        new()
        {
            TargetHost = "b.example",
            ClientCertificates = name is null ? null : [Loopback.Certificate(name)],
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate!.Subject == "CN=b.example",
        };

    public static Func<CancellationToken, ValueTask<SslServerAuthenticationOptions>> ServerTls(
        bool mutual = false
    ) =>
        _ =>
            ValueTask.FromResult(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = Loopback.Certificate("b.example"),
                    ClientCertificateRequired = mutual,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                }
            );

    public static async Task<(XmppStream Client, XmppStream Server)> OpenAsync(
        Loopback loopback,
        XmppClientOptions? client = null,
        XmppServerOptions? server = null
    )
    {
        var accepting = AcceptAsync(loopback, server);
        var opened = await XmppClient.OpenAsync(
            loopback.Client,
            client ?? ClientOptions,
            loopback.Deadline
        );
        return (opened, await accepting);
    }

    public static Task<XmppStream> AcceptAsync(
        Loopback loopback,
        XmppServerOptions? options = null
    ) =>
        XmppServer.AcceptAsync(
            loopback.Server,
            options ?? new XmppServerOptions(),
            loopback.Deadline
        );

    public static Task SayAsync(Stream connection, string text) =>
        connection.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public static async Task<string> HearAsync(Loopback loopback, string until)
    {
        var heard = "";
        var buffer = new byte[4096];
        while (
            !heard.Contains(until, StringComparison.Ordinal)
            && await loopback.Client.ReadAsync(buffer, loopback.Deadline) is > 0 and var read
        )
            heard += Encoding.UTF8.GetString(buffer, 0, read);
        return heard;
    }

    /// <summary>
    /// What the server throws, and what it has said by then, when a client sends this.
    /// </summary>
    public static async Task<(XmppException Error, string Said)> RefusalOfAsync(
        string text,
        XmppServerOptions? options = null
    )
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, text);
        var error = await Assert.ThrowsAsync<XmppException>(async () =>
        {
            await using var stream = await AcceptAsync(loopback, options);
            while (await stream.ReadAsync(loopback.Deadline) is not null) { }
        });
        loopback.Server.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        return (error, await HearAsync(loopback, "</stream:stream>"));
    }

    /// <summary>The first stanza that the server reads when a client sends this.</summary>
    public static async Task<XElement> ReadStanzaAsync(string text, string header = Header)
    {
        await using var loopback = await Loopback.ConnectAsync();
        await SayAsync(loopback.Client, header + text);
        await using var stream = await AcceptAsync(loopback);
        return Assert.IsType<XElement>(await stream.ReadAsync(loopback.Deadline));
    }
}
