using System.Buffers;
using System.Globalization;
using System.Text;

namespace IcpConsole.Domain.Users;

/// <summary>
/// When two texts name the same person: in the same normal form, without blanks around, whatever the
/// case of their letters (RFC 8265, section 3.3; Unicode, <em>Annex 15</em>).
/// </summary>
public static class UserIdentity
{
    /// <summary>
    /// Letters that fold to more than one: sharp s, ligatures, and some that stand for two.
    /// </summary>
    private static readonly SearchValues<char> s_unfolded = SearchValues.Create(
        "\u00df\u0149\u0587\u1e9a\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06\ufb13\ufb14\ufb15\ufb16\ufb17"
    );

    /// <summary>
    /// Letters whose marks fold by themselves: the dot of a capital I, and the iota below Greek ones.
    /// </summary>
    private static readonly SearchValues<char> s_foldedApart = SearchValues.Create([
        '\u0130',
        '\u0345',
        .. Enumerable.Range(0x1f80, 0x80).Select(c => (char)c),
    ]);

    /// <summary>By <see cref="KeyOf"/>.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new ByKey();

    /// <summary>A value as it is kept: in normal form C, without white space around.</summary>
    public static string Clean(string value) => Normalize(value).Trim();

    /// <summary>
    /// What is the same for texts that name the same person: without white space around, case folded
    /// in full (Unicode, <em>CaseFolding.txt</em>, status C and F), in normal form C.
    /// </summary>
    public static string KeyOf(string value)
    {
        if (Ascii.IsValid(value))
            return value.Trim().ToLowerInvariant();
        var whole = Normalize(
            value.Trim(),
            value.AsSpan().ContainsAny(s_foldedApart)
                ? NormalizationForm.FormD
                : NormalizationForm.FormC
        );
        // By way of the capitals, so that a letter of two small forms is one.
        var folded = whole.ToUpperInvariant().ToLowerInvariant();
        return folded.AsSpan().ContainsAny(s_unfolded)
            ? Clean(string.Concat(folded.Select(Unfold)))
            : Clean(folded);
    }

    /// <summary>The key of what a user is called: the names in both orders, with and without a blank
    /// between, and the mail address where it is not the directory URI.</summary>
    public static string NameKeyOf(
        string firstName,
        string lastName,
        string mail,
        string directoryUri
    )
    {
        var names = $"{firstName} {lastName} {firstName}\n{lastName}{firstName}";
        return KeyOf(mail == directoryUri ? names : $"{names}\n{mail}");
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
        && (
            IsFiller(rune.Value)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.SpaceSeparator
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
        );

    /// <summary>
    /// Letters and marks that nothing is drawn for (Unicode, <em>DerivedCoreProperties.txt</em>,
    /// Default_Ignorable_Code_Point), and the blank pattern of Braille.
    /// </summary>
    private static bool IsFiller(int codePoint) =>
        codePoint
            is 0x034f
                or 0x115f
                or 0x1160
                or 0x17b4
                or 0x17b5
                or (>= 0x180b and <= 0x180f)
                or 0x2065
                or 0x2800
                or 0x3164
                or (>= 0xfe00 and <= 0xfe0f)
                or 0xffa0
                or (>= 0xfff0 and <= 0xfff8)
                or (>= 0xe0000 and <= 0xe0fff);

    private static string Unfold(char letter) =>
        letter == '\u00df' ? "ss"
        : s_unfolded.Contains(letter) ? $"{letter}".Normalize(NormalizationForm.FormKD)
        : $"{letter}";

    private static string Normalize(
        string value,
        NormalizationForm form = NormalizationForm.FormC
    )
    {
        try
        {
            return value.Normalize(form);
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
