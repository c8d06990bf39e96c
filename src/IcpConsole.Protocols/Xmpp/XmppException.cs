namespace IcpConsole.Protocols.Xmpp;

/// <summary>How an XMPP stream can fail once bytes flow.</summary>
public enum XmppError
{
    /// <summary>
    /// Not well-formed XML, or XML that XMPP restricts: comments, processing instructions, DTDs,
    /// entities (RFC 6120, section 11.1).
    /// </summary>
    Malformed,

    /// <summary>A header, a stanza, its nesting or the stream's names exceed a bound.</summary>
    TooLarge,

    /// <summary>XML, but no stream of servers in XMPP 1.0.</summary>
    NotXmpp,

    /// <summary>One side requires TLS, and the other does not do it.</summary>
    TlsRequired,

    /// <summary>The server offered STARTTLS and then refused it.</summary>
    TlsRefused,

    /// <summary>The other side is not who it says it is, or cannot show it.</summary>
    NotAuthorized,

    /// <summary>
    /// The other side ended the stream with an error; <see cref="XmppException.Condition"/> says
    /// which.
    /// </summary>
    StreamError,

    /// <summary>The stream is closed, or the connection ended before the stream did.</summary>
    Closed,
}

/// <summary>An XMPP stream that came to no good.</summary>
public sealed class XmppException : Exception
{
    public XmppException(
        XmppError error,
        string message,
        string? condition = null,
        Exception? innerException = null
    )
        : base(message, innerException) => (Error, Condition) = (error, condition);

    public XmppError Error { get; }

    /// <summary>
    /// Stream error that was sent, or came (RFC 6120, section 4.9.3), for example
    /// <c>not-well-formed</c>; null when there was none.
    /// </summary>
    public string? Condition { get; }
}
