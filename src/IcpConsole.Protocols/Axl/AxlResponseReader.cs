using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace IcpConsole.Protocols.Axl;

/// <summary>The client's half: reads answers and faults from a server that may be anyone, as they stream in.</summary>
internal static class AxlResponseReader
{
    /// <summary>As much of a fault's text as is kept and shown.</summary>
    private const int MaxFaultLength = 500;

    /// <summary>A character takes a byte at least; the limit is the server's, with room for the envelope.</summary>
    private const long MaxCharacters = AxlSchema.MaxResponseBytes + 64 * 1024;

    /// <summary>Yields the elements named <paramref name="element"/> directly below <c>return</c>, each as a row of its children.</summary>
    public static async IAsyncEnumerable<AxlRow> ReadRowsAsync(Stream body, string element, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(body, AxlXml.ReaderSettings(MaxCharacters));
        // Envelope 0, Body 1, operation 2, return 3, row 4, column 5.
        while (await NextAsync(reader, cancellationToken))
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.Depth == 0 && reader is not { LocalName: "Envelope", NamespaceURI: AxlSchema.SoapEnvelope })
                throw new AxlException(AxlError.Malformed, "The answer is not a SOAP 1.1 envelope.");
            if (reader.Depth == 4 && reader.LocalName == element) yield return await ReadRowAsync(reader, cancellationToken);
        }
    }

    /// <summary>Reads a SOAP fault into the exception that stands for it.</summary>
    public static async Task<AxlException> ReadFaultAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(body, AxlXml.ReaderSettings(MaxCharacters));
        while (await NextAsync(reader, cancellationToken))
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "faultstring" }) continue;
            var text = await ReadTextAsync(reader, cancellationToken);
            var error = text.StartsWith(AxlResponses.TooLargeText, StringComparison.Ordinal) ? AxlError.TooLarge
                : text.StartsWith(AxlResponses.OutOfMemoryText, StringComparison.Ordinal) ? AxlError.Throttled
                : AxlError.Fault;
            return new AxlException(error, text.Length <= MaxFaultLength ? text : text[..MaxFaultLength]);
        }

        return new AxlException(AxlError.Malformed, "HTTP 500 without a SOAP fault.");
    }

    private static async Task<AxlRow> ReadRowAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        var row = new AxlRow();
        if (reader.IsEmptyElement) return row;
        var depth = reader.Depth;
        while (await NextAsync(reader, cancellationToken) && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element) row.Add(reader.LocalName, await ReadTextAsync(reader, cancellationToken));
        }

        return row;
    }

    // Leaves the reader on the end of the element, as on the element itself when it is empty.
    private static async Task<string> ReadTextAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        if (reader.IsEmptyElement) return "";
        var depth = reader.Depth;
        string? first = null;
        StringBuilder? more = null;
        while (await NextAsync(reader, cancellationToken) && reader.Depth > depth)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)) continue;
            var value = await GuardAsync(reader.GetValueAsync, cancellationToken);
            if (first is null) first = value;
            else (more ??= new StringBuilder(first)).Append(value);
        }

        return more?.ToString() ?? first ?? "";
    }

    private static async ValueTask<bool> NextAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        if (!await GuardAsync(reader.ReadAsync, cancellationToken)) return false;
        if (reader.Depth > AxlSchema.MaxDepth) throw new AxlException(AxlError.Malformed, $"The answer nests deeper than {AxlSchema.MaxDepth} elements.");
        return true;
    }

    private static async ValueTask<T> GuardAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await read();
        }
        catch (XmlException e)
        {
            throw new AxlException(AxlError.Malformed, $"The answer is not the XML it should be: line {e.LineNumber}, position {e.LinePosition}.", e);
        }
        // XmlReader's own, for an XML declaration with bytes that are no characters.
        catch (ArgumentException e)
        {
            throw new AxlException(AxlError.Malformed, "The answer is not the XML it should be.", e);
        }
        // The client closes the connection on cancellation, since XmlReader reads on without a token.
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
