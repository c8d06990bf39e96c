using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace IcpConsole.Protocols.Soap;

/// <summary>
/// Reads a message from a side that may be anyone, bounded in size and depth, as it streams in.
/// </summary>
/// <param name="body">Is left open.</param>
/// <param name="maxCharacters">Most characters of the whole message; one takes a byte at
/// least.</param>
/// <param name="maxDepth">Deepest element nesting; the envelope is 0.</param>
/// <param name="what">The message in the words of errors: "answer" or "request".</param>
/// <param name="malformed">Makes the exception for what is not the XML it should be.</param>
/// <param name="charset">As the message's header names it; null for what XML itself says.</param>
internal sealed class SoapReader(
    Stream body,
    long maxCharacters,
    int maxDepth,
    string what,
    Func<string, Exception?, Exception> malformed,
    Encoding? charset = null
) : IDisposable
{
    private readonly XmlReader _xml = SoapXml.CreateReader(body, charset, maxCharacters);

    public XmlNodeType NodeType => _xml.NodeType;

    public string LocalName => _xml.LocalName;

    public string NamespaceUri => _xml.NamespaceURI;

    public int Depth => _xml.Depth;

    public bool IsEmptyElement => _xml.IsEmptyElement;

    public void Dispose() => _xml.Dispose();

    /// <summary>
    /// An attribute without namespace of the present element; null when it has none of the name.
    /// </summary>
    public string? Attribute(string name) =>
        _xml.HasAttributes ? _xml.GetAttribute(name) : null;

    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!await GuardAsync(_xml.ReadAsync, cancellationToken))
            return false;
        if (_xml.Depth > maxDepth)
            throw malformed($"The {what} nests deeper than {maxDepth} elements.", null);
        return true;
    }

    /// <summary>Moves to the first element in the body.</summary>
    /// <returns>False when the body is empty, or there is none.</returns>
    public async ValueTask<bool> ToBodyAsync(CancellationToken cancellationToken)
    {
        var inBody = false;
        while (await NextAsync(cancellationToken))
        {
            if (NodeType != XmlNodeType.Element)
                continue;
            if (Depth == 0 && (LocalName, NamespaceUri) != ("Envelope", SoapXml.Envelope))
                throw malformed($"The {what} is not a SOAP 1.1 envelope.", null);
            if (Depth == 1)
                inBody = (LocalName, NamespaceUri) == ("Body", SoapXml.Envelope);
            if (Depth == 2 && inBody)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Stands in turn on each element directly below the present one, and at last on the end of
    /// that. Whoever does not read an element's own content passes over it.
    /// </summary>
    /// <param name="text">Takes the text between them; null passes over it.</param>
    /// <returns>Their local names.</returns>
    public async IAsyncEnumerable<string> ChildrenAsync(
        StringBuilder? text,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (IsEmptyElement)
            yield break;
        var depth = Depth;
        while (await NextAsync(cancellationToken) && Depth > depth)
        {
            if (Depth != depth + 1)
                continue;
            if (NodeType == XmlNodeType.Element)
                yield return LocalName;
            else if (text is not null && SoapXml.IsText(NodeType))
                text.Append(await GuardAsync(_xml.GetValueAsync, cancellationToken));
        }
    }

    /// <summary>
    /// The text of an element, that of elements in it included. Leaves the reader on its end, as on
    /// the element itself when it is empty.
    /// </summary>
    public async ValueTask<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        if (IsEmptyElement)
            return "";
        var depth = Depth;
        string? first = null;
        StringBuilder? more = null;
        while (await NextAsync(cancellationToken) && Depth > depth)
        {
            if (!SoapXml.IsText(NodeType))
                continue;
            var value = await GuardAsync(_xml.GetValueAsync, cancellationToken);
            if (first is null)
                first = value;
            else
                (more ??= new StringBuilder(first)).Append(value);
        }

        return more?.ToString() ?? first ?? "";
    }

    private async ValueTask<T> GuardAsync<T>(
        Func<Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await read();
        }
        catch (XmlException e)
        {
            throw malformed(
                $"The {what} is not the XML it should be: line {e.LineNumber}, position {e.LinePosition}.",
                e
            );
        }
        // XmlReader's own, for an XML declaration with bytes that are no characters.
        catch (ArgumentException e)
        {
            throw malformed($"The {what} is not the XML it should be.", e);
        }
        // A connection may break in its own way when it is given up.
        catch (Exception e)
            when (e is IOException or ObjectDisposedException or HttpRequestException
                && cancellationToken.IsCancellationRequested
            )
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
