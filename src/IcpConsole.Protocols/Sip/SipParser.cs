using System.Globalization;
using System.Text;

namespace IcpConsole.Protocols.Sip;

/// <summary>Reads messages from another side that may be anyone.</summary>
internal static class SipParser
{
    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    public static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    public static SipMessage ParseDatagram(ReadOnlySpan<byte> datagram)
    {
        // RFC 3261, section 7.5: empty lines before the start line are ignored.
        while (datagram.StartsWith("\r\n"u8))
            datagram = datagram[2..];
        var end = datagram.IndexOf(HeadEnd);
        if (end < 0)
            throw new SipException(SipError.Malformed, "The headers do not end.");
        var (head, contentLength) = ParseHead(datagram[..end]);
        var body = datagram[(end + HeadEnd.Length)..];
        return (contentLength ?? body.Length) switch
        {
            > SipMessage.MaxBodyBytes => throw TooLargeBody(head),
            var length when length > body.Length => throw new SipException(
                SipError.Malformed,
                "The body is shorter than its Content-Length."
            )
            {
                Head = head,
            },
            var length => WithBody(head, body[..length].ToArray()),
        };
    }

    /// <param name="bytes">Start line and headers, without the empty line that ends them.</param>
    /// <returns>The message without its body, and the length of that if it is given.</returns>
    public static (SipMessage Head, int? ContentLength) ParseHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length + HeadEnd.Length > SipMessage.MaxHeadBytes)
            throw TooLargeHead();
        var lines = Text(bytes).Split("\r\n");
        if (!lines.All(line => SipHeaders.IsText(line)))
            throw new SipException(SipError.Malformed, "A line has control characters.");
        var fields = ParseFields(lines.AsSpan(1));
        var head = ParseStartLine(
            lines[0],
            [.. fields.Where(f => !SipHeaders.IsContentLength(f.Name))]
        );
        return fields.Where(f => SipHeaders.IsContentLength(f.Name)).ToArray() switch
        {
            [] => (head, null),
            [var length] => (head, ParseLength(length.Value, head)),
            _ => throw new SipException(SipError.Malformed, "More than one Content-Length.")
            {
                Head = head,
            },
        };
    }

    public static SipMessage WithBody(SipMessage head, ReadOnlyMemory<byte> body) =>
        new(head.Version, head.Method, head.Uri, head.Status, head.Reason, head.Headers, body);

    public static SipException TooLargeHead() =>
        new(
            SipError.TooLarge,
            $"The headers are larger than {SipMessage.MaxHeadBytes} bytes."
        );

    public static SipException TooLargeBody(SipMessage head) =>
        new(SipError.TooLarge, $"The body is larger than {SipMessage.MaxBodyBytes} bytes.")
        {
            Head = head,
        };

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new SipException(SipError.Malformed, "The headers are not UTF-8.", e);
        }
    }

    private static SipMessage ParseStartLine(string line, SipHeader[] headers) =>
        line.Split(' ', 3) switch
        {
            [var version, { Length: 3 } status, var reason]
                when version.Equals(SipMessage.Version2, StringComparison.OrdinalIgnoreCase)
                    && int.TryParse(
                        status,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var code
                    )
                    && code is >= 100 and <= 699 => new SipMessage(
                SipMessage.Version2,
                "",
                "",
                code,
                reason.Trim(' ', '\t'),
                headers,
                default
            ),
            [var method, var uri, var version]
                when SipHeaders.IsToken(method)
                    && SipMessage.IsUri(uri)
                    && IsVersion(version) => new SipMessage(
                version.ToUpperInvariant(),
                method,
                uri,
                0,
                "",
                headers,
                default
            ),
            _ => throw new SipException(
                SipError.Malformed,
                "Neither a request nor a response."
            ),
        };

    // RFC 3261, section 25.1: "SIP" "/" 1*DIGIT "." 1*DIGIT, in any case.
    private static bool IsVersion(string text) =>
        text.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase)
        && text[4..].Split('.') is [{ Length: > 0 } major, { Length: > 0 } minor]
        && major.All(char.IsAsciiDigit)
        && minor.All(char.IsAsciiDigit);

    private static List<SipHeader> ParseFields(ReadOnlySpan<string> lines)
    {
        var fields = new List<SipHeader>();
        foreach (var line in Unfold(lines))
        {
            if (fields.Count == SipMessage.MaxHeaders)
                throw new SipException(
                    SipError.TooLarge,
                    $"More than {SipMessage.MaxHeaders} headers."
                );
            var name = line[..Math.Max(0, line.IndexOf(':', StringComparison.Ordinal))]
                .TrimEnd(' ', '\t');
            if (!SipHeaders.IsToken(name))
                throw new SipException(SipError.Malformed, "A line is no header.");
            fields.Add(
                new SipHeader(
                    SipHeaders.FullName(name),
                    line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '\t')
                )
            );
        }

        return fields;
    }

    /// <summary>
    /// Joins a line that begins with whitespace to the one before (RFC 3261, section 7.3.1).
    /// </summary>
    private static List<string> Unfold(ReadOnlySpan<string> lines)
    {
        var fields = new List<StringBuilder>();
        foreach (var line in lines)
        {
            if (line is not [' ' or '\t', ..] || fields.Count == 0)
            {
                fields.Add(new StringBuilder(line));
                continue;
            }

            var more = line.AsSpan().Trim(" \t");
            if (more.Length > 0)
                fields[^1].Append(' ').Append(more);
        }

        return fields.ConvertAll(f => f.ToString());
    }

    private static int ParseLength(string value, SipMessage head) =>
        value.Length == 0 || !value.All(char.IsAsciiDigit)
            ? throw new SipException(SipError.Malformed, "Content-Length is no number.")
            {
                Head = head,
            }
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length <= SipMessage.MaxBodyBytes
            ? length
        : throw TooLargeBody(head);
}
