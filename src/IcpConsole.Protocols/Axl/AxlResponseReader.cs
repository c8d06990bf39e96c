using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;
using IcpConsole.Protocols.Soap;

namespace IcpConsole.Protocols.Axl;

/// <summary>
/// The client's half: reads answers and faults from a server that may be anyone, as they stream in.
/// </summary>
internal static class AxlResponseReader
{
    /// <summary>As much of a fault's text as is kept and shown.</summary>
    private const int MaxFaultLength = 500;

    /// <summary>
    /// A character takes a byte at least; the limit is the server's, with room for the envelope.
    /// </summary>
    private const long MaxCharacters = AxlSchema.MaxResponseBytes + 64 * 1024;

    /// <summary>
    /// Yields the elements named <paramref name="element"/> directly below <c>return</c>, each as a
    /// row of its children.
    /// </summary>
    public static async IAsyncEnumerable<AxlRow> ReadRowsAsync(
        Stream body,
        string element,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = Open(body);
        // Envelope 0, Body 1, operation 2, return 3, row 4, column 5.
        while (await reader.NextAsync(cancellationToken))
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (
                reader.Depth == 0
                && reader
                    is not { LocalName: "Envelope", NamespaceUri: AxlSchema.SoapEnvelope }
            )
                throw new AxlException(
                    AxlError.Malformed,
                    "The answer is not a SOAP 1.1 envelope."
                );
            if (reader.Depth == 4 && reader.LocalName == element)
                yield return await ReadRowAsync(reader, cancellationToken);
        }
    }

    /// <summary>Reads the text of <c>return</c>, where an answer holds nothing else.</summary>
    public static async Task<string> ReadReturnAsync(
        Stream body,
        CancellationToken cancellationToken
    )
    {
        using var reader = Open(body);
        while (await reader.NextAsync(cancellationToken))
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 3, LocalName: "return" })
                return await reader.ReadTextAsync(cancellationToken);
        }

        throw new AxlException(AxlError.Malformed, "The answer returns nothing.");
    }

    /// <summary>Reads a SOAP fault into the exception that stands for it.</summary>
    public static async Task<AxlException> ReadFaultAsync(
        Stream body,
        CancellationToken cancellationToken
    )
    {
        using var reader = Open(body);
        string? text = null,
            code = null;
        while ((text is null || code is null) && await reader.NextAsync(cancellationToken))
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "faultstring")
                text ??= await reader.ReadTextAsync(cancellationToken);
            else if (reader.LocalName == "axlcode")
                code ??= await reader.ReadTextAsync(cancellationToken);
        }

        if (text is null)
            return new AxlException(AxlError.Malformed, "HTTP 500 without a SOAP fault.");
        var error =
            text.StartsWith(AxlResponses.TooLargeText, StringComparison.Ordinal)
                ? AxlError.TooLarge
            : text.StartsWith(AxlResponses.OutOfMemoryText, StringComparison.Ordinal)
                ? AxlError.Throttled
            : AxlError.Fault;
        return new AxlException(
            error,
            text.Length <= MaxFaultLength ? text : text[..MaxFaultLength]
        )
        {
            Code = int.TryParse(
                code,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null,
        };
    }

    private static SoapReader Open(Stream body) =>
        new(body, MaxCharacters, AxlSchema.MaxDepth, "answer", static (message, inner) =>
            new AxlException(AxlError.Malformed, message, inner)
        );

    private static async Task<AxlRow> ReadRowAsync(
        SoapReader reader,
        CancellationToken cancellationToken
    )
    {
        var row = new AxlRow();
        KeepUuid(row, "", reader);
        if (reader.IsEmptyElement)
            return row;
        var depth = reader.Depth;
        while (await reader.NextAsync(cancellationToken) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            var name = reader.LocalName;
            KeepUuid(row, name, reader);
            row.Add(name, await reader.ReadTextAsync(cancellationToken));
        }

        return row;
    }

    private static void KeepUuid(AxlRow row, string name, SoapReader reader)
    {
        if (reader.Attribute("uuid") is { } uuid)
            row.AddUuid(name, uuid);
    }
}
