using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace IcpConsole.Protocols.Sip;

/// <summary>
/// A header field, its name in full and its value without surrounding whitespace.
/// </summary>
public sealed record SipHeader(string Name, string Value);

/// <summary>Names and grammar of header fields.</summary>
internal static class SipHeaders
{
    public const string ContentLength = "Content-Length";

    /// <summary>RFC 3261, section 25.1: <c>token</c>.</summary>
    private static readonly SearchValues<char> s_token = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"
    );

    // RFC 3261, section 7.3.3.
    private static readonly FrozenDictionary<string, string> s_compact = new Dictionary<
        string,
        string
    >
    {
        ["c"] = "Content-Type",
        ["e"] = "Content-Encoding",
        ["f"] = "From",
        ["i"] = "Call-ID",
        ["k"] = "Supported",
        ["l"] = ContentLength,
        ["m"] = "Contact",
        ["s"] = "Subject",
        ["t"] = "To",
        ["v"] = "Via",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool IsToken(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExcept(s_token);

    /// <summary>
    /// Whether a line can hold this: no control characters, which end lines or worse, except the
    /// tab, and no lone surrogates.
    /// </summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (
                Rune.DecodeFromUtf16(text, out var rune, out var length)
                    != OperationStatus.Done
                || (Rune.IsControl(rune) && rune.Value != '\t')
            )
                return false;
            text = text[length..];
        }

        return true;
    }

    /// <summary>Of a full name, in any case.</summary>
    public static bool IsContentLength(string name) =>
        name.Equals(ContentLength, StringComparison.OrdinalIgnoreCase);

    public static string FullName(string name) => s_compact.GetValueOrDefault(name, name);
}
