using System.Xml;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// A node, as <c>listProcessNode</c> answers it (AXLSoap.xsd 15.0, LProcessNode).
/// </summary>
/// <param name="Id">Its <c>pkid</c>.</param>
/// <param name="Name">The name that defines it.</param>
/// <param name="Description">Often empty.</param>
/// <param name="NodeUsage"><see cref="Publisher"/> or <see cref="Subscriber"/>.</param>
/// <param name="Role"><see cref="ImAndPresence"/>, or that of a Unified CM node.</param>
public sealed record AxlProcessNode(
    Guid Id,
    string Name,
    string Description,
    string NodeUsage,
    string Role
)
{
    public const string Publisher = "Publisher";
    public const string Subscriber = "Subscriber";

    /// <summary>
    /// The role of an IM and Presence node (AXLEnums.xsd 15.0, XProcessNodeRole).
    /// </summary>
    public const string ImAndPresence = "CUCM IM and Presence";

    internal const string Element = "processNode";

    internal static IReadOnlyList<string> Tags { get; } =
    ["name", "description", "nodeUsage", "processNodeRole"];

    /// <summary>
    /// In the schema's order. The mac element, which cannot be empty, is left out; the others that
    /// are not kept here are empty.
    /// </summary>
    internal void Write(XmlWriter writer, AxlRequest request)
    {
        writer.WriteStartElement(Element);
        writer.WriteAttributeString("uuid", AxlSchema.Uuid(Id));
        AxlXml.WriteTag(writer, request, "name", Name);
        AxlXml.WriteTag(writer, request, "description", Description);
        AxlXml.WriteTag(writer, request, "ipv6Name", "");
        AxlXml.WriteTag(writer, request, "nodeUsage", NodeUsage);
        AxlXml.WriteTag(writer, request, "lbmHubGroup", "");
        AxlXml.WriteTag(writer, request, "processNodeRole", Role);
        writer.WriteEndElement();
    }

    internal static AxlProcessNode From(AxlRow row) =>
        new(row.Id, row["name"], row["description"], row["nodeUsage"], row["processNodeRole"]);
}
