using System.Globalization;
using System.Text;

namespace IcpConsole.Domain.Users;

/// <summary>
/// When two texts name the same person: in the same normal form, without blanks around, whatever the
/// case of their letters (RFC 8265, section 3.3; Unicode, <em>Annex 15</em>).
/// </summary>
public static class UserIdentity
{
    /// <summary>By <see cref="KeyOf"/>.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new ByKey();

    /// <summary>A value as it is kept: in normal form C, without white space around.</summary>
    public static string Clean(string value) => Normalize(value).Trim();

    /// <summary>What is the same for texts that name the same person.</summary>
    public static string KeyOf(string value)
    {
        // By way of the capitals, so that a letter of two small forms is one.
        var folded = Clean(value).ToUpperInvariant().ToLowerInvariant();
        return Normalize(folded.Replace("\u00df", "ss", StringComparison.Ordinal));
    }

    /// <summary>
    /// What nobody sees in an identity, and what only looks like a blank: two people would look like
    /// one.
    /// </summary>
    /// <returns>Its code point, <c>U+200B</c>; null where there is none.</returns>
    public static string? HiddenIn(string value)
    {
        foreach (var rune in value.EnumerateRunes())
            if (IsHidden(rune))
                return $"U+{rune.Value.ToString("X4", CultureInfo.InvariantCulture)}";
        return null;
    }

    private static bool IsHidden(Rune rune) =>
        rune.Value != ' '
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static string Normalize(string value)
    {
        try
        {
            return value.Normalize();
        }
        // Half of a surrogate pair: it is refused elsewhere, as what no peer can be sent.
        catch (ArgumentException)
        {
            return value;
        }
    }

    private sealed class ByKey : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) =>
            x is null || y is null ? x is null && y is null : KeyOf(x) == KeyOf(y);

        public int GetHashCode(string obj) => KeyOf(obj).GetHashCode(StringComparison.Ordinal);
    }
}
