using System.Globalization;
using System.Text;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>Reads an AXL request from a client that may be anyone.</summary>
public static class AxlRequestReader
{
    /// <summary>Depth of the operation: below the envelope and its body.</summary>
    private const int OperationDepth = 2;

    /// <summary>Reads one SOAP envelope and the operation in its body.</summary>
    /// <exception cref="AxlException"><see cref="AxlError.Malformed"/>: not XML, not SOAP 1.1, not
    /// AXL, too large or too deep.</exception>
    public static Task<AxlRequest> ReadAsync(
        Stream body,
        CancellationToken cancellationToken
    ) => ReadAsync(body, null, cancellationToken);

    /// <inheritdoc cref="ReadAsync(Stream, CancellationToken)"/>
    /// <param name="body">Is left open.</param>
    /// <param name="charset">As the request's header names it; null for what XML itself says.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<AxlRequest> ReadAsync(
        Stream body,
        Encoding? charset,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var reader = SoapXml.CreateReader(body, charset, AxlSchema.MaxRequestBytes);
            return await ReadEnvelopeAsync(reader, cancellationToken);
        }
        catch (XmlException e)
        {
            throw new AxlException(
                AxlError.Malformed,
                $"Not a SOAP request: line {e.LineNumber}, position {e.LinePosition}.",
                e
            );
        }
        // XmlReader's own, for an XML declaration with bytes that are no characters.
        catch (ArgumentException e)
        {
            throw new AxlException(AxlError.Malformed, "Not a SOAP request: not XML.", e);
        }
    }

    private static async Task<AxlRequest> ReadEnvelopeAsync(
        XmlReader reader,
        CancellationToken cancellationToken
    )
    {
        string? operation = null,
            namespaceUri = null,
            sequence = null;
        var elements = new AxlElements();
        bool inBody = false,
            inOperation = false;
        while (await reader.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Depth > AxlSchema.MaxDepth)
                throw new AxlException(
                    AxlError.Malformed,
                    $"Nested deeper than {AxlSchema.MaxDepth} elements."
                );
            if (reader.NodeType != XmlNodeType.Element)
            {
                if (inOperation && SoapXml.IsText(reader.NodeType))
                    elements.Append(
                        reader.Depth - OperationDepth,
                        await reader.GetValueAsync()
                    );
                continue;
            }

            switch (reader.Depth)
            {
                case 0
                    when reader
                        is not { LocalName: "Envelope", NamespaceURI: AxlSchema.SoapEnvelope }:
                    throw new AxlException(AxlError.Malformed, "Not a SOAP 1.1 envelope.");
                case 1:
                    inBody =
                        reader is { LocalName: "Body", NamespaceURI: AxlSchema.SoapEnvelope };
                    inOperation = false;
                    break;
                case OperationDepth:
                    inOperation = inBody && operation is null;
                    if (inOperation)
                        (operation, namespaceUri, sequence) = (
                            reader.LocalName,
                            reader.NamespaceURI,
                            reader.GetAttribute("sequence")
                        );
                    break;
                case > OperationDepth when inOperation:
                    elements.Begin(
                        reader.Depth - OperationDepth,
                        reader.LocalName,
                        reader.GetAttribute("uuid")
                    );
                    break;
            }
        }

        if (operation is null || namespaceUri is null)
            throw new AxlException(AxlError.Malformed, "The SOAP body is empty.");
        var version = AxlSchema.VersionOf(namespaceUri)
            ?? throw new AxlException(
                AxlError.Malformed,
                $"'{operation}' is not of an AXL namespace."
            );
        // xsd:unsignedLong (AXLSoap.xsd 15.0, APIRequest).
        if (
            sequence is not null
            && !ulong.TryParse(
                sequence.Trim(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out _
            )
        )
            throw new AxlException(AxlError.Malformed, "sequence is not a number.");
        return new AxlRequest(operation, namespaceUri, version, sequence)
        {
            Elements = elements.Read(),
        };
    }
}
