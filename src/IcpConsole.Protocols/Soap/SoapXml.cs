using System.Text;
using System.Xml;

namespace IcpConsole.Protocols.Soap;

/// <summary>
/// Names of SOAP 1.1, and reader and writer settings for its XML: no DTD, no entities beyond the
/// built-in five, bounded.
/// </summary>
internal static class SoapXml
{
    public const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>Of attributes such as <c>xsi:nil</c> (XML Schema, part 1, section 2.6).</summary>
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public const string ContentType = "text/xml; charset=utf-8";

    public static XmlReaderSettings ReaderSettings(long maxCharacters) =>
        new()
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = maxCharacters,
            // Comments and processing instructions are passed over by those who read: XmlReader
            // skips them by calling itself, so that a long row of them ends the process.
            CloseInput = false,
        };

    /// <param name="body">Is left open.</param>
    /// <param name="charset">As the request's header names it; null for what XML itself says.</param>
    /// <param name="maxCharacters">Of the whole document.</param>
    public static XmlReader CreateReader(Stream body, Encoding? charset, long maxCharacters) =>
        charset is null
            ? XmlReader.Create(body, ReaderSettings(maxCharacters))
            : XmlReader.Create(
                new StreamReader(body, charset, leaveOpen: true),
                ReaderSettings(maxCharacters)
            );

    /// <summary>
    /// A carriage return goes out as a reference, since readers turn a bare one into a line feed
    /// (XML 1.0, section 2.11).
    /// </summary>
    public static XmlWriterSettings WriterSettings { get; } =
        new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            CloseOutput = false,
            NewLineHandling = NewLineHandling.Entitize,
        };

    /// <summary>Whether a node is part of its element's text.</summary>
    public static bool IsText(XmlNodeType type) =>
        type
            is XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.Whitespace
                or XmlNodeType.SignificantWhitespace;

    /// <summary>
    /// Replaces what XML 1.0 cannot carry (section 2.2: most control characters, lone surrogates)
    /// by U+FFFD.
    /// </summary>
    public static string Carriable(string value)
    {
        var index = FirstUncarriable(value, 0);
        if (index < 0)
            return value;
        var clean = new StringBuilder(value);
        for (; index >= 0; index = FirstUncarriable(value, index + 1))
            clean[index] = '\uFFFD';
        return clean.ToString();
    }

    private static int FirstUncarriable(string value, int start)
    {
        for (var i = start; i < value.Length; i++)
        {
            if (XmlConvert.IsXmlChar(value[i]))
                continue;
            if (i + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[i + 1], value[i]))
                i++;
            else
                return i;
        }

        return -1;
    }
}
