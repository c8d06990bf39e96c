using System.Text;
using System.Text.RegularExpressions;

namespace IcpConsole.Engine.Certificates;

/// <summary>
/// Finds what stands between BEGIN and END lines, however a text was wrapped, indented, run together,
/// encoded or commented on its way (RFC 7468, section 2, is stricter than the tools people use).
/// </summary>
internal static partial class PemScanner
{
    /// <param name="Number">Of its BEGIN line, from 1.</param>
    /// <param name="Label">For example <c>CERTIFICATE</c>.</param>
    /// <param name="Der">Null where it has no END line, or what stands before it is no base64.</param>
    internal sealed record Block(int Number, string Label, byte[]? Der);

    /// <summary>With a mark at its beginning UTF-8 or UTF-16; otherwise a character is a byte.</summary>
    public static string Decode(ReadOnlySpan<byte> file) =>
        file switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            _ => Encoding.Latin1.GetString(file),
        };

    public static IEnumerable<Block> Scan(string text)
    {
        var number = 0;
        var lines = Line().Matches(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var begin = lines[i];
            if (begin.Groups["word"].Value != "BEGIN")
                continue;
            var label = Blanks().Replace(begin.Groups["label"].Value, " ");
            var end = i + 1 < lines.Count ? lines[i + 1] : null;
            var isEnded =
                end?.Groups["word"].Value == "END"
                && Blanks().Replace(end.Groups["label"].Value, " ") == label;
            yield return new Block(
                ++number,
                label,
                isEnded ? FromBase64(text[(begin.Index + begin.Length)..end!.Index]) : null
            );
        }
    }

    /// <summary>White space and the dashes of the lines around it do not count.</summary>
    /// <returns>Null where it is no base64, or there is none.</returns>
    public static byte[]? FromBase64(string text)
    {
        var digits = Blanks().Replace(text, "").Trim('-');
        var bytes = new byte[digits.Length];
        return
            digits.Length > 0
            && Convert.TryFromBase64String(digits, bytes, out var length)
            && length > 0
            ? bytes[..length]
            : null;
    }

    [GeneratedRegex(
        @"-[ \t]?(?<word>BEGIN|END)[ \t]+(?<label>[A-Z0-9]+([ \t]+[A-Z0-9]+)*)[ \t]*-",
        RegexOptions.NonBacktracking
            | RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
