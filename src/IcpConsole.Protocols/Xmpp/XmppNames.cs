using System.Collections.Frozen;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>
/// The names that mean something here. A process keeps every <see cref="XName"/> that it ever made,
/// so none is made of a name that a stranger sends: all others are <see cref="Other"/>.
/// </summary>
internal static class XmppNames
{
    private static readonly string[] s_streamErrors =
    [
        "bad-format",
        "bad-namespace-prefix",
        "conflict",
        "connection-timeout",
        "host-gone",
        "host-unknown",
        "improper-addressing",
        "internal-server-error",
        "invalid-from",
        "invalid-namespace",
        "invalid-xml",
        "not-authorized",
        "not-well-formed",
        "policy-violation",
        "remote-connection-failed",
        "reset",
        "resource-constraint",
        "restricted-xml",
        "see-other-host",
        "system-shutdown",
        "undefined-condition",
        "unsupported-encoding",
        "unsupported-feature",
        "unsupported-stanza-type",
        "unsupported-version",
        "text",
    ];

    private static readonly string[] s_stanzaErrors =
    [
        "item-not-found",
        "jid-malformed",
        "service-unavailable",
        "text",
    ];

    private static readonly FrozenDictionary<
        (string LocalName, string Namespace),
        XName
    > s_elements = new[]
    {
        XmppSchema.Streams + "features",
        XmppSchema.Streams + "error",
        XmppSchema.StartTls + "starttls",
        XmppSchema.StartTls + "required",
        XmppSchema.StartTls + "proceed",
        XmppSchema.StartTls + "failure",
        XmppSchema.Server + "iq",
        XmppSchema.Server + "message",
        XmppSchema.Server + "presence",
        XmppSchema.Server + "error",
        XmppSchema.Ping + "ping",
        XmppNotice.ChangedName,
        XmppNotice.ViewedName,
    }
        .Concat(s_streamErrors.Select(n => XmppSchema.StreamErrors + n))
        .Concat(s_stanzaErrors.Select(n => XmppSchema.StanzaErrors + n))
        .ToFrozenDictionary(n => (n.LocalName, n.NamespaceName));

    private static readonly FrozenDictionary<string, XName> s_attributes = new[]
    {
        "type",
        "id",
        "from",
        "to",
    }.ToFrozenDictionary(n => n, XName.Get);

    /// <summary>Any element that means nothing here.</summary>
    public static XName Other { get; } = "other";

    public static XName Element(string localName, string namespaceUri) =>
        s_elements.GetValueOrDefault((localName, namespaceUri), Other);

    /// <summary>Null for an attribute that means nothing here.</summary>
    public static XName? Attribute(string localName, string prefix) =>
        prefix.Length == 0 ? s_attributes.GetValueOrDefault(localName) : null;
}
