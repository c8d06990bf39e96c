using System.Globalization;

namespace IcpConsole.Pages.Shared;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    public static string Line(params IEnumerable<string?> fields) =>
        $"{string.Join(',', fields.Select(f => Field(f ?? "")))}\r\n";

    /// <summary>
    /// Quoted; and what a spreadsheet would take for a formula is text (OWASP, <em>CSV
    /// Injection</em>).
    /// </summary>
    private static string Field(string value) =>
        $"\"{(IsFormula(value) ? "'" : "")}{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whatever a spreadsheet may skip before it, and in full width, too.</summary>
    private static bool IsFormula(string value) =>
        value is ['\t' or '\r' or '\n', ..]
        || value.FirstOrDefault(c => !IsSkipped(c))
            is '='
                or '+'
                or '-'
                or '@'
                or '＝'
                or '＋'
                or '－'
                or '＠';

    private static bool IsSkipped(char c) =>
        char.IsWhiteSpace(c)
        || char.IsControl(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
