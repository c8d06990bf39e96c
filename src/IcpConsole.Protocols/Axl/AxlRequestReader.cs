using System.Xml;

namespace IcpConsole.Protocols.Axl;

/// <summary>Reads an AXL request from a client that may be anyone.</summary>
public static class AxlRequestReader
{
    /// <summary>Reads one SOAP envelope and the operation in its body.</summary>
    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: not XML, not SOAP 1.1, not AXL, too large or too deep.</exception>
    public static async Task<AxlRequest> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = XmlReader.Create(body, AxlXml.ReaderSettings(AxlSchema.MaxRequestBytes));
            return await ReadEnvelopeAsync(reader, cancellationToken);
        }
        catch (XmlException e)
        {
            throw new AxlException(AxlError.Malformed, $"Not a SOAP request: line {e.LineNumber}, position {e.LinePosition}.", e);
        }
        // XmlReader's own, for an XML declaration with bytes that are no characters.
        catch (ArgumentException e)
        {
            throw new AxlException(AxlError.Malformed, "Not a SOAP request: not XML.", e);
        }
    }

    private static async Task<AxlRequest> ReadEnvelopeAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        string? operation = null, namespaceUri = null, sequence = null, sql = null;
        var inBody = false;
        while (await reader.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Depth > AxlSchema.MaxDepth) throw new AxlException(AxlError.Malformed, $"Nested deeper than {AxlSchema.MaxDepth} elements.");
            if (reader.NodeType != XmlNodeType.Element) continue;
            switch (reader.Depth)
            {
                case 0 when reader is not { LocalName: "Envelope", NamespaceURI: AxlSchema.SoapEnvelope }:
                    throw new AxlException(AxlError.Malformed, "Not a SOAP 1.1 envelope.");
                case 1:
                    inBody = reader is { LocalName: "Body", NamespaceURI: AxlSchema.SoapEnvelope };
                    break;
                case 2 when inBody && operation is null:
                    (operation, namespaceUri, sequence) = (reader.LocalName, reader.NamespaceURI, reader.GetAttribute("sequence"));
                    break;
                case 3 when inBody && sql is null && reader.LocalName == "sql":
                    sql = await ReadTextAsync(reader, cancellationToken);
                    break;
            }
        }

        if (operation is null || namespaceUri is null) throw new AxlException(AxlError.Malformed, "The SOAP body is empty.");
        var version = AxlSchema.VersionOf(namespaceUri) ?? throw new AxlException(AxlError.Malformed, $"'{operation}' is not of an AXL namespace.");
        return new AxlRequest(operation, namespaceUri, version, sequence, sql);
    }

    // Leaves the reader on the end of the element, so that the caller's next read moves on to what follows it.
    private static async Task<string> ReadTextAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        if (reader.IsEmptyElement) return "";
        var text = new System.Text.StringBuilder();
        while (await reader.ReadAsync() && reader.NodeType != XmlNodeType.EndElement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element) throw new AxlException(AxlError.Malformed, "The sql element holds text alone.");
            if (reader.NodeType is not (XmlNodeType.Comment or XmlNodeType.ProcessingInstruction)) text.Append(await reader.GetValueAsync());
        }

        return text.ToString();
    }
}
