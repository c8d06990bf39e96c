using System.Net.Security;
using System.Security.Authentication;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>How a stream is opened.</summary>
/// <param name="From">Address of this side; null does not say, which is enough to see the other
/// side's certificate.</param>
/// <param name="To">Address of the server.</param>
/// <param name="Tls">For STARTTLS where the server offers it; null stays plain.</param>
/// <param name="RequireTls">Whether a server that does not offer STARTTLS is refused.</param>
public sealed record XmppClientOptions(
    string? From,
    string To,
    SslClientAuthenticationOptions? Tls = null,
    bool RequireTls = false
);

/// <summary>The half that opens streams.</summary>
public static class XmppClient
{
    /// <summary>Opens a stream, in TLS where both sides do it (RFC 6120, section 5).</summary>
    /// <param name="connection">Connected to the server; left open.</param>
    /// <param name="options">Who speaks to whom.</param>
    /// <param name="cancellationToken">Ends the opening, which has no time limit of its
    /// own.</param>
    /// <exception cref="ArgumentException">TLS is required and there are no options for it, or an
    /// address holds what XML cannot carry.</exception>
    /// <exception cref="XmppException">There is no stream to be had.</exception>
    /// <exception cref="AuthenticationException">There was no handshake, or the server's
    /// certificate is not trusted.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<XmppStream> OpenAsync(
        Stream connection,
        XmppClientOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options is { RequireTls: true, Tls: null })
            throw new ArgumentException(
                "TLS is required, and there are no options for it.",
                nameof(options)
            );
        var plain = new XmppStream(connection);
        var offer = (await GreetAsync(plain, options, cancellationToken)).Element(
            XmppSchema.StartTls + "starttls"
        );
        if (options.Tls is null || offer is null)
        {
            if (
                !options.RequireTls && offer?.Element(XmppSchema.StartTls + "required") is null
            )
                return plain;
            var reason = offer is null
                ? "The server offers no TLS."
                : "The server requires TLS.";
            throw await plain.RefuseAsync(
                new XmppException(XmppError.TlsRequired, reason),
                cancellationToken
            );
        }

        await plain.SendAsync(
            new XElement(XmppSchema.StartTls + "starttls"),
            cancellationToken
        );
        if (
            (await plain.ReadAsync(cancellationToken))?.Name
            != XmppSchema.StartTls + "proceed"
        )
            throw await plain.RefuseAsync(
                new XmppException(
                    XmppError.TlsRefused,
                    "The server refused the TLS that it offered."
                ),
                cancellationToken
            );
        return await XmppStream.RestartAsync(
            connection,
            tls => tls.AuthenticateAsClientAsync(options.Tls, cancellationToken),
            stream => GreetAsync(stream, options, cancellationToken)
        );
    }

    private static async Task<XElement> GreetAsync(
        XmppStream stream,
        XmppClientOptions options,
        CancellationToken cancellationToken
    )
    {
        await stream.OpenAsync(options.From, options.To, null, cancellationToken);
        await stream.ReadHeaderAsync(cancellationToken);
        var features = await stream.ReadAsync(cancellationToken);
        return features?.Name == XmppSchema.Streams + "features"
            ? features
            : throw await stream.RefuseAsync(
                new XmppException(
                    XmppError.NotXmpp,
                    "The server's stream does not begin with its features."
                ),
                cancellationToken
            );
    }
}
