using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>How a stream is accepted.</summary>
/// <param name="From">Address of this side; null is whatever address the client asks for.</param>
/// <param name="Tls">Asked when a client starts TLS, and not before; null offers none.</param>
/// <param name="RequireTls">Whether a client that does not start TLS is refused.</param>
/// <param name="Judge">Asked after each header that says who opens the stream, in the clear and in
/// TLS, before anything else is read: why the stream is refused, or null. A stream that does not
/// say may start TLS, and nothing else. Null admits everybody.</param>
public sealed record XmppServerOptions(
    string? From = null,
    Func<CancellationToken, ValueTask<SslServerAuthenticationOptions>>? Tls = null,
    bool RequireTls = false,
    Func<XmppStream, CancellationToken, Task<XmppException?>>? Judge = null
);

/// <summary>The half that accepts streams.</summary>
public static class XmppServer
{
    /// <summary>
    /// Accepts a stream, from a client that may be anyone. Where TLS is offered, waits for what the
    /// client does first: it starts TLS, or the stream stays plain and reads from there.
    /// </summary>
    /// <param name="connection">Accepted from the client; left open.</param>
    /// <param name="options">What is offered.</param>
    /// <param name="cancellationToken">Ends the accepting, which has no time limit of its
    /// own.</param>
    /// <exception cref="ArgumentException">TLS is required and not offered.</exception>
    /// <exception cref="XmppException">The client speaks no such stream; it was told so in a stream
    /// error.</exception>
    /// <exception cref="AuthenticationException">There was no handshake, or the client's
    /// certificate is not trusted.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<XmppStream> AcceptAsync(
        Stream connection,
        XmppServerOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options is { RequireTls: true, Tls: null })
            throw new ArgumentException(
                "TLS is required, and there are no options for it.",
                nameof(options)
            );
        var plain = new XmppStream(connection);
        if (options.Tls is null)
        {
            await GreetAsync(plain, options, [], cancellationToken);
            return plain;
        }

        var required = options.RequireTls
            ? new XElement(XmppSchema.StartTls + "required")
            : null;
        await GreetAsync(
            plain,
            options,
            [new XElement(XmppSchema.StartTls + "starttls", required)],
            cancellationToken
        );
        var first = await plain.ReadAsync(cancellationToken);
        if (first?.Name != XmppSchema.StartTls + "starttls")
        {
            plain.Keep(first);
            if (options.Judge is not null && plain.From is null)
                throw await plain.RefuseAsync(Nameless, cancellationToken);
            if (!options.RequireTls)
                return plain;
            var reason = new XmppException(
                XmppError.TlsRequired,
                "The client does not start TLS.",
                "policy-violation"
            );
            throw await plain.RefuseAsync(reason, cancellationToken);
        }

        var authentication = await AuthenticationAsync(plain, options.Tls, cancellationToken);
        await plain.SendAsync(
            new XElement(XmppSchema.StartTls + "proceed"),
            cancellationToken
        );
        return await XmppStream.RestartAsync(
            connection,
            tls => tls.AuthenticateAsServerAsync(authentication, cancellationToken),
            stream => GreetAsync(stream, options, [], cancellationToken)
        );
    }

    private static XmppException Nameless =>
        new(
            XmppError.NotAuthorized,
            "The stream does not say who opens it.",
            XmppSchema.InvalidFrom
        );

    private static async Task GreetAsync(
        XmppStream stream,
        XmppServerOptions options,
        XElement[] features,
        CancellationToken cancellationToken
    )
    {
        await stream.ReadHeaderAsync(cancellationToken);
        await stream.OpenAsync(
            options.From ?? stream.To,
            stream.From,
            RandomNumberGenerator.GetHexString(32, lowercase: true),
            cancellationToken
        );
        // Without a name it may go on to TLS: its certificate is all that this side shows then.
        var mayBeNameless = !stream.Secure && options.Tls is not null;
        var refusal =
            options.Judge is null ? null
            : stream.From is not null ? await options.Judge(stream, cancellationToken)
            : mayBeNameless ? null
            : Nameless;
        if (refusal is not null)
            throw await stream.RefuseAsync(refusal, cancellationToken);
        await stream.SendAsync(
            new XElement(XmppSchema.Streams + "features", features),
            cancellationToken
        );
    }

    private static async Task<SslServerAuthenticationOptions> AuthenticationAsync(
        XmppStream stream,
        Func<CancellationToken, ValueTask<SslServerAuthenticationOptions>> tls,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await tls(cancellationToken);
        }
        catch
        {
            // RFC 6120, section 5.4.2.2.
            await stream.SendAsync(
                new XElement(XmppSchema.StartTls + "failure"),
                cancellationToken
            );
            await stream.CloseAsync(cancellationToken);
            throw;
        }
    }
}
