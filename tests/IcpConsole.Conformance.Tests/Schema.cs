using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using IcpConsole.Protocols.Axl;

namespace IcpConsole.Conformance.Tests;

/// <summary>Cisco's schema of AXL 15.0, read from the package.</summary>
internal static class Schema
{
    private static readonly XNamespace s_soap = AxlSchema.SoapEnvelope;
    private static readonly XNamespace s_axl = AxlSchema.Namespace("15.0");

    private static readonly Lazy<XmlSchemaSet> s_schemas = new(() =>
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using var reader = XmlReader.Create(
            Package.Schema,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
            }
        );
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    });

    /// <summary>Validates what an envelope carries.</summary>
    /// <returns>Its local name.</returns>
    /// <exception cref="XmlSchemaValidationException">It is not of the schema.</exception>
    public static string Validate(string soap)
    {
        var part = Part(
            XDocument.Parse(soap).Root!.Element(s_soap + "Body")!.Elements().Single()
        );
        // An element that is not declared would pass.
        if (
            !s_schemas.Value.GlobalElements.Contains(
                new XmlQualifiedName(part.Name.LocalName, part.Name.NamespaceName)
            )
        )
            throw new XmlSchemaValidationException($"{part.Name} is not declared.");
        new XDocument(part).Validate(s_schemas.Value, (_, e) => throw e.Exception);
        return part.Name.LocalName;
    }

    /// <summary>
    /// The operation or its answer; of a fault its axlError, which the real product sends without
    /// the namespace that the schema gives it.
    /// </summary>
    private static XElement Part(XElement element) =>
        element.Name == s_soap + "Fault"
            ? new XElement(
                s_axl + "axlError",
                element.Element("detail")!.Element("axlError")!.Elements()
            )
            : element;
}
