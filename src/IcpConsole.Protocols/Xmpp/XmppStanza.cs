using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>Answers to IQ stanzas (RFC 6120, section 8.2.3).</summary>
public static class XmppStanza
{
    /// <summary>Whether this is an IQ of type get or set, which must be answered; any other stanza must not be.</summary>
    public static bool IsRequest(XElement stanza) => stanza.Name == XmppSchema.Server + "iq" && (string?)stanza.Attribute("type") is "get" or "set";

    /// <summary>The answer to a request that nobody here serves (RFC 6120, section 8.3.3.19).</summary>
    public static XElement ServiceUnavailable(XElement iq) => Answer(iq, "error", new XElement(
        XmppSchema.Server + "error", new XAttribute("type", "cancel"), new XElement(XmppSchema.StanzaErrors + "service-unavailable")));

    internal static XElement Answer(XElement iq, string type, XElement? content = null) => new(
        XmppSchema.Server + "iq", new XAttribute("type", type), Copy(iq, "id", "id"), Copy(iq, "to", "from"), Copy(iq, "from", "to"), content);

    private static XAttribute? Copy(XElement iq, string from, string to) => iq.Attribute(from) is { Value: var value } ? new XAttribute(to, value) : null;
}
