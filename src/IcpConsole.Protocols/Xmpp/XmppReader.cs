using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IcpConsole.Protocols.Xmpp;

/// <summary>Attributes of a stream header.</summary>
internal sealed record XmppHeader(string? From, string? To, string? Id);

/// <summary>
/// Reads one stream from another side that may be anyone. After an exception it reads no more.
/// </summary>
internal sealed class XmppReader : IDisposable
{
    private readonly XmppInput _input;
    private readonly XmlReader _xml;
    private readonly char[] _chunk = new char[256];
    private bool _ended;
    private bool _failed;

    public XmppReader(Stream connection)
    {
        _input = new XmppInput(connection);
        // RFC 6120, section 11.6: UTF-8 and nothing else.
        var utf8 = new UTF8Encoding(
            encoderShouldEmitUTF8Identifier: false,
            throwOnInvalidBytes: true
        );
        var settings = new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            NameTable = new XmppNameTable(),
        };
        _xml = XmlReader.Create(
            _input,
            settings,
            new XmlParserContext(null, null, null, XmlSpace.None, utf8)
        );
    }

    /// <summary>Reads the header, which opens the stream. To be called first, and once.</summary>
    public Task<XmppHeader> ReadHeaderAsync(CancellationToken cancellationToken) =>
        GuardAsync(XmppSchema.MaxHeaderBytes, HeaderAsync, cancellationToken);

    /// <returns>Null once the other side has closed its stream.</returns>
    public Task<XElement?> ReadElementAsync(CancellationToken cancellationToken) =>
        GuardAsync(XmppSchema.MaxStanzaBytes, ElementAsync, cancellationToken);

    public void Dispose() => _xml.Dispose();

    private async Task<T> GuardAsync<T>(
        int bound,
        Func<Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        if (_failed)
            throw new XmppException(XmppError.Closed, "The stream failed before.");
        _failed = true;
        _input.Allow(bound, cancellationToken);
        try
        {
            var result = await read();
            _failed = false;
            return result;
        }
        catch (XmlException e)
        {
            throw _input.Ended
                ? new XmppException(
                    XmppError.Closed,
                    "The connection ended before the stream did.",
                    innerException: e
                )
                : new XmppException(
                    XmppError.Malformed,
                    $"Not XML: line {e.LineNumber}, position {e.LinePosition}.",
                    "not-well-formed",
                    e
                );
        }
    }

    private async Task<XmppHeader> HeaderAsync()
    {
        while (await _xml.ReadAsync() && _xml.NodeType != XmlNodeType.Element)
        {
            if (_xml.NodeType == XmlNodeType.ProcessingInstruction)
                throw XmppInput.Restricted();
            if (
                _xml.GetAttribute("encoding") is { } encoding
                && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            )
                throw new XmppException(
                    XmppError.NotXmpp,
                    "The stream is not in UTF-8.",
                    "unsupported-encoding"
                );
        }

        if (
            _xml.NamespaceURI != XmppSchema.Streams.NamespaceName
            || _xml.LookupNamespace("") != XmppSchema.Server.NamespaceName
        )
            throw new XmppException(
                XmppError.NotXmpp,
                "Not a stream of jabber:server.",
                "invalid-namespace"
            );
        if (_xml.LocalName != "stream")
            throw new XmppException(
                XmppError.NotXmpp,
                "The root element is not a stream.",
                "bad-format"
            );
        if (!IsSupported(_xml.GetAttribute("version")))
            throw new XmppException(
                XmppError.NotXmpp,
                "Not a stream of XMPP 1.0.",
                "unsupported-version"
            );
        _ended = _xml.IsEmptyElement;
        return new XmppHeader(
            _xml.GetAttribute("from"),
            _xml.GetAttribute("to"),
            _xml.GetAttribute("id")
        );
    }

    private async Task<XElement?> ElementAsync()
    {
        while (!_ended && await _xml.ReadAsync())
        {
            if (_xml.NodeType == XmlNodeType.Element)
                return await ReadToEndAsync();
            if (_xml.NodeType == XmlNodeType.EndElement)
                _ended = true;
            else
                await SkipWhitespaceAsync();
        }

        return null;
    }

    // XNode.ReadFrom would read on past the end of the element, which is to wait for the next
    // stanza.
    private async Task<XElement> ReadToEndAsync()
    {
        var (root, empty) = StartElement();
        for (
            var current = empty ? null : root;
            current is not null && await _xml.ReadAsync();

        )
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element when _xml.Depth > XmppSchema.MaxDepth:
                    throw new XmppException(
                        XmppError.TooLarge,
                        $"A stanza nests deeper than {XmppSchema.MaxDepth} elements.",
                        "policy-violation"
                    );
                case XmlNodeType.Element:
                    (var child, empty) = StartElement();
                    current.Add(child);
                    if (!empty)
                        current = child;
                    break;
                case XmlNodeType.EndElement:
                    current = current.Parent;
                    break;
                default:
                    current.Add(await _xml.GetValueAsync());
                    break;
            }
        }

        return root;
    }

    private (XElement Element, bool IsEmpty) StartElement()
    {
        var (element, empty) = (
            new XElement(XmppNames.Element(_xml.LocalName, _xml.NamespaceURI)),
            _xml.IsEmptyElement
        );
        while (_xml.MoveToNextAttribute())
        {
            if (XmppNames.Attribute(_xml.LocalName, _xml.Prefix) is { } name)
                element.Add(new XAttribute(name, _xml.Value));
        }

        return (element, empty);
    }

    // Keepalives of months (RFC 6120, section 4.6.1) are one text to XmlReader: taken in pieces,
    // they fill no bound.
    private async Task SkipWhitespaceAsync()
    {
        for (
            int read;
            (read = await _xml.ReadValueChunkAsync(_chunk, 0, _chunk.Length)) > 0;
            _input.Allow(XmppSchema.MaxStanzaBytes)
        )
        {
            if (_chunk.AsSpan(0, read).ContainsAnyExcept(" \t\r\n"))
                throw new XmppException(
                    XmppError.Malformed,
                    "Text between stanzas.",
                    "bad-format"
                );
        }
    }

    // RFC 6120, section 4.7.5: a higher version is answered with ours, one below 1.0 is none.
    private static bool IsSupported(string? version) =>
        version?.Split('.') is [var major, var minor]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
