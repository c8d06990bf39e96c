using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>Bytes of a stream: its header, its end, and what stands between them.</summary>
internal static class XmppWriter
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
        NamespaceHandling = NamespaceHandling.OmitDuplicates,
    };

    public static byte[] End { get; } = "</stream:stream>"u8.ToArray();

    public static byte[] Header(string? from, string? to, string? id)
    {
        var buffer = new MemoryStream();
        buffer.Write("<?xml version='1.0'?>"u8);
        using var writer = XmlWriter.Create(buffer, s_settings);
        Open(writer, ("from", from), ("to", to), ("id", id), ("version", "1.0"));
        return buffer.ToArray();
    }

    /// <summary>
    /// Written as the child of the stream that it is, so that the namespaces of the header are not
    /// declared again.
    /// </summary>
    public static byte[] Element(XElement element)
    {
        if (element.DescendantNodes().Any(n => n is XComment or XProcessingInstruction))
            throw new ArgumentException(
                "XMPP carries neither comments nor processing instructions (RFC 6120, section 11.1).",
                nameof(element)
            );
        var buffer = new MemoryStream();
        using var writer = XmlWriter.Create(buffer, s_settings);
        Open(writer);
        var start = (int)buffer.Length;
        element.WriteTo(writer);
        writer.Flush();
        return buffer.Length - start <= XmppSchema.MaxStanzaBytes
            ? buffer.ToArray()[start..]
            : throw new ArgumentException(
                $"The stanza is larger than {XmppSchema.MaxStanzaBytes} bytes.",
                nameof(element)
            );
    }

    private static void Open(
        XmlWriter writer,
        params ReadOnlySpan<(string Name, string? Value)> attributes
    )
    {
        writer.WriteStartElement("stream", "stream", XmppSchema.Streams.NamespaceName);
        writer.WriteAttributeString("xmlns", XmppSchema.Server.NamespaceName);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
                writer.WriteAttributeString(name, value);
        }

        writer.WriteString("");
        writer.Flush();
    }
}
