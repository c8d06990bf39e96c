using System.Net.Http.Headers;
using System.Text;

namespace IcpConsole.Engine.Users;

/// <summary>A name and a password as HTTP carries them (RFC 7617).</summary>
internal sealed record BasicCredential(string Username, string Password)
{
    private const int MaxHeaderLength = 1024;

    private static readonly UTF8Encoding s_strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>
    /// What a header may mean: nothing says how its characters are encoded. UTF-8 comes first, and
    /// Latin-1 where that differs, which many clients send.
    /// </summary>
    /// <returns>None where it is no Basic credential.</returns>
    public static IReadOnlyList<BasicCredential> Read(string? authorization)
    {
        if (
            authorization is null or { Length: > MaxHeaderLength }
            || !AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null
        )
            return [];
        var bytes = new byte[MaxHeaderLength];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length))
            return [];
        var pair = bytes.AsSpan(0, length);
        return
        [
            .. new[] { Utf8(pair), Encoding.Latin1.GetString(pair) }
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Select(Split)
                .OfType<BasicCredential>(),
        ];
    }

    /// <summary>Without the password, so that it cannot reach a log by accident.</summary>
    public override string ToString() => Username;

    private static string? Utf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static BasicCredential? Split(string pair) =>
        pair.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? new BasicCredential(pair[..colon], pair[(colon + 1)..])
            : null;
}
