using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// Names and limits of server-to-server XMPP (RFC 6120) between the routers of IM and Presence
/// nodes.
/// </summary>
public static class XmppSchema
{
    /// <summary>
    /// TCP port of the router on an IM and Presence node: "XCP Router Master Accept Port" (Cisco,
    /// <em>Port Usage Information</em>).
    /// </summary>
    public const int Port = 7400;

    /// <summary>Largest stream header that is read, in bytes.</summary>
    public const int MaxHeaderBytes = 4 * 1024;

    /// <summary>
    /// Largest stanza that is sent or read, in bytes (RFC 6120, section 13.12, asks for 10 000 at
    /// least).
    /// </summary>
    public const int MaxStanzaBytes = 64 * 1024;

    /// <summary>Deepest nesting of a stanza that is read, the stanza itself counted.</summary>
    public const int MaxDepth = 16;

    /// <summary>
    /// Most characters that the different names and namespaces of one stream may have together,
    /// each counted with 32 for its keep. That is room for some 700; a stream of presence needs a
    /// few dozen.
    /// </summary>
    public const int MaxNameCharacters = 32 * 1024;

    /// <summary>
    /// Stream error: the server knows nobody of the name that the stream is opened in (RFC 6120,
    /// section 4.9.3.9).
    /// </summary>
    public const string InvalidFrom = "invalid-from";

    /// <summary>
    /// Stream error: whoever opened the stream is not shown to be who it says it is (RFC 6120,
    /// section 4.9.3.12).
    /// </summary>
    public const string NotAuthorized = "not-authorized";

    /// <summary>
    /// Stream error: the server knows the name, and not at the address that the stream comes from
    /// (RFC 6120, section 4.9.3.14).
    /// </summary>
    public const string PolicyViolation = "policy-violation";

    /// <summary>
    /// Content namespace: that of stanzas, and the default namespace of the stream.
    /// </summary>
    public static XNamespace Server { get; } = "jabber:server";

    /// <summary>Of the stream itself, its features and its errors.</summary>
    public static XNamespace Streams { get; } = "http://etherx.jabber.org/streams";

    public static XNamespace StartTls { get; } = "urn:ietf:params:xml:ns:xmpp-tls";

    public static XNamespace StreamErrors { get; } = "urn:ietf:params:xml:ns:xmpp-streams";

    public static XNamespace StanzaErrors { get; } = "urn:ietf:params:xml:ns:xmpp-stanzas";

    public static XNamespace Ping { get; } = "urn:xmpp:ping";
}
