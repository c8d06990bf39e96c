using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>XMPP Ping (XEP-0199): whether the other side still answers.</summary>
public static class XmppPing
{
    /// <param name="id">Returned in the answer; unique among the requests that are open.</param>
    /// <param name="from">Address of this side.</param>
    /// <param name="to">Address of the other side.</param>
    public static XElement Request(string id, string from, string to) =>
        new(
            XmppSchema.Server + "iq",
            new XAttribute("type", "get"),
            new XAttribute("id", id),
            new XAttribute("from", from),
            new XAttribute("to", to),
            new XElement(XmppSchema.Ping + "ping")
        );

    public static bool IsRequest(XElement stanza) =>
        XmppStanza.IsRequest(stanza)
        && (string?)stanza.Attribute("type") == "get"
        && stanza.Element(XmppSchema.Ping + "ping") is not null;

    public static XElement Answer(XElement request) => XmppStanza.Answer(request, "result");
}
