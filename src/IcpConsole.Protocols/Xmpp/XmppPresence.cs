using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>Presence probes between servers (RFC 6121, section 4.3).</summary>
public static class XmppPresence
{
    /// <param name="id">Returned in the answer; unique among the requests that are open.</param>
    /// <param name="from">The user who asks.</param>
    /// <param name="to">The user who is asked for.</param>
    public static XElement Probe(string id, string from, string to) =>
        new(
            XmppSchema.Server + "presence",
            new XAttribute("type", "probe"),
            new XAttribute("id", id),
            new XAttribute("from", from),
            new XAttribute("to", to)
        );

    public static bool IsProbe(XElement stanza) =>
        stanza.Name == XmppSchema.Server + "presence"
        && (string?)stanza.Attribute("type") == "probe";

    /// <summary>
    /// The user is served here, and has no client online (section 4.3.2, rule 3).
    /// </summary>
    public static XElement Unavailable(XElement probe) =>
        XmppStanza.Answer(probe, "unavailable");

    /// <summary>
    /// Whether the answer is the presence of a user who is served there; an error, or
    /// <c>unsubscribed</c>, is of one who is not (section 4.3.2).
    /// </summary>
    public static bool IsServed(XElement answer) =>
        answer.Name == XmppSchema.Server + "presence"
        && (string?)answer.Attribute("type") is null or "unavailable";

    /// <summary>What it is sent to is no address (RFC 6120, section 8.3.3.8).</summary>
    public static XElement Malformed(XElement probe) =>
        Error(probe, "modify", "jid-malformed");

    /// <summary>Nobody of that address is served here (RFC 6120, section 8.3.3.7).</summary>
    public static XElement NotFound(XElement probe) =>
        Error(probe, "cancel", "item-not-found");

    private static XElement Error(XElement probe, string type, string condition) =>
        XmppStanza.Answer(
            probe,
            "error",
            new XElement(
                XmppSchema.Server + "error",
                new XAttribute("type", type),
                new XElement(XmppSchema.StanzaErrors + condition)
            )
        );
}
