using System.Net.Http.Headers;
using System.Text;

namespace IcpConsole.Protocols.Soap;

/// <summary>
/// The encoding that a request's Content-Type names. It counts more than what the XML declaration
/// says (RFC 7303, section 3.2).
/// </summary>
public static class SoapCharset
{
    /// <summary>What a fault says of one that is not known.</summary>
    public const string Unknown = "The charset of Content-Type is not known.";

    /// <param name="contentType">The header as it came; null for none.</param>
    /// <param name="charset">Null where the header names none, or UTF-8, which XML takes by itself.</param>
    /// <returns>False where it names one that is not known.</returns>
    public static bool TryRead(string? contentType, out Encoding? charset)
    {
        charset = null;
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || type.CharSet?.Trim('"', '\'', ' ') is not { Length: > 0 } name
            || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf8", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        charset = Find(name);
        return charset is not null;
    }

    private static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name)
                ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
