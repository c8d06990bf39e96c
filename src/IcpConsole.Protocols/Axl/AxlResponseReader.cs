using System.Globalization;
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

    /// <summary>Reads the text of <c>return</c>, where an answer holds nothing else.</summary>
    public static async Task<string> ReadReturnAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(body, AxlXml.ReaderSettings(MaxCharacters));
        while (await NextAsync(reader, cancellationToken))
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 3, LocalName: "return" }) return await ReadTextAsync(reader, cancellationToken);
        }

        throw new AxlException(AxlError.Malformed, "The answer returns nothing.");
    }

    /// <summary>Reads a SOAP fault into the exception that stands for it.</summary>
    public static async Task<AxlException> ReadFaultAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(body, AxlXml.ReaderSettings(MaxCharacters));
        string? text = null, code = null;
        while ((text is null || code is null) && await NextAsync(reader, cancellationToken))
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "faultstring") text ??= await ReadTextAsync(reader, cancellationToken);
            else if (reader.LocalName == "axlcode") code ??= await ReadTextAsync(reader, cancellationToken);
        }

        if (text is null) return new AxlException(AxlError.Malformed, "HTTP 500 without a SOAP fault.");
        var error = text.StartsWith(AxlResponses.TooLargeText, StringComparison.Ordinal) ? AxlError.TooLarge
            : text.StartsWith(AxlResponses.OutOfMemoryText, StringComparison.Ordinal) ? AxlError.Throttled
            : AxlError.Fault;
        return new AxlException(error, text.Length <= MaxFaultLength ? text : text[..MaxFaultLength])
        {
            Code = int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
    }

    private static async Task<AxlRow> ReadRowAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        var row = new AxlRow();
        KeepUuid(row, "", reader);
        if (reader.IsEmptyElement) return row;
        var depth = reader.Depth;
        while (await NextAsync(reader, cancellationToken) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            var name = reader.LocalName;
            KeepUuid(row, name, reader);
            row.Add(name, await ReadTextAsync(reader, cancellationToken));
        }

        return row;
    }

    private static void KeepUuid(AxlRow row, string name, XmlReader reader)
    {
        if (reader.HasAttributes && reader.GetAttribute("uuid") is { } uuid) row.AddUuid(name, uuid);
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
            if (!AxlXml.IsText(reader.NodeType)) continue;
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
