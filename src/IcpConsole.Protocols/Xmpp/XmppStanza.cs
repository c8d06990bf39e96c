using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>Answers to stanzas (RFC 6120, section 8).</summary>
public static class XmppStanza
{
    /// <summary>
    /// Whether this is an IQ of type get or set, which must be answered; any other stanza must not
    /// be.
    /// </summary>
    public static bool IsRequest(XElement stanza) =>
        stanza.Name == XmppSchema.Server + "iq"
        && (string?)stanza.Attribute("type") is "get" or "set";

    /// <summary>
    /// The answer to a request that nobody here serves (RFC 6120, section 8.3.3.19).
    /// </summary>
    public static XElement ServiceUnavailable(XElement iq) =>
        Answer(
            iq,
            "error",
            new XElement(
                XmppSchema.Server + "error",
                new XAttribute("type", "cancel"),
                new XElement(XmppSchema.StanzaErrors + "service-unavailable")
            )
        );

    /// <summary>The stanza that goes back to the sender of this one, with its id.</summary>
    internal static XElement Answer(XElement stanza, string type, XElement? content = null) =>
        new(
            stanza.Name,
            new XAttribute("type", type),
            Copy(stanza, "id", "id"),
            Copy(stanza, "to", "from"),
            Copy(stanza, "from", "to"),
            content
        );

    private static XAttribute? Copy(XElement stanza, string from, string to) =>
        stanza.Attribute(from) is { Value: var value } ? new XAttribute(to, value) : null;
}
