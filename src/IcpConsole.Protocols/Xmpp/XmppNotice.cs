using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// What a router tells whoever holds a link: a headline (RFC 6121, section 5.2.2) with a payload of
/// this project's own (docs/protocol.md). It carries nothing, so that it proves nothing: whoever
/// hears it asks over AXL.
/// </summary>
public static class XmppNotice
{
    private static readonly XNamespace s_sync = "urn:icpconsole:sync";

    internal static XName ChangedName { get; } = s_sync + "changed";

    internal static XName ViewedName { get; } = s_sync + "viewed";

    /// <summary>The cluster's users, nodes, certificates, peers or agents changed.</summary>
    /// <param name="from">Address of this side.</param>
    /// <param name="to">Address of the other side; null where it has not said.</param>
    public static XElement Changed(string from, string? to) => Message(ChangedName, from, to);

    /// <summary>The cluster sees the other side otherwise than before.</summary>
    /// <inheritdoc cref="Changed" path="/param"/>
    public static XElement Viewed(string from, string? to) => Message(ViewedName, from, to);

    public static bool IsChanged(XElement stanza) => Is(stanza, ChangedName);

    public static bool IsViewed(XElement stanza) => Is(stanza, ViewedName);

    private static bool Is(XElement stanza, XName payload) =>
        stanza.Name == XmppSchema.Server + "message" && stanza.Element(payload) is not null;

    private static XElement Message(XName payload, string from, string? to) =>
        new(
            XmppSchema.Server + "message",
            new XAttribute("type", "headline"),
            new XAttribute("from", from),
            to is null ? null : new XAttribute("to", to),
            new XElement(payload)
        );
}
