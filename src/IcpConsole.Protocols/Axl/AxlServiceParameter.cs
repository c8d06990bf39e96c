using System.Xml;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// A parameter of a service on a node, as <c>getServiceParameter</c> and
/// <c>listServiceParameter</c> answer it (AXLSoap.xsd 15.0, RServiceParameter).
/// </summary>
/// <param name="Id">Stays the same as long as its node does.</param>
/// <param name="NodeName">The node that it is kept for.</param>
/// <param name="NodeId">That node's id; null when the answer does not say.</param>
/// <param name="Name">Of the parameter.</param>
/// <param name="Service">For example <c>Cisco Intercluster Sync Agent</c>; the schema knows the IM
/// and Presence services from 10.0 on.</param>
/// <param name="Value">As it is now.</param>
/// <param name="ValueType"><see cref="Number"/>, <see cref="Word"/> or another of XParam.</param>
public sealed record AxlServiceParameter(
    Guid Id,
    string NodeName,
    Guid? NodeId,
    string Name,
    string Service,
    string Value,
    string ValueType
)
{
    /// <summary>The type of a whole number (AXLEnums.xsd 15.0, XParam).</summary>
    public const string Number = "long";

    /// <summary>The type of a text.</summary>
    public const string Word = "string";

    internal const string Element = "serviceParameter";

    internal static IReadOnlyList<string> Tags { get; } =
    ["processNodeName", "name", "service", "value", "valueType"];

    internal void Write(XmlWriter writer, AxlRequest request)
    {
        writer.WriteStartElement(Element);
        writer.WriteAttributeString("uuid", AxlSchema.Uuid(Id));
        AxlXml.WriteTag(writer, request, "processNodeName", NodeName, NodeId);
        AxlXml.WriteTag(writer, request, "name", Name);
        AxlXml.WriteTag(writer, request, "service", Service);
        AxlXml.WriteTag(writer, request, "value", Value);
        AxlXml.WriteTag(writer, request, "valueType", ValueType);
        writer.WriteEndElement();
    }

    internal static AxlServiceParameter From(AxlRow row) =>
        new(
            row.Id,
            row["processNodeName"],
            row.IdOf("processNodeName"),
            row["name"],
            row["service"],
            row["value"],
            row["valueType"]
        );
}
