using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IcpConsole.Protocols.Sip;

/// <summary>
/// A request or response (RFC 3261, section 7). What is in one can be written: no name or value
/// breaks out of its line. The body says how long it is, so <see cref="Headers"/> has no
/// Content-Length.
/// </summary>
public sealed class SipMessage
{
    /// <summary>Largest start line and headers that are read, in bytes.</summary>
    public const int MaxHeadBytes = 16 * 1024;

    /// <summary>Most header fields that are read.</summary>
    public const int MaxHeaders = 64;

    /// <summary>Largest body that is read, in bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    public const string Version2 = "SIP/2.0";

    internal SipMessage(
        string version,
        string method,
        string uri,
        int status,
        string reason,
        IReadOnlyList<SipHeader> headers,
        ReadOnlyMemory<byte> body
    ) =>
        (Version, Method, Uri, Status, Reason, Headers, Body) = (
            version,
            method,
            uri,
            status,
            reason,
            headers,
            body
        );

    public bool IsRequest => Status == 0;

    /// <summary>
    /// Of a request, <c>SIP/2.0</c> or another; of a response always <see cref="Version2"/>.
    /// </summary>
    public string Version { get; }

    /// <summary>Of a request; of a response "". Methods differ by case.</summary>
    public string Method { get; }

    /// <summary>Request-URI; of a response "".</summary>
    public string Uri { get; }

    /// <summary>Of a response, 100 to 699; of a request 0.</summary>
    public int Status { get; }

    /// <summary>Reason phrase, which may be empty; of a request "".</summary>
    public string Reason { get; }

    /// <summary>In their order, compact names in full.</summary>
    public IReadOnlyList<SipHeader> Headers { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>
    /// Value of the first field of this name, in any case; null when there is none.
    /// </summary>
    public string? this[string name] => All(name).FirstOrDefault();

    /// <exception cref="ArgumentException">A part cannot be written, or a header is
    /// Content-Length.</exception>
    public static SipMessage Request(
        string method,
        string uri,
        IEnumerable<SipHeader> headers,
        ReadOnlyMemory<byte> body = default
    ) =>
        !SipHeaders.IsToken(method)
            ? throw new ArgumentException("Not a method.", nameof(method))
        : !IsUri(uri) ? throw new ArgumentException("Not a URI.", nameof(uri))
        : new SipMessage(Version2, method, uri, 0, "", Written(headers), body);

    /// <inheritdoc cref="Request" path="/exception"/>
    public static SipMessage Response(
        int status,
        string reason,
        IEnumerable<SipHeader> headers,
        ReadOnlyMemory<byte> body = default
    ) =>
        status is < 100 or > 699 ? throw new ArgumentOutOfRangeException(nameof(status))
        : !SipHeaders.IsText(reason)
            ? throw new ArgumentException("Not a reason phrase.", nameof(reason))
        : new SipMessage(
            Version2,
            "",
            "",
            status,
            reason.Trim(' ', '\t'),
            Written(headers),
            body
        );

    /// <summary>
    /// Reads a datagram (RFC 3261, section 18.3): the body ends with Content-Length, or without one
    /// with the datagram.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> datagram,
        [NotNullWhen(true)] out SipMessage? message,
        [NotNullWhen(false)] out SipException? error
    )
    {
        try
        {
            (message, error) = (SipParser.ParseDatagram(datagram), null);
            return true;
        }
        catch (SipException e)
        {
            (message, error) = (null, e);
            return false;
        }
    }

    /// <summary>Values of all fields of this name, in any case.</summary>
    public IEnumerable<string> All(string name) =>
        Headers
            .Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(h => h.Value);

    public byte[] ToBytes()
    {
        var head = new StringBuilder(ToString()).Append("\r\n");
        foreach (var header in Headers)
            head.Append(header.Name).Append(": ").Append(header.Value).Append("\r\n");
        head.Append(
            CultureInfo.InvariantCulture,
            $"{SipHeaders.ContentLength}: {Body.Length}\r\n\r\n"
        );
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. Body.Span];
    }

    /// <summary>The start line.</summary>
    public override string ToString() =>
        IsRequest
            ? $"{Method} {Uri} {Version}"
            : string.Create(CultureInfo.InvariantCulture, $"{Version} {Status} {Reason}");

    internal static bool IsUri(string uri) =>
        uri.Length > 0 && SipHeaders.IsText(uri) && !uri.AsSpan().ContainsAny(' ', '\t');

    private static SipHeader[] Written(IEnumerable<SipHeader> headers) =>
        [
            .. headers.Select(h =>
                !SipHeaders.IsToken(h.Name)
                || !SipHeaders.IsText(h.Value)
                || SipHeaders.IsContentLength(SipHeaders.FullName(h.Name))
                    ? throw new ArgumentException(
                        $"Not a header: '{h.Name}'.",
                        nameof(headers)
                    )
                    : new SipHeader(SipHeaders.FullName(h.Name), h.Value.Trim(' ', '\t'))
            ),
        ];
}
