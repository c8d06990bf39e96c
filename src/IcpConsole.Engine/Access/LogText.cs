using System.Globalization;
using System.Text;

namespace IcpConsole.Engine.Access;

/// <summary>What strangers chose, for a line of the log.</summary>
public static class LogText
{
    private const int MaxLength = 64;

    private static readonly UnicodeCategory[] s_invisible =
    [
        UnicodeCategory.Control,
        UnicodeCategory.Format,
        UnicodeCategory.LineSeparator,
        UnicodeCategory.ParagraphSeparator,
    ];

    /// <summary>On one line and not long, whatever it holds.</summary>
    public static string Sanitize(string text)
    {
        var line = new StringBuilder(MaxLength + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
                return line.Append('…').ToString();
            if (s_invisible.Contains(Rune.GetUnicodeCategory(rune)))
                line.Append('?');
            else
                line.Append(rune);
        }

        return line.ToString();
    }
}
