namespace IcpConsole.Pages.Shared;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    public static string Line(params IEnumerable<string?> fields) =>
        $"{string.Join(',', fields.Select(Field))}\r\n";

    /// <summary>
    /// Quoted; and what a spreadsheet would take for a formula is text (OWASP, <em>CSV
    /// Injection</em>).
    /// </summary>
    private static string Field(string? value) =>
        $"\"{(value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "")}{value?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
