using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// Tells a router that holds a link that the cluster's users, nodes or services changed: a headline
/// (RFC 6121, section 5.2.2) with a payload of this project's own (docs/protocol.md). It carries
/// nothing, so that it proves nothing: whoever hears it asks over AXL.
/// </summary>
public static class XmppNotice
{
    internal static XName Changed { get; } = XNamespace.Get("urn:icpconsole:sync") + "changed";

    /// <param name="from">Address of this side.</param>
    /// <param name="to">Address of the other side; null where it has not said.</param>
    public static XElement Message(string from, string? to) =>
        new(
            XmppSchema.Server + "message",
            new XAttribute("type", "headline"),
            new XAttribute("from", from),
            to is null ? null : new XAttribute("to", to),
            new XElement(Changed)
        );

    public static bool Is(XElement stanza) =>
        stanza.Name == XmppSchema.Server + "message" && stanza.Element(Changed) is not null;
}
