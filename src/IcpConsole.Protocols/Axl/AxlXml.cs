using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>What AXL's objects have in common on the wire.</summary>
internal static class AxlXml
{
    /// <summary>Writes a child of an object, if the request wants it.</summary>
    public static void WriteTag(
        XmlWriter writer,
        AxlRequest request,
        string name,
        string value,
        Guid? reference = null
    )
    {
        if (!request.Returns(name))
            return;
        writer.WriteStartElement(name);
        if (reference is { } id)
            writer.WriteAttributeString("uuid", AxlSchema.Uuid(id));
        if (value.Length > 0)
            writer.WriteString(SoapXml.Carriable(value));
        writer.WriteEndElement();
    }
}
